/**
 * What is wrong with the bars of one file, and what of it is passed on.
 *
 * Invariants:
 * - A bar starts on a UTC multiple of its length, its high and low hold its open and close, and it is passed on
 *   once; a bar that is otherwise is left out and told.
 * - Taker volume above volume is unknown, never cut to fit.
 */
import type { CandleEvent, GapEvent } from '../../../../shared/model/events';
import { DAY_MS } from '../../../../shared/model/time';
import type { FindingLog } from '../findings';
import { IdRanges } from './idRanges';

export class CandleChecks {
  readonly #findings: FindingLog;
  readonly #intervalMs: number;
  readonly #seen = new IdRanges();
  #lastOrdinal = -1;

  constructor(intervalMs: number, findings: FindingLog) {
    this.#intervalMs = intervalMs;
    this.#findings = findings;
  }

  /** The bar as it is passed on; null when it is left out. */
  admit(bar: CandleEvent, line: number): CandleEvent | null {
    const problem = this.#problem(bar);
    if (problem !== null) {
      this.#findings.note('inconsistentBar', 'dropped', line, `bar of ${utc(bar.openTimeMs)}: ${problem}`);
      return null;
    }
    if (!this.#seen.add(bar.openTimeMs / this.#intervalMs, line)) {
      const detail = `the bar of ${utc(bar.openTimeMs)} stands in the file more than once; the first one counts`;
      this.#findings.note('duplicate', 'dropped', line, detail);
      return null;
    }
    const { takerBuyBase, volumeBase } = bar;
    if (takerBuyBase === null || takerBuyBase <= volumeBase) return bar;
    const detail = `bar of ${utc(bar.openTimeMs)}: takers bought ${takerBuyBase} of a volume of ${volumeBase}`;
    this.#findings.note('takerAboveVolume', 'changed', line, `${detail}; their share is kept as unknown`);
    return { ...bar, takerBuyBase: null };
  }

  /** The bars missing before an admitted bar, when it comes later than the one after the last. */
  follow(bar: CandleEvent, line: number): { readonly fromMs: number; readonly missing: number } | null {
    const ordinal = bar.openTimeMs / this.#intervalMs;
    const last = this.#lastOrdinal;
    this.#lastOrdinal = ordinal;
    if (ordinal < last) {
      const detail = `the bar of ${utc(bar.openTimeMs)} stands below a later one`;
      this.#findings.note('unsorted', 'noted', line, detail);
    }
    if (last < 0 || ordinal <= last + 1) return null;
    return { fromMs: (last + 1) * this.#intervalMs, missing: ordinal - last - 1 };
  }

  end(): void {
    for (const { from, to, line } of this.#seen.holes()) {
      const missing = to - from + 1;
      const span = `${utc(from * this.#intervalMs)} to ${utc((to + 1) * this.#intervalMs)}`;
      const bars = missing === 1 ? 'bar is' : 'bars are';
      this.#findings.note('gap', 'noted', line, `${missing} ${bars} missing, ${span}`, missing);
    }
  }

  #problem(bar: CandleEvent): string | null {
    const { openTicks, highTicks, lowTicks, closeTicks, openTimeMs, volumeBase } = bar;
    if (openTimeMs % this.#intervalMs !== 0) {
      return `does not start on a multiple of ${intervalText(this.#intervalMs)}`;
    }
    if (highTicks < openTicks || highTicks < closeTicks || highTicks < lowTicks)
      return 'high is not the highest';
    if (lowTicks > openTicks || lowTicks > closeTicks) return 'low is not the lowest';
    if (volumeBase === 0 && highTicks !== lowTicks) {
      return 'the price moved without volume: a mark or index price, not trades';
    }
    return null;
  }
}

/** Null when bars of this length cannot be kept: they have to divide a day. */
export function supportedInterval(intervalMs: number | null): number | null {
  return intervalMs !== null && intervalMs > 0 && DAY_MS % intervalMs === 0 ? intervalMs : null;
}

export function gapOfBars(
  missing: { readonly fromMs: number; readonly missing: number },
  next: CandleEvent,
  venue: string,
): GapEvent {
  const count = missing.missing;
  return {
    kind: 'gap',
    seq: 0,
    exchangeTimeMs: next.exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: next.instrument,
    venue,
    stream: 'candles',
    fromMs: missing.fromMs,
    toMs: next.openTimeMs,
    reason: `${count} ${count === 1 ? 'bar' : 'bars'} missing in the imported file`,
    missing: count,
    filled: false,
  };
}

export function utc(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

const UNITS = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** 900000 is `15m`. */
export function intervalText(intervalMs: number): string {
  for (const [unit, unitMs] of UNITS) if (intervalMs % unitMs === 0) return `${intervalMs / unitMs}${unit}`;
  return `${intervalMs} ms`;
}
