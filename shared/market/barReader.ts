/** Bars for a chart: candles of an instrument with the liquidations of its asset underneath. */
import type { InstrumentId } from '../model/instrument';
import { INTERVALS, type Interval, intervalMs, type TimeRange } from '../model/time';
import type { CandleReader } from './candleFold';
import type { GapLedger } from './gapLedger';
import type { InstrumentState } from './instrumentState';
import { heardOn, type LiquidationCoverage, type LiquidationLine } from './liquidationCoverage';
import type { LiquidationTotals } from './liquidationTotals';
import type { Listening } from './listening';
import type { Bar } from './marketView';
import { anyOverlap, mergeRanges } from './ranges';

export interface BarSource {
  readonly nowMs: number | null;
  readonly gaps: GapLedger;
  readonly listening: Listening;
  readonly liquidations: LiquidationTotals;
  readonly liquidationCoverage: LiquidationCoverage;
}

/** The newest `limit` bars, oldest first. */
export function newestBars(
  source: BarSource,
  state: InstrumentState,
  interval: Interval,
  limit: number,
): Bar[] {
  const reading = new BarReading(source, state, interval);
  const extent = reading.candles.extent(reading.level);
  const bars: Bar[] = [];
  if (extent === undefined) return bars;
  for (let ordinal = extent.newest; ordinal >= extent.oldest && bars.length < limit; ordinal--) {
    const bar = reading.at(ordinal);
    if (bar !== undefined) bars.push(bar);
  }
  return bars.reverse();
}

/**
 * The bars that changed after `revision` or overlap `spans`, oldest first; also older ones than a reader holds, for
 * which bars these are depends on the holes between them.
 */
export function touchedBars(
  source: BarSource,
  state: InstrumentState,
  interval: Interval,
  revision: number,
  spans: readonly TimeRange[],
): Bar[] {
  const reading = new BarReading(source, state, interval);
  const lengthMs = intervalMs(interval);
  const extent = reading.candles.extent(reading.level);
  if (extent === undefined) return [];
  const openTimes = new Set<number>();
  reading.candles.touchedSince(reading.level, revision, openTimes);
  source.liquidations.touchedSince(state.row.asset, revision, lengthMs, openTimes);
  const ordinals = new Set([...openTimes].map((openTimeMs) => openTimeMs / lengthMs));
  for (const { fromMs, toMs } of spans) {
    const last = Math.min(extent.newest, Math.ceil(toMs / lengthMs) - 1);
    for (let ordinal = Math.max(extent.oldest, Math.floor(fromMs / lengthMs)); ordinal <= last; ordinal++) {
      ordinals.add(ordinal);
    }
  }
  return [...ordinals]
    .filter((ordinal) => ordinal >= extent.oldest)
    .sort((a, b) => a - b)
    .flatMap((ordinal) => reading.at(ordinal) ?? []);
}

class BarReading {
  readonly level: number;
  readonly candles: CandleReader;
  readonly #source: BarSource;
  readonly #asset: string;
  readonly #lengthMs: number;
  readonly #lines: readonly LiquidationLine[];
  readonly #gaps: ReturnType<typeof mergeRanges>;

  constructor(source: BarSource, state: InstrumentState, interval: Interval) {
    const { id, venue, asset } = state.row;
    const instruments: InstrumentId[] = [id];
    this.level = INTERVALS.indexOf(interval);
    this.candles = state.reader(source.listening.holes(venue, 'trades', instruments));
    this.#source = source;
    this.#asset = asset;
    this.#lengthMs = intervalMs(interval);
    this.#lines = source.liquidationCoverage.lines(asset);
    this.#gaps = mergeRanges([
      ...source.gaps.of(venue, 'trades', instruments),
      ...source.liquidationCoverage.gaps(asset, source.gaps),
    ]);
  }

  at(ordinal: number): Bar | undefined {
    const candle = this.candles.at(this.level, ordinal);
    if (candle === undefined) return undefined;
    const openTimeMs = ordinal * this.#lengthMs;
    const span = { fromMs: openTimeMs, toMs: openTimeMs + this.#lengthMs };
    const isHeard = this.#lines.some((line) => heardOn(line, span) !== 'none');
    const { liquidations, nowMs } = this.#source;
    const usd = (side: 'short' | 'long') =>
      isHeard ? liquidations.ofBar(this.#asset, side, span.fromMs, span.toMs) : Number.NaN;
    const { open, high, low, close, volumeBase, takerBuyBase } = candle;
    return {
      openTimeMs,
      open,
      high,
      low,
      close,
      volumeBase,
      takerBuyBase,
      shortsUsd: usd('short'),
      longsUsd: usd('long'),
      forming: nowMs === null || span.toMs > nowMs,
      touchedByGap: anyOverlap(this.#gaps, span),
    };
  }
}
