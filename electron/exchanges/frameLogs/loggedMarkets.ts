/**
 * What the frames of one venue in a log add up to: the same rules as on a live feed, with the recorder's clock for
 * ours and nobody to ask for what is missing.
 *
 * Invariants:
 * - A trade goes out once; ids that are missing, and what a lost connection left out, become gaps.
 * - A book is emitted only while it is in step with its venue, at most once a second.
 */
import type { FrameLogSink } from '../../../shared/feed/frameLog';
import type { BookEvent, MarketEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentKind } from '../../../shared/model/instrument';
import type { Stream, VenueInfo } from '../../../shared/model/venue';
import type { BookChange, BookSnapshot } from '../book/orderBook';
import { createMarket, type Market } from '../connection/market';
import { type GapFacts, gapEvent } from '../frames/events';
import type { FrameProblem } from '../frames/frameProblems';
import { RecentKeys } from '../trades/recentKeys';
import type { FrameTarget } from '../venueProtocol';
import { LoggedBook } from './loggedBook';
import { LoggedTrades } from './loggedTrades';

const LIQUIDATION_MESSAGES_KEPT = 500;

/** What a list of instruments in the log says of a symbol. */
export interface Listing {
  readonly asset: string;
  readonly quote: string;
}

export interface LoggedMarketsOptions {
  readonly info: VenueInfo;
  readonly kind: InstrumentKind;
  readonly tradeIds: 'consecutive' | 'arbitrary';
  /** Whether the stream brings whole books, which replace what was there. */
  readonly hasWholeBooks: boolean;
  readonly sink: FrameLogSink;
}

export class LoggedMarkets implements FrameTarget {
  readonly listings = new Map<string, Listing>();
  readonly #options: LoggedMarketsOptions;
  readonly #markets = new Map<string, Market | null>();
  readonly #trades = new Map<Market, LoggedTrades>();
  readonly #books = new Map<Market, LoggedBook>();
  readonly #liquidations = new RecentKeys(LIQUIDATION_MESSAGES_KEPT);
  /** Highest exchange time of each stream, and those that a lost connection has interrupted. */
  readonly #streamMs = new Map<Stream, number>();
  readonly #interrupted = new Map<Stream, string>();
  #receiveTimeMs = 0;
  #words = '';

  constructor(options: LoggedMarketsOptions) {
    this.#options = options;
  }

  /** To be called before each frame. `words` name it in a report. */
  begin(receiveTimeMs: number, words: string): void {
    this.#receiveTimeMs = receiveTimeMs;
    this.#words = words;
  }

