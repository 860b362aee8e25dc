/**
 * The objects of market structure, as the engine finds them and windows draw them: ranges, breakouts with
 * their lives, bursts of liquidations, who leads, levels, and the story made of them.
 *
 * Times are UTC ms of the exchange's clock, prices in price units. `null` is unknown. Every object says with
 * which bars it was found and what it rests on, so that a reader can check it.
 */
import { z } from 'zod';
import { INTERVALS } from './time';

const timeMs = z.number();
const price = z.number();
const unknown = z.number().nullable();
const completeness = z.enum(['complete', 'lowerBound', 'estimate', 'missing']);
const direction = z.enum(['up', 'down']);
const positionSide = z.enum(['long', 'short']);

/** The edges of a range as they were frozen at a moment; a later version is a longer or moved one. */
const rangeVersionSchema = z.object({
  atMs: timeMs,
  fromMs: timeMs,
  low: price,
  high: price,
  bars: z.number().int(),
});

/** One step in the life of a range or a breakout. */
export const transitionSchema = z.object({
  /** Close time of the bar that made it. */
  atMs: timeMs,
  from: z.string(),
  to: z.string(),
  /** Id of the rule, e.g. `break.close-beyond-edge`. */
  rule: z.string(),
  /** The numbers it was decided on, by name. */
  values: z.record(z.string(), unknown),
});

/** A consolidation range: models §3. */
export const rangeSchema = z.object({
  /** Stable through versions, e.g. `1h:1767225600000`. */
  id: z.string(),
  interval: z.enum(INTERVALS),
  fromMs: timeMs,
  /** Close time of the bar it ended with; null while it stands. */
  toMs: timeMs.nullable(),
  low: price,
  high: price,
  /** Half height of the zones at its edges. */
  zone: z.number(),
  bars: z.number().int(),
  touchesHigh: z.number().int(),
  touchesLow: z.number().int(),
  /** Share of closes inside, 0 … 1. */
  containment: z.number(),
  /** Width over average true range and the square root of bars; 1 is a random walk. */
  rho: z.number(),
  /** Least-squares drift over the range, as a share of its width. */
  drift: z.number(),
  averageTrueRange: z.number(),
  /** 0 … 100. */
  strength: z.number(),
  /** Breaks of its edges that failed: orders above or below it have been reached for that often. */
  falseBreaksHigh: z.number().int(),
  falseBreaksLow: z.number().int(),
  versions: z.array(rangeVersionSchema),
  /** How it was found, moved, broken and ended. */
  log: z.array(transitionSchema),
});

export const BREAKOUT_STATES = [
  'break',
  'confirmed',
  'false',
  'weak',
  'retest',
  'held',
  'invalidated',
] as const;

/** A break of a range, and what became of it: models §3. */
export const breakoutSchema = z.object({
  id: z.string(),
  rangeId: z.string(),
  interval: z.enum(INTERVALS),
  direction,
  state: z.enum(BREAKOUT_STATES),
  /** The edge that was broken. */
  edge: price,
  brokeAtMs: timeMs,
  breakClose: price,
  /** Close of the bar that confirmed it; null before. */
  confirmedAtMs: timeMs.nullable(),
  confirmedClose: unknown,
  endedAtMs: timeMs.nullable(),
  /** Highest relative volume since the break: over the median of the same hour of day; null is unknown. */
  relativeVolumeSpot: unknown,
  relativeVolumePerp: unknown,
  /** Farthest price beyond the edge since the break. */
  extreme: price,
  /** Old resistance that should now be support, or the other way round. */
  flipZone: z.object({ low: price, high: price }),
  /** Edge plus the width of the range. */
  objective: price,
  log: z.array(transitionSchema),
});

/** A wick beyond an edge of a standing range without a close there. */
export const sweepSchema = z.object({
  rangeId: z.string(),
  interval: z.enum(INTERVALS),
  direction,
  atMs: timeMs,
  extreme: price,
});

/** How often breakouts of an interval ended well on the loaded history; null without one to count. */
export const baseRateSchema = z.object({
  interval: z.enum(INTERVALS),
  breaks: z.number().int(),
  confirmed: z.number().int(),
  falseBreaks: z.number().int(),
  weak: z.number().int(),
  /** Of the confirmed whose next day is known: how many closed beyond the edge a day later. */
  heldAfterDay: z.number().int(),
  knownAfterDay: z.number().int(),
});

/** A price that traders look at. */
export const levelSchema = z.object({
  kind: z.enum([
    'round',
    'priorDayHigh',
    'priorDayLow',
    'priorWeekHigh',
    'priorWeekLow',
    'priorMonthHigh',
    'priorMonthLow',
  ]),
  price,
  /** Of the moment it was made; null of a round number. */
  atMs: timeMs.nullable(),
  /** From the last price, signed. */
  distancePercent: unknown,
  /** Of a round number: zeros it ends with in minor steps, and one more above every price known; null of others. */
  strength: z.number().int().nullable(),
});

