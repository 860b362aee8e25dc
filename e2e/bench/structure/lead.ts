/** Who leads, against the leader the simulated market was made with, over the 4 hours after the news. */
import { loadScenario } from '../../../electron/exchanges/simulated/scenario/loadScenario';
import type { Scenario } from '../../../electron/exchanges/simulated/scenario/scenarioSchema';
import { SimulatedMarket } from '../../../electron/exchanges/simulated/simulatedMarket';
import { leadOf } from '../../../shared/indicators/flow/leadership';
import { LeadPrices } from '../../../shared/indicators/flow/leadPrices';
import { InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { Lead } from '../../../shared/model/structure';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import { round } from '../lib/print';
import type { Score } from './bursts';

const ASSET = 'BTC';
const WINDOW_MS = 4 * HOUR_MS;

export async function measureLead(seeds: number, firstSeed = 1): Promise<Score> {
  const loaded = await loadScenario('range-break');
  if (!loaded.ok) throw new Error(loaded.error.message);
  const rows: (string | number)[][] = [
    ['seed', 'leader', 'verdict', 'component share', '90 %', 'information share', 'votes'],
  ];
  let correct = 0;
  let opposite = 0;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    for (const leader of ['spot', 'perp'] as const) {
      const lead = play({ ...loaded.value, seed, leader });
      const truth = leader === 'spot' ? 'spot' : 'futures';
      if (lead?.verdict === truth) correct++;
      else if (lead?.verdict === 'spot' || lead?.verdict === 'futures') opposite++;
      rows.push([seed, leader, ...cellsOf(lead)]);
    }
  }
  return {
    rows,
    figures: { leadCorrectShare: correct / (2 * seeds), leadOppositeShare: opposite / (2 * seeds) },
  };
}

function play(scenario: Scenario): Lead | null {
  const toMs = (scenario.calendar.catalystMs ?? 0) + WINDOW_MS;
  const fineFromMs = toMs - WINDOW_MS - HOUR_MS;
  const calendar = { ...scenario.calendar, coarseFromMs: fineFromMs - DAY_MS, fineFromMs };
  const market = new SimulatedMarket({ scenario: { ...scenario, calendar }, assets: [ASSET] });
  const instruments = InstrumentTable.from(market.instruments);
  const prices = new LeadPrices();
  /** By row, in coins. */
  const openInterest = new Map<number, number>();
  let firstInterest: number | null = null;
  let nowMs = 0;
  while (market.timeMs < fineFromMs) market.step({ tape: 'past', positions: false });
  while (market.timeMs < toMs) {
    const step = market.step({ tape: 'all', positions: false });
    if (step === null) break;
    for (const event of step.events) {
      nowMs = Math.max(nowMs, event.exchangeTimeMs);
      prices.apply(
        event,
        event.instrument === NO_INSTRUMENT ? null : instruments.get(event.instrument),
        nowMs,
      );
      if (event.kind === 'openInterest') openInterest.set(event.instrument, event.quantityBase);
    }
    if (step.toMs === toMs - WINDOW_MS) firstInterest = sumOf(openInterest);
  }
  const window = prices.window(ASSET, toMs - WINDOW_MS, toMs);
  if (window === null) return null;
  const openInterestChangePercent = firstInterest ? (sumOf(openInterest) / firstInterest - 1) * 100 : null;
  return leadOf({ ...window, openInterestChangePercent });
}

function cellsOf(lead: Lead | null): (string | number)[] {
  if (lead === null) return ['none', '—', '—', '—', '—'];
  const { componentShare, informationShare } = lead;
  return [
    lead.verdict,
    shareText(componentShare.value),
    `${shareText(componentShare.low)}–${shareText(componentShare.high)}`,
    `${shareText(informationShare.low)}–${shareText(informationShare.high)}`,
    lead.tests.map(({ vote }) => vote).join(' '),
  ];
}

function shareText(value: number | null): string {
  return value === null ? '—' : `${round(value, 2)}`;
}

function sumOf(values: ReadonlyMap<number, number>): number {
  return [...values.values()].reduce((sum, value) => sum + value, 0);
}
