/**
 * Bursts of liquidations against the truth of the simulated market: is the squeeze of a breakout told in time, and
 * how often is one told where the script has none. The detector hears what venues report, nothing else.
 */
import { loadScenario } from '../../../electron/exchanges/simulated/scenario/loadScenario';
import type { Scenario } from '../../../electron/exchanges/simulated/scenario/scenarioSchema';
import { SimulatedMarket } from '../../../electron/exchanges/simulated/simulatedMarket';
import type { TapeDetail } from '../../../electron/exchanges/simulated/tape/tapeLeg';
import { BurstDetector } from '../../../shared/indicators/liquidations/burstDetector';
import { ReportedEstimate } from '../../../shared/indicators/liquidations/reportedEstimate';
import { InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { Burst } from '../../../shared/model/structure';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';
import type { LabelTruth, LiquidationTruth } from '../../../shared/model/truth';
import { round } from '../lib/print';

const IN_TIME_MS = 15 * MINUTE_MS;
const HEARD_AFTER_MS = 3 * HOUR_MS;
const QUIET_DAYS = 14;
const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP'];
/** What the label counts as forced flow: so much truly liquidated of one side in 5 minutes. */
const FORCED_WINDOW_MS = 5 * MINUTE_MS;
const FORCED_USD = 5e6;
/** Of smaller assets less, by their daily volume: as much above the least flow of a burst as 5 M is above 2 M. */
const FORCED_OF_VOLUME = 2.5e-4;
/** Severity from which on a burst is rare: few days have one. */
const GRAVE = 3;
const LARGE_ASSETS = ['BTC', 'ETH'];

export interface Score {
  /** The first one is the head. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly figures: Readonly<Record<string, number>>;
}

interface Played {
  readonly bursts: readonly Burst[];
  readonly labels: readonly LabelTruth[];
  /** In order of time, reported or not. */
  readonly liquidations: readonly LiquidationTruth[];
  readonly estimate: ReportedEstimate;
  /** Minutes in which a squeeze of BTC ran that was grave by then. */
  readonly graveMs: readonly number[];
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Of BTC in `range-break`: does SHORT SQUEEZE start within 15 minutes of the label `forcedFlowStart`, and does the
 * estimated range of the shorts of the 3 hours after the news hold what was truly liquidated.
 */
export async function measureSqueezes(seeds: number): Promise<Score> {
  const scenario = await scenarioOf('range-break');
  const catalystMs = scenario.calendar.catalystMs ?? 0;
  const span = { fromMs: catalystMs - DAY_MS, toMs: catalystMs + HEARD_AFTER_MS };
  const rows: (string | number)[][] = [
    [
      'seed',
      'forced flow',
      'alarm after, min',
      'in time',
      'grave after, min',
      'reported/true',
      'estimated/true',
    ],
  ];
  const reported: number[] = [];
  let [inTime, graveInTime, held] = [0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const played = play({ ...scenario, seed }, ['BTC'], span, 'past');
    const startMs = played.labels.find(({ name }) => name === 'forcedFlowStart')?.timeMs;
    const afterMs = startMs === undefined ? null : nearestSqueeze(played.bursts, startMs);
    const isInTime = afterMs !== null && Math.abs(afterMs) <= IN_TIME_MS;
    const shares = estimatedShares(played);
    const graveMs = played.graveMs.find((timeMs) => timeMs >= (startMs ?? 0) - IN_TIME_MS);
    const graveAfterMs = startMs === undefined || graveMs === undefined ? null : graveMs - startMs;
    if (graveAfterMs !== null && graveAfterMs <= IN_TIME_MS) graveInTime++;
    if (isInTime) inTime++;
    if (shares.low <= 1 && shares.high >= 1) held++;
    reported.push(shares.reported);
    rows.push([
      seed,
      startMs === undefined ? 'none' : new Date(startMs).toISOString().slice(0, 16),
      afterMs === null ? '—' : round(afterMs / MINUTE_MS),
      isInTime ? 'yes' : 'NO',
      graveAfterMs === null ? '—' : round(graveAfterMs / MINUTE_MS),
      round(shares.reported, 2),
      `${round(shares.low, 2)}–${round(shares.high, 2)}`,
    ]);
  }
  return {
    rows,
    figures: {
      squeezeWithin15MinShare: inTime / seeds,
      graveSqueezeWithin15MinShare: graveInTime / seeds,
      reportedShareOfTrue: round(reported.reduce((sum, share) => sum + share, 0) / seeds, 3),
      estimateHoldsTrueShare: held / seeds,
    },
  };
}

/** Of shorts, against what was truly liquidated since the news. */
function estimatedShares({ estimate, liquidations }: Played): Record<'reported' | 'low' | 'high', number> {
  const range = estimate.range('BTC', 'short', HEARD_AFTER_MS);
  const fromMs = range?.fromMs ?? 0;
  const trueUsd = liquidations
    .filter(({ positionSide, exchangeTimeMs }) => positionSide === 'short' && exchangeTimeMs >= fromMs)
    .reduce((sum, { notionalUsd }) => sum + notionalUsd, 0);
  const share = (usd: number | null | undefined) => (usd ?? Number.NaN) / trueUsd;
  return { reported: share(range?.reportedUsd), low: share(range?.lowUsd), high: share(range?.highUsd) };
}

/**
 * Alarms of either side in the 14 days before the news. One is false where nothing was truly forced: no 5 minutes
 * within 15 minutes of it in which as much was liquidated of its side as the label asks for. In the range the
 * market has cascades of its own, which no label tells; all alarms, and the grave ones, are counted beside the
 * false ones.
 */
export async function measureFalseAlarms(seeds: number): Promise<Score> {
  const scenario = await scenarioOf('range-break');
  const toMs = scenario.calendar.catalystMs ?? 0;
  const span = { fromMs: toMs - QUIET_DAYS * DAY_MS, toMs };
  const rows: (string | number)[][] = [['seed', 'asset', 'alarms', 'false', 'grave']];
  let [alarms, falseAlarms, graveAlarms, worst] = [0, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    // The size of a burst of smaller assets is by their daily volume, which tickers tell.
    const { bursts, liquidations } = play({ ...scenario, seed }, ASSETS, span, 'all');
    for (const asset of ASSETS) {
      const own = bursts.filter((burst) => burst.asset === asset);
      const leastUsd = forcedUsd(scenario, asset);
      const wrong = own.filter((burst) => !wasForced(burst, liquidations, leastUsd)).length;
      const grave = own.filter((burst) => burst.severity >= GRAVE).length;
      rows.push([seed, asset, own.length, wrong, grave]);
      graveAlarms += grave;
      alarms += own.length;
      falseAlarms += wrong;
      worst = Math.max(worst, wrong);
    }
  }
  const assetDays = seeds * ASSETS.length * QUIET_DAYS;
  return {
    rows,
    figures: {
      falseAlarmsPerAssetDay: round(falseAlarms / assetDays, 3),
      falseAlarmsWorstAssetPerDay: round(worst / QUIET_DAYS, 3),
      alarmsPerAssetDay: round(alarms / assetDays, 3),
      graveAlarmsPerAssetDay: round(graveAlarms / assetDays, 3),
    },
  };
}

function forcedUsd({ assets }: Scenario, asset: string): number {
  if (LARGE_ASSETS.includes(asset)) return FORCED_USD;
  const volume = assets.find((each) => each.asset === asset)?.dailyVolumeUsd.perpetual ?? 0;
  return FORCED_OF_VOLUME * volume;
}

function wasForced(burst: Burst, liquidations: readonly LiquidationTruth[], leastUsd: number): boolean {
  const alarmMs = burst.alarmedAtMs ?? burst.fromMs;
  const near = liquidations.filter(
    ({ asset, positionSide, exchangeTimeMs }) =>
      asset === burst.asset &&
      positionSide === burst.positionSide &&
      Math.abs(exchangeTimeMs - alarmMs) <= IN_TIME_MS,
  );
  let first = 0;
  let sumUsd = 0;
  for (const { exchangeTimeMs, notionalUsd } of near) {
    sumUsd += notionalUsd;
    for (; exchangeTimeMs - (near[first]?.exchangeTimeMs ?? 0) >= FORCED_WINDOW_MS; first++) {
      sumUsd -= near[first]?.notionalUsd ?? 0;
    }
    if (sumUsd >= leastUsd) return true;
  }
  return false;
}

/** From the label to the nearest alarm of shorts; null without one. */
function nearestSqueeze(bursts: readonly Burst[], startMs: number): number | null {
  let nearestMs: number | null = null;
  for (const { positionSide, alarmedAtMs } of bursts) {
    if (positionSide !== 'short' || alarmedAtMs === null) continue;
    const afterMs = alarmedAtMs - startMs;
    if (nearestMs === null || Math.abs(afterMs) < Math.abs(nearestMs)) nearestMs = afterMs;
  }
  return nearestMs;
}

/** In steps of 5 s over the span; what was before it only made the positions. */
function play(scenario: Scenario, assets: readonly string[], span: Span, tape: TapeDetail): Played {
  const calendar = { ...scenario.calendar, fineFromMs: span.fromMs };
  const market = new SimulatedMarket({ scenario: { ...scenario, calendar }, assets });
  const instruments = InstrumentTable.from(market.instruments);
  const detector = new BurstDetector(market.venues);
  const estimate = new ReportedEstimate(market.venues);
  const labels: LabelTruth[] = [];
  const liquidations: LiquidationTruth[] = [];
  const graveMs: number[] = [];
  /** By id: the detector keeps the newest only. */
  const bursts = new Map<string, Burst>();
  let nowMs = 0;
  while (market.timeMs < span.fromMs) market.step({ tape: 'past', positions: false });
  while (market.timeMs < span.toMs) {
    const step = market.step({ tape, positions: false });
    if (step === null) break;
    for (const event of step.events) {
      nowMs = Math.max(nowMs, event.exchangeTimeMs);
      const row = event.instrument === NO_INSTRUMENT ? null : instruments.get(event.instrument);
      detector.apply(event, row, nowMs);
      estimate.apply(event, row, nowMs);
    }
    if (step.toMs % MINUTE_MS === 0 && (detector.running('BTC', 'short')?.severity ?? 0) >= GRAVE) {
      graveMs.push(step.toMs);
    }
    if (step.toMs % HOUR_MS === 0) {
      for (const burst of assets.flatMap((asset) => detector.bursts(asset))) bursts.set(burst.id, burst);
    }
    for (const record of step.truth) {
      if (record.kind === 'label') labels.push(record);
      else if (record.kind === 'liquidation') liquidations.push(record);
    }
  }
  return {
    bursts: assets.flatMap((asset) => detector.bursts(asset)),
    labels,
    liquidations,
    estimate,
    graveMs,
  };
}

async function scenarioOf(name: string): Promise<Scenario> {
  const loaded = await loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}