/** A burst of forced closing: SHORT SQUEEZE or LONG CASCADE: models §4. */
export const burstSchema = z.object({
  id: z.string(),
  asset: z.string(),
  /** Of the positions that were closed. */
  positionSide,
  fromMs: timeMs,
  /** Null while it runs. */
  toMs: timeMs.nullable(),
  /** When it was recognised; null of one that was only told of afterwards, which raises no alarm. */
  alarmedAtMs: timeMs.nullable(),
  /** 1 … 4. */
  severity: z.number().int(),
  /** As reported, both sides apart. */
  sideUsd: z.number(),
  otherSideUsd: z.number(),
  completeness,
  venues: z.array(z.string()),
  /** Highest z score of the side's decayed flow. */
  peakZ: z.number(),
  fromPrice: unknown,
  /** At its end, or now. */
  toPrice: unknown,
  openInterestBeforeBase: unknown,
  openInterestAfterBase: unknown,
  /** Share of taker volume in the burst that was forced. */
  forcedShare: unknown,
  /** Share of the move that its flow explains, by a regression of returns on flows; may exceed 1. */
  explainedShare: unknown,
});

/** Who moved first, spot or futures: models §5. Four tests, all printed. */
export const leadSchema = z.object({
  asset: z.string(),
  verdict: z.enum(['spot', 'futures', 'mixed', 'undetermined']),
  /** Why it is undetermined; empty otherwise. */
  reason: z.string(),
  fromMs: timeMs,
  toMs: timeMs,
  /** Gonzalo–Granger share of spot with its 90 % interval; the Hasbrouck share lies between its bounds. */
  componentShare: z.object({ value: unknown, low: unknown, high: unknown }),
  informationShare: z.object({ low: unknown, middle: unknown, high: unknown }),
  basisChange: unknown,
  openInterestChangePercent: unknown,
  returnPercent: unknown,
  takerDeltaSpotZ: unknown,
  takerDeltaPerpZ: unknown,
  tests: z.array(z.object({ id: z.string(), title: z.string(), vote: z.enum(['spot', 'futures', 'none']) })),
  venues: z.array(z.string()),
});

/** Taker flow over the rolling 90 days, of one kind of market: models §5. */
export const flowSchema = z.object({
  kind: z.enum(['spot', 'perpetual']),
  /** Bought less sold, in dollars at each bar's average price. */
  deltaUsd: z.number(),
  volumeUsd: z.number(),
  /** What today added so far, and what the day added that left the window when today began. */
  inUsd: z.number(),
  outUsd: unknown,
  weekChangeUsd: unknown,
  phase: z.enum(['buy', 'sell', 'neutral']).nullable(),
  /** First day that closed with the present sign, 00:00 UTC. */
  flipDayMs: timeMs.nullable(),
  /** Of the 90 days, known as a whole. */
  wholeDays: z.number().int(),
  venues: z.array(z.string()),
  completeness,
});

/** A line of the story: models §5 and the Squeeze panel. */
export const storyLineSchema = z.object({
  id: z.enum(['verdict', 'range', 'breakout', 'support', 'next', 'lead', 'cvd']),
  label: z.string(),
  /** "—" when unknown, and `detail` says why. */
  text: z.string(),
  /** How its value leans; `none` is neutral or unknown. */
  tone: z.enum(['up', 'down', 'shorts', 'longs', 'none']),
  detail: z.string(),
  venues: z.array(z.string()),
  asOfMs: timeMs.nullable(),
  completeness,
  /** Where to look on the chart. */
  momentMs: timeMs.nullable(),
});

/** All of it for one asset, as of `nowMs`. */
export const marketStructureSchema = z.object({
  asset: z.string(),
  /** The instrument whose bars and prices the ranges, breakouts and levels are of. */
  instrumentId: z.string().nullable(),
  nowMs: timeMs.nullable(),
  ranges: z.array(rangeSchema),
  breakouts: z.array(breakoutSchema),
  sweeps: z.array(sweepSchema),
  baseRates: z.array(baseRateSchema),
  levels: z.array(levelSchema),
  bursts: z.array(burstSchema),
  lead: leadSchema.nullable(),
  flows: z.array(flowSchema),
  story: z.array(storyLineSchema),
});

export type ConsolidationRange = z.output<typeof rangeSchema>;
export type Transition = z.output<typeof transitionSchema>;
export type BreakoutState = (typeof BREAKOUT_STATES)[number];
export type Breakout = z.output<typeof breakoutSchema>;
export type Sweep = z.output<typeof sweepSchema>;
export type BaseRate = z.output<typeof baseRateSchema>;
export type Level = z.output<typeof levelSchema>;
export type Burst = z.output<typeof burstSchema>;
export type Lead = z.output<typeof leadSchema>;
export type Flow = z.output<typeof flowSchema>;
export type StoryLine = z.output<typeof storyLineSchema>;
export type MarketStructure = z.output<typeof marketStructureSchema>;

/** Of an asset of which nothing is known. */
export function emptyStructure(asset: string): MarketStructure {
  return {
    asset,
    instrumentId: null,
    nowMs: null,
    ranges: [],
    breakouts: [],
    sweeps: [],
    baseRates: [],
    levels: [],
    bursts: [],
    lead: null,
    flows: [],
    story: [],
  };
}
