/**
 * Candles of one symbol at every interval: real minutes from the trades played, before them the synthetic
 * pre-history.
 *
 * Invariant: real minutes are contiguous (a minute without trades is flat at the last price) and every
 * longer bar from the first trade on is the sum of its real minutes.
 */
import { DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import { type Bar, extendBar, flatBar } from './bars';
import { type BarInterval, barOpenMs } from './intervals';
import { type Anchor, PREHISTORY_BARS, prehistoryBars } from './prehistory';
import type { Trade } from './tradeLog';

export interface BarRange {
  readonly startMs?: number;
  readonly endMs?: number;
  readonly limit: number;
}

const MINUTE: BarInterval = { lengthMs: MINUTE_MS, offsetMs: 0 };

export class CandleBook {
  readonly #symbol: string;
  readonly #tickSize: number;
  readonly #minutes: Bar[] = [];
  readonly #prehistory = new Map<string, readonly Bar[]>();
  #anchor: Anchor | null = null;

  constructor(symbol: string, tickSize: number) {
    this.#symbol = symbol;
    this.#tickSize = tickSize;
  }

  /** Where real data begins; only the first call counts. */
  anchorAt(anchor: Anchor): void {
    this.#anchor ??= anchor;
  }

  /** Price at which real data begins; null while unknown. */
  get anchorPrice(): number | null {
    return this.#anchor?.price ?? null;
  }

  add(trade: Trade): void {
    const price = Number(trade.price);
    const quantity = Number(trade.quantity);
    this.anchorAt({ timeMs: trade.timeMs, price });
    const bar = this.#minuteAt(trade.timeMs, price);
    if (bar === undefined) return;
    const one = flatBar(bar.openTimeMs, price);
    one.volume = quantity;
    one.quoteVolume = quantity * price;
    one.trades = 1;
    one.firstTradeId = trade.sequence;
    one.lastTradeId = trade.sequence;
    if (trade.takerSide === 'buy') {
      one.takerBuyVolume = one.volume;
      one.takerBuyQuoteVolume = one.quoteVolume;
    }
    extendBar(bar, one);
  }

  /** Takes a whole minute as the exchange sent it, in place of the one made from trades. */
  replaceMinute(minute: Bar): void {
    this.anchorAt({ timeMs: minute.openTimeMs, price: minute.open });
    const bar = this.#minuteAt(minute.openTimeMs, minute.open);
    if (bar !== undefined) Object.assign(bar, minute);
  }

  /** Bars oldest first: from `startMs` on when given, else the last ones up to `endMs`. */
  bars(interval: BarInterval, range: BarRange, nowMs: number): Bar[] {
    const endMs = Math.min(range.endMs ?? nowMs, nowMs);
    const first = this.#anchor === null ? endMs : barOpenMs(this.#anchor.timeMs, interval);
    const oldestMs = first - PREHISTORY_BARS * interval.lengthMs;
    // One bar more than asked for: before the first trade there is no bar of the present.
    const wantedMs = range.startMs ?? endMs - (range.limit + 1) * interval.lengthMs;
    const fromMs = Math.max(oldestMs, Math.ceil(wantedMs));
    const past = fromMs < first ? this.#past(interval) : [];
    const older = past.filter((bar) => bar.openTimeMs >= fromMs && bar.openTimeMs <= endMs);
    const recent = this.#recent(interval, fromMs, endMs, nowMs);
    const bars = [...older, ...recent];
    return range.startMs === undefined ? bars.slice(-range.limit) : bars.slice(0, range.limit);
  }

  /** The bar that opens at `openMs`; undefined before the first trade. */
  barAt(interval: BarInterval, openMs: number, nowMs: number): Bar | undefined {
    return this.#recent(interval, openMs, openMs, nowMs)[0];
  }

  /** One bar over the last 24 hours; undefined before the first trade. */
  lastDay(nowMs: number): Bar | undefined {
    if (this.#anchor === null) return undefined;
    const [first, ...rest] = this.bars(MINUTE, { limit: DAY_MS / MINUTE_MS }, nowMs);
    if (first === undefined) return undefined;
    const day = { ...first };
    for (const bar of rest) extendBar(day, bar);
    return day;
  }

  #past(interval: BarInterval): readonly Bar[] {
    if (this.#anchor === null) return [];
    const key = `${interval.lengthMs}+${interval.offsetMs}`;
    let bars = this.#prehistory.get(key);
    if (bars === undefined) {
      bars = prehistoryBars(this.#symbol, this.#anchor, interval, this.#tickSize);
      this.#prehistory.set(key, bars);
    }
    return bars;
  }

  #recent(interval: BarInterval, fromMs: number, endMs: number, nowMs: number): Bar[] {
    const newest = this.#minutes.at(-1);
    if (newest === undefined) return [];
    this.#minuteAt(nowMs, newest.close);
    const bars: Bar[] = [];
    for (let index = this.#firstMinuteOf(interval, fromMs); index < this.#minutes.length; index++) {
      const minute = this.#minutes[index];
      if (minute === undefined) break;
      const openTimeMs = barOpenMs(minute.openTimeMs, interval);
      if (openTimeMs > endMs) break;
      if (openTimeMs < fromMs) continue;
      const last = bars.at(-1);
      if (last?.openTimeMs === openTimeMs) extendBar(last, minute);
      else bars.push({ ...minute, openTimeMs });
    }
    return bars;
  }

  #firstMinuteOf(interval: BarInterval, fromMs: number): number {
    const origin = this.#minutes[0]?.openTimeMs ?? 0;
    return Math.max(0, Math.floor((barOpenMs(fromMs, interval) - origin) / MINUTE_MS));
  }

  /** The real minute of a time, made with flat ones before it when new; undefined before the first. */
  #minuteAt(timeMs: number, price: number): Bar | undefined {
    const openTimeMs = barOpenMs(timeMs, MINUTE);
    let newest = this.#minutes.at(-1);
    if (newest === undefined) {
      newest = flatBar(openTimeMs, price);
      this.#minutes.push(newest);
    }
    for (; newest.openTimeMs < openTimeMs; ) {
      newest = flatBar(newest.openTimeMs + MINUTE_MS, newest.close);
      this.#minutes.push(newest);
    }
    const origin = this.#minutes[0]?.openTimeMs ?? openTimeMs;
    return this.#minutes[(openTimeMs - origin) / MINUTE_MS];
  }
}