  /** The connection was made anew: books begin again, and what comes next has a hole before it. */
  interrupted(reason: string): void {
    for (const book of this.#books.values()) book.reset();
    for (const stream of this.#streamMs.keys()) this.#interrupted.set(stream, reason);
  }

  market(symbol: unknown): Market | undefined {
    if (typeof symbol !== 'string' || symbol === '') return undefined;
    let market = this.#markets.get(symbol);
    if (market === undefined) {
      market = this.#open(symbol);
      this.#markets.set(symbol, market);
    }
    return market ?? undefined;
  }

  /** The only market of the log so far; undefined when there are several. */
  onlyMarket(): Market | undefined {
    const open = [...this.#markets.values()].filter((market) => market !== null);
    return open.length === 1 ? open[0] : undefined;
  }

  /** True when the symbol was refused, which has been reported. */
  isRefused(symbol: unknown): boolean {
    return typeof symbol === 'string' && this.#markets.get(symbol) === null;
  }

  trade(market: Market, event: TradeEvent, key: string): void {
    let trades = this.#trades.get(market);
    if (trades === undefined) {
      trades = new LoggedTrades(this.#options.tradeIds);
      this.#trades.set(market, trades);
    }
    const verdict = trades.take(event, key, this.#receiveTimeMs);
    if (verdict === 'duplicate') this.problem('duplicate');
    else {
      if (verdict === 'late') this.problem('late');
      this.#emit('trades', event);
    }
    this.#tellHoles(market, trades, this.#receiveTimeMs);
  }

  event(stream: Stream, _market: Market, event: MarketEvent): void {
    this.#emit(stream, event);
  }

  liquidations(key: string, items: readonly { market: Market; event: MarketEvent }[]): void {
    if (!this.#liquidations.add(key)) this.problem('duplicate');
    else for (const { event } of items) this.#emit('liquidations', event);
  }

  bookChange(market: Market, change: BookChange): void {
    this.#reached('book', change.timeMs);
    const { verdict, picture } = this.#book(market).change(change, this.#receiveTimeMs);
    if (verdict === 'gap') {
      const detail = `the order book of ${market.symbol} lost step; it is left out until the next whole one`;
      this.#options.sink.note('hole', 'noted', detail);
    }
    if (picture !== null) this.#emitBook(market, picture);
  }

  bookSnapshot(market: Market, snapshot: BookSnapshot): void {
    this.#book(market).snapshot(snapshot);
  }

  problem(problem: FrameProblem): void {
    const { sink, info } = this.#options;
    const what = `${info.title}: ${this.#words}`;
    switch (problem) {
      case 'malformed':
        sink.note('badRow', 'dropped', `cannot be read: ${what}`);
        return;
      case 'unknown':
        sink.note('unsupported', 'dropped', `of a kind that is not kept: ${what}`);
        return;
      case 'impossibleTime':
        sink.note('badRow', 'dropped', `has an impossible time: ${what}`);
        return;
      case 'duplicate':
        sink.note('duplicate', 'dropped', `was sent twice: ${what}`);
        return;
      case 'late':
        sink.note('unsorted', 'noted', `came after a later one: ${what}`);
    }
  }

  refused(text: string): void {
    this.#options.sink.note('hole', 'noted', text);
  }

  pong(): void {
    // A sign of life is of no use afterwards.
  }

  end(): void {
    for (const [market, trades] of this.#trades) this.#tellHoles(market, trades, Number.POSITIVE_INFINITY);
  }

  #open(symbol: string): Market | null {
    const { info, kind, sink } = this.#options;
    const { asset = null, quote = null } = this.listings.get(symbol) ?? {};
    const scale = sink.scale({ venue: info.id, symbol, asset, quote, kind });
    return scale === null ? null : createMarket(scale, info.streams);
  }

  #book(market: Market): LoggedBook {
    let book = this.#books.get(market);
    if (book === undefined) {
      book = new LoggedBook(market.scale, this.#options.hasWholeBooks);
      this.#books.set(market, book);
    }
    return book;
  }

  #emitBook(market: Market, picture: Omit<BookEvent, 'receiveTimeMs' | 'instrument'>): void {
    const { receiveTimeMs, ...rest } = { ...picture, receiveTimeMs: this.#receiveTimeMs };
    this.#options.sink.emit({ ...rest, receiveTimeMs, instrument: market.scale.index });
  }

  #emit(stream: Stream, event: MarketEvent): void {
    this.#reached(stream, event.exchangeTimeMs);
    event.receiveTimeMs = this.#receiveTimeMs;
    this.#options.sink.emit(event);
  }

  /** A stream goes on at this exchange time. */
  #reached(stream: Stream, exchangeTimeMs: number): void {
    const lastMs = this.#streamMs.get(stream);
    const reason = this.#interrupted.get(stream);
    if (reason !== undefined && lastMs !== undefined) {
      this.#interrupted.delete(stream);
      // Consecutive ids say by themselves what is missing.
      const isProved = stream === 'trades' && this.#options.tradeIds === 'consecutive';
      if (!isProved && exchangeTimeMs > lastMs) {
        this.#gap({ stream, fromMs: lastMs, toMs: exchangeTimeMs, reason, missing: null });
      }
    }
    this.#streamMs.set(stream, Math.max(lastMs ?? 0, exchangeTimeMs));
  }

  #tellHoles(market: Market, trades: LoggedTrades, nowMs: number): void {
    for (const { fromId, toId, fromMs, toMs } of trades.settledHoles(nowMs)) {
      const missing = toId - fromId + 1;
      const reason = `${missing} trades missing in the log`;
      const gap = { stream: 'trades' as const, fromMs, toMs, reason, missing };
      this.#gap({ ...gap, instrument: market.scale.index });
      const detail = `trades ${fromId} to ${toId} of ${market.symbol} are not in the log`;
      this.#options.sink.note('hole', 'noted', detail, missing);
    }
  }

  #gap(facts: Omit<GapFacts, 'venue' | 'filled'>): void {
    const event = gapEvent({ ...facts, venue: this.#options.info.id, filled: false });
    event.exchangeTimeMs = event.toMs;
    event.receiveTimeMs = this.#receiveTimeMs;
    this.#options.sink.emit(event);
  }
}
