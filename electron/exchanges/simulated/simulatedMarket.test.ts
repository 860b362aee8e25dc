/** One seed and a few hours, always; `npm run bench -- simulate --sanity` takes 20 seeds through three days each. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import { MarketAudit } from './marketAudit.testkit';
import { loadScenario } from './scenario/loadScenario';
import { SimulatedMarket } from './simulatedMarket';

const HOURS = 6;

/** The market around its catalyst, with everything it gives. */
async function playedHours(seed: number, assets: readonly string[]) {
  const loaded = await loadScenario('range-break');
  if (!loaded.ok) throw new Error(loaded.error.message);
  const { calendar } = loaded.value;
  const fineFromMs = Math.floor((calendar.catalystMs ?? 0) / HOUR_MS) * HOUR_MS - HOUR_MS;
  const scenario = {
    ...loaded.value,
    seed,
    calendar: { ...calendar, coarseFromMs: fineFromMs - DAY_MS, fineFromMs },
  };
  const market = new SimulatedMarket({ scenario, assets });
  while (market.timeMs < fineFromMs) market.step();
  const audit = new MarketAudit(market);
  const digest = createHash('sha256');
  while (market.timeMs < fineFromMs + HOURS * HOUR_MS) {
    const step = market.step();
    if (step === null) break;
    audit.take(step);
    digest.update(JSON.stringify(step));
  }
  return { ...audit.result(), digest: digest.digest('hex') };
}

it('adds up through a breakout and its squeeze', async () => {
  const { problems, trades, candles, liquidations } = await playedHours(1, ['BTC']);
  expect(problems.slice(0, 5)).toEqual([]);
  expect(trades).toBeGreaterThan(20_000);
  expect(candles).toBe(6 * HOURS * 60);
  expect(liquidations).toBeGreaterThan(100);
});

it('gives the same bytes for the same seed, and others for another', async () => {
  const [first, again, other] = await Promise.all([
    playedHours(1, ['XRP']),
    playedHours(1, ['XRP']),
    playedHours(2, ['XRP']),
  ]);
  expect(again.digest).toBe(first.digest);
  expect(other.digest).not.toBe(first.digest);
});
