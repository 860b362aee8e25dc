/**
 * What differs from venue to venue: its addresses, its words and what it can be asked. Everything else
 * (connections, gaps, health, history) is common to all (`VenueRun`).
 */
import type { CandleEvent, MarketEvent, OpenInterestEvent, TradeEvent } from '../../shared/model/events';
import type { InstrumentSpec } from '../../shared/model/instrument';
import type { Interval } from '../../shared/model/time';
import type { Stream } from '../../shared/model/venue';
import type { BookChange, BookSnapshot } from './book/orderBook';
import type { Tap } from './ccxt/ccxtTap';
import type { Market } from './connection/market';
import type { FrameProblem } from './frames/frameProblems';

export interface LaneSpec {
  readonly name: string;
  readonly url: string;
  readonly streams: readonly Stream[];
}

/** A trade with the venue's own name for it. */
export interface NamedTrade {
  readonly event: TradeEvent;
  /** The id as text, where ids are not consecutive. */
  readonly key: string;
}

/** Takes what a frame says. */
export interface FrameTarget {
  market(symbol: unknown): Market | undefined;
  /** `key`: the venue's id as text where ids are not consecutive numbers. */
  trade(market: Market, event: TradeEvent, key: string): void;
  /** Any event that is neither a trade nor a liquidation nor made from a book. */
  event(stream: Stream, market: Market, event: MarketEvent): void;
  /** Liquidations of one message; `key` is the same when the venue sends the message twice. */
  liquidations(key: string, items: readonly { market: Market; event: MarketEvent }[]): void;
  bookChange(market: Market, change: BookChange): void;
  bookSnapshot(market: Market, snapshot: BookSnapshot): void;
  problem(problem: FrameProblem): void;
  /** The venue refused a request on the socket. */
  refused(text: string): void;
  pong(): void;
}

/** How a venue's trades can be proved complete. */
export type TradeHistory =
  | {
      /** Ids are whole numbers without a hole per symbol. */
      readonly ids: 'consecutive';
      /** Trades from an id on, oldest first, at most 1,000. */
      since(market: Market, fromId: number): Promise<readonly TradeEvent[]>;
    }
  | {
      readonly ids: 'arbitrary';
      /** The newest trades, oldest first. */
      latest(market: Market): Promise<readonly NamedTrade[]>;
    };

export interface CandlePage {
  /** Those that could be read, oldest first. */
  readonly candles: readonly CandleEvent[];
  /** How many the venue sent, with those that could not be read: fewer than asked for is its beginning. */
  readonly rows: number;
}

export interface VenueProtocol {
  readonly tap: Tap;
  readonly trades: TradeHistory;
  readonly maxCandlesPerPage: number;
  lanes(streams: readonly Stream[]): readonly LaneSpec[];
  subscriptions(lane: LaneSpec, symbols: readonly string[]): readonly object[];
  /** One message of a socket. */
  read(frame: unknown, target: FrameTarget): void;
  /** The instruments of these assets the venue trades now, quoted in dollars. */
  instruments(assets: readonly string[]): Promise<readonly InstrumentSpec[]>;
  /** The newest `limit` candles that open at or before `endMs` (null: up to now). */
  candles(market: Market, interval: Interval, limit: number, endMs: number | null): Promise<CandlePage>;
  /** A book to start from; left out where the stream brings its own. */
  readonly bookSnapshot?: (market: Market) => Promise<BookSnapshot>;
  /** Messages that make the stream send a new book; left out where `bookSnapshot` is there. */
  readonly bookResubscription?: (market: Market) => readonly object[];
  /** Left out where a stream brings it. */
  readonly openInterest?: (market: Market) => Promise<OpenInterestEvent>;
}
