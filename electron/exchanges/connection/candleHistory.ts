/** Loads candles over REST, behind everything else the venue is asked for. */
import type { OlderCandles } from '../../../shared/feed/source';
import type { CandleEvent } from '../../../shared/model/events';
import { fail, ok, type Result } from '../../../shared/model/result';
import { INTERVALS, type Interval, intervalMs, type TimeRange } from '../../../shared/model/time';
import type { CandlePage, VenueProtocol } from '../venueProtocol';
import type { Market } from './market';
import { PRIORITY, type RestQueue } from './restQueue';

/** Bars of history per interval. */
const DEPTH: Readonly<Record<Interval, number>> = {
  '1m': 1_500,
  '5m': 1_000,
  '15m': 1_000,
  '1h': 1_000,
  '4h': 1_000,
  '1d': 1_000,
};

/** A user waits for older candles: a failure is told soon, and asking again is a click. */
const LOOK_BACK_ATTEMPTS = 2;

export interface CandleHistoryOptions {
  readonly queue: RestQueue;
  readonly protocol: Pick<VenueProtocol, 'candles' | 'maxCandlesPerPage'>;
  readonly emit: (market: Market, candle: CandleEvent) => void;
}

export class CandleHistory {
  readonly #options: CandleHistoryOptions;

  constructor(options: CandleHistoryOptions) {
    this.#options = options;
  }

  /** The whole history of each market, the shortest interval of all of them first. */
  async load(markets: readonly Market[]): Promise<Result<void>> {
    let outcome: Result<void> = ok(undefined);
    for (const interval of INTERVALS) {
      const results = await Promise.all(
        markets.map((market) => this.pages(market, interval, DEPTH[interval])),
      );
      for (const result of results) {
        if (result.ok) continue;
        if (result.error.code === 'cancelled') return result;
        outcome = result;
      }
    }
    return outcome;
  }

  /** The newest `bars` candles, newest page first; each page goes out oldest first. */
  async pages(market: Market, interval: Interval, bars: number): Promise<Result<void>> {
    const { queue, protocol, emit } = this.#options;
    const what = `${interval} candles of ${market.symbol}`;
    let endMs: number | null = null;
    for (let left = bars; left > 0; ) {
      const limit = Math.min(left, protocol.maxCandlesPerPage);
      const pageEndMs: number | null = endMs;
      const ask = (): Promise<CandlePage> => protocol.candles(market, interval, limit, pageEndMs);
      const answer: Result<CandlePage> = await queue.run(PRIORITY.history, what, ask);
      if (!answer.ok) return answer;
      const { candles, rows }: CandlePage = answer.value;
      for (const candle of candles) emit(market, candle);
      const oldest: CandleEvent | undefined = candles[0];
      // A short page is the beginning of the venue's history.
      if (rows < limit) break;
      if (oldest === undefined) return unreadable(what);
      left -= rows;
      endMs = oldest.openTimeMs - 1;
    }
    return ok(undefined);
  }

  /**
   * Every candle that opens in the range, asked for from its end back to its beginning. They go out together,
   * oldest first, or not at all, so that no failure leaves a hole.
   */
  async older(
    market: Market,
    interval: Interval,
    { fromMs, toMs }: TimeRange,
  ): Promise<Result<OlderCandles>> {
    const { queue, protocol, emit } = this.#options;
    const what = `older ${interval} candles of ${market.symbol}`;
    let candles: readonly CandleEvent[] = [];
    let reachedStart = false;
    for (let endMs = toMs - 1; endMs >= fromMs && !reachedStart; ) {
      const pageEndMs = endMs;
      const left = Math.ceil((toMs - fromMs) / intervalMs(interval)) - candles.length;
      const limit = Math.min(left, protocol.maxCandlesPerPage);
      const ask = (): Promise<CandlePage> => protocol.candles(market, interval, limit, pageEndMs);
      const answer: Result<CandlePage> = await queue.run(PRIORITY.lookBack, what, ask, LOOK_BACK_ATTEMPTS);
      if (!answer.ok) return answer;
      const { candles: page, rows }: CandlePage = answer.value;
      if (rows > 0 && page.length === 0) return unreadable(what);
      const oldestMs = page[0]?.openTimeMs ?? fromMs;
      // A short page is the beginning of the venue's history, unless it is so for holes and reaches further back.
      reachedStart = rows < limit && oldestMs >= fromMs;
      // From there on, asking would never end.
      if (oldestMs > pageEndMs) return fail('venue-error', `The venue sent other candles than the ${what}.`);
      const isInside = ({ openTimeMs }: CandleEvent) => openTimeMs >= fromMs && openTimeMs <= pageEndMs;
      candles = [...page.filter(isInside), ...candles];
      endMs = oldestMs - 1;
    }
    for (const candle of candles) emit(market, candle);
    return ok({ candles: candles.length, reachedStart });
  }

  /** The 1m candles from a time on, for the span of an interruption. */
  since(market: Market, fromMs: number, toMs: number): Promise<Result<void>> {
    const bars = Math.ceil((toMs - fromMs) / intervalMs('1m')) + 2;
    if (bars > DEPTH['1m']) {
      const text = `${market.symbol} missed more than ${DEPTH['1m']} minutes of candles.`;
      return Promise.resolve(fail('venue-error', text));
    }
    return this.pages(market, '1m', bars);
  }
}

/** Without one row to go on from, the page before it cannot be asked for. */
function unreadable(what: string): Result<never> {
  return fail('venue-error', `The venue sent ${what} that could not be read.`);
}
