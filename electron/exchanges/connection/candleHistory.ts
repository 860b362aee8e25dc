/** Loads candles over REST, behind everything else the venue is asked for. */
import type { CandleEvent } from '../../../shared/model/events';
import { fail, ok, type Result } from '../../../shared/model/result';
import { INTERVALS, type Interval, intervalMs } from '../../../shared/model/time';
import type { VenueProtocol } from '../venueProtocol';
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
      const ask = (): Promise<readonly CandleEvent[]> => protocol.candles(market, interval, limit, pageEndMs);
      const answer: Result<readonly CandleEvent[]> = await queue.run(PRIORITY.history, what, ask);
      if (!answer.ok) return answer;
      for (const candle of answer.value) emit(market, candle);
      const oldest: CandleEvent | undefined = answer.value[0];
      // A short page is the beginning of the venue's history.
      if (oldest === undefined || answer.value.length < limit) break;
      left -= answer.value.length;
      endMs = oldest.openTimeMs - 1;
    }
    return ok(undefined);
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
