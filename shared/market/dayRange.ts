/**
 * Open, high and low of the last 24 h. The minutes that are over are read once a minute; only the forming
 * minute is looked at each time.
 */
import { DAY_MS, MINUTE_MS } from '../model/time';
import type { CandleReader, DayRange } from './candleFold';

export class DayRangeCache {
  #key = '';
  #over: DayRange | undefined;

  /** Undefined unless every minute of the span is known. The revisions say when what is over has changed. */
  read(
    candles: CandleReader,
    asOfMs: number,
    settledRevision: number,
    coverageRevision: number,
  ): DayRange | undefined {
    const last = Math.floor(asOfMs / MINUTE_MS);
    const key = `${last} ${settledRevision} ${coverageRevision}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#over = rangeOf(candles, Math.floor((asOfMs - DAY_MS) / MINUTE_MS), last);
    }
    const forming = candles.at(0, last);
    if (this.#over === undefined || forming === undefined) return this.#over;
    const { open, high, low } = this.#over;
    return { open, high: Math.max(high, forming.high), low: Math.min(low, forming.low) };
  }
}

/** Over the minutes `first` to `last`, without `last`. */
function rangeOf(candles: CandleReader, first: number, last: number): DayRange | undefined {
  const opening = candles.at(0, first);
  if (opening === undefined) return undefined;
  let { high, low } = opening;
  for (let minute = first + 1; minute < last; minute++) {
    const candle = candles.at(0, minute);
    if (candle === undefined && !candles.isCovered(minute)) return undefined;
    if (candle === undefined) continue;
    high = Math.max(high, candle.high);
    low = Math.min(low, candle.low);
  }
  return { open: opening.open, high, low };
}
