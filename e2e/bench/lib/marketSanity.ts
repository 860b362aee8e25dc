/** Whether a simulated market adds up, seed by seed: the properties, as numbers that must stay within bounds. */

import { MarketAudit } from '../../../electron/exchanges/simulated/marketAudit.testkit';
import { loadScenario } from '../../../electron/exchanges/simulated/scenario/loadScenario';
import { SimulatedMarket } from '../../../electron/exchanges/simulated/simulatedMarket';
import { DAY_MS } from '../../../shared/model/time';

/** A row a seed, of BTC from the beginning of its full tape on; throws when a bound is broken. */
export async function measureSanity(seeds: number, days: number): Promise<(string | number)[][]> {
  const rows: (string | number)[][] = [['seed', 'trades', 'candles', 'liquidations', 'largest basis %']];
  const loaded = await loadScenario('range-break');
  if (!loaded.ok) throw new Error(loaded.error.message);
  const fineFromMs = loaded.value.calendar.fineFromMs;
  const calendar = { ...loaded.value.calendar, coarseFromMs: fineFromMs - DAY_MS };
  for (let seed = 1; seed <= seeds; seed++) {
    const market = new SimulatedMarket({ scenario: { ...loaded.value, calendar, seed }, assets: ['BTC'] });
    while (market.timeMs < fineFromMs) market.step();
    const audit = new MarketAudit(market);
    while (market.timeMs < fineFromMs + days * DAY_MS) {
      const step = market.step();
      if (step !== null) audit.take(step);
    }
    const { problems, trades, candles, liquidations, largestBasis } = audit.result();
    if (problems.length > 0) throw new Error(`seed ${seed}: ${problems.slice(0, 5).join('; ')}`);
    rows.push([seed, trades, candles, liquidations, (largestBasis * 100).toFixed(3)]);
  }
  return rows;
}
