/**
 * One Bybit v5 public socket path (linear or spot): frames of the capture as recorded, and what a client
 * that joins later needs: a book snapshot, the merged ticker, books of another depth, candles of another
 * interval.
 *
 * Invariant: on a recorded topic a client gets the recorded frames and, when it joins after the first of
 * them, one snapshot before.
 */
import type { CaptureFrame } from '../capture/captureFrame';
import { BookView } from '../market/bookView';
import { instrumentsOf } from '../market/instruments';
import { bybitInterval } from '../market/intervals';
import { KlineStreams } from '../market/klineStreams';
import type { BookLevels, PriceLevel } from '../market/orderBook';
import { type SymbolMarket, SymbolTable } from '../market/symbolMarket';
import type { ClientConnection } from '../transport/clientConnection';
import { Hub } from '../transport/hub';
import { klineText, type RecordedKline, recordedBar } from './bybitMessages';
import { TICK_MS } from './venueProtocol';

export type Ticker = Readonly<Record<string, string>>;

interface TopicFrame<T> {
  readonly type: 'snapshot' | 'delta';
  readonly ts: number;
  readonly data: T;
}

interface RecordedTrade {
  readonly T: number;
  readonly s: string;
  readonly S: 'Buy' | 'Sell';
  readonly v: string;
  readonly p: string;
  readonly i: string;
}

interface RecordedBook {
  readonly s: string;
  readonly b: readonly PriceLevel[];
  readonly a: readonly PriceLevel[];
  readonly u: number;
  readonly seq: number;
}

export class BybitChannel {
  readonly category: 'linear' | 'spot';
  readonly hub: Hub;
  readonly symbols = new SymbolTable(instrumentsOf('bybit'));
  readonly tickers = new Map<string, Ticker>();
  /** Cross sequence of the last book update, by symbol. */
  readonly sequences = new Map<string, number>();
  readonly #views = new Map<string, BookView>();
  readonly #klines = new KlineStreams(TICK_MS);
  readonly #playedTopics = new Set<string>();
  #nowMs = 0;
  #tradesPlayed = 0;

  constructor(category: 'linear' | 'spot') {
    this.category = category;
    this.hub = new Hub(category === 'spot' ? 'spot:' : '');
  }

  get tradesPlayed(): number {
    return this.#tradesPlayed;
  }

  /** First prices, and what REST shows before the playback. */
  preview(frame: CaptureFrame): void {
    const [kind = '', symbol = ''] = partsOf(frame.stream ?? '');
    const market = this.symbols.played(symbol);
    if (kind === 'publicTrade') {
      const [trade] = (frame.data as TopicFrame<readonly RecordedTrade[]>).data;
      if (trade !== undefined) market.candles.anchorAt({ timeMs: trade.T, price: Number(trade.p) });
    } else if (kind === 'kline') {
      market.hasRecordedMinutes = true;
      const [kline] = (frame.data as TopicFrame<readonly RecordedKline[]>).data;
      if (kline !== undefined) market.candles.anchorAt({ timeMs: kline.start, price: Number(kline.open) });
    } else if (kind === 'tickers' && !this.tickers.has(symbol)) {
      this.#mergeTicker(symbol, frame.data as TopicFrame<Ticker>);
    } else if (kind === 'orderbook' && market.book.lastUpdateId === 0) {
      this.#updateBook(market, frame.data as TopicFrame<RecordedBook>);
    }
  }

  play(frame: CaptureFrame): void {
    const topic = frame.stream ?? '';
    const [kind = '', symbol = '', detail = ''] = partsOf(topic);
    const market = this.symbols.played(symbol);
    this.#nowMs = frame.marketTimeMs;
    this.#playedTopics.add(topic);
    this.hub.publish(topic, frame.text);
    if (kind === 'publicTrade') {
      this.#addTrades(market, (frame.data as TopicFrame<readonly RecordedTrade[]>).data);
    } else if (kind === 'kline' && detail === '1') {
      const { data } = frame.data as TopicFrame<readonly RecordedKline[]>;
      for (const kline of data) market.candles.replaceMinute(recordedBar(kline));
    } else if (kind === 'tickers') {
      this.#mergeTicker(symbol, frame.data as TopicFrame<Ticker>);
    } else if (kind === 'orderbook') {
      const book = frame.data as TopicFrame<RecordedBook>;
      this.#updateBook(market, book);
      this.#refreshViews(market, topic, book.type === 'snapshot');
    }
  }

  /** Candle streams the capture does not hold. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    for (const topic of this.hub.topics()) {
      const [kind, symbol = '', detail = ''] = partsOf(topic);
      const interval = kind === 'kline' ? bybitInterval(detail) : null;
      const market = this.symbols.find(symbol);
      if (interval === null || market === undefined || this.#playedTopics.has(topic)) continue;
      if (market.hasRecordedMinutes && detail === '1') continue;
      for (const { bar, isClosed } of this.#klines.due(topic, market, interval, nowMs)) {
        this.hub.publish(topic, klineText(topic, detail, interval, bar, isClosed, nowMs));
      }
    }
  }

  subscribe(connection: ClientConnection, topic: string): void {
    this.hub.subscribe(connection, topic, topic);
    const snapshot = this.#joinSnapshot(topic);
    if (snapshot !== null) connection.reply(snapshot);
  }

  /** What a client that joins now needs before the next delta; null when nothing was played yet. */
  #joinSnapshot(topic: string): string | null {
    const [kind, symbol = '', detail = ''] = partsOf(topic);
    const market = this.symbols.find(symbol);
    if (kind === 'tickers' && this.#playedTopics.has(topic)) {
      return JSON.stringify({
        topic,
        type: 'snapshot',
        data: this.tickers.get(symbol),
        cs: 0,
        ts: this.#nowMs,
      });
    }
    if (kind !== 'orderbook' || market === undefined || !this.#hasPlayedBook(symbol)) return null;
    if (this.#playedTopics.has(topic)) {
      return this.#bookText(
        topic,
        market,
        'snapshot',
        market.book.top(Number(detail)),
        market.book.lastUpdateId,
      );
    }
    const view = this.#viewOf(topic, market, Number(detail));
    return this.#bookText(topic, market, 'snapshot', view.levels, view.updateId);
  }

  #hasPlayedBook(symbol: string): boolean {
    return [...this.#playedTopics].some(
      (topic) => topic.startsWith('orderbook.') && topic.endsWith(`.${symbol}`),
    );
  }

  #addTrades(market: SymbolMarket, trades: readonly RecordedTrade[]): void {
    for (const trade of trades) {
      market.addTrade({
        sequence: (market.trades.last?.sequence ?? 0) + 1,
        timeMs: trade.T,
        price: trade.p,
        quantity: trade.v,
        takerSide: trade.S === 'Buy' ? 'buy' : 'sell',
        id: trade.i,
      });
    }
    this.#tradesPlayed += trades.length;
  }

  #mergeTicker(symbol: string, frame: TopicFrame<Ticker>): void {
    const before = frame.type === 'delta' ? this.tickers.get(symbol) : {};
    this.tickers.set(symbol, { ...before, ...frame.data });
  }

  #updateBook(market: SymbolMarket, { type, data }: TopicFrame<RecordedBook>): void {
    const levels = { bids: data.b, asks: data.a };
    if (type === 'snapshot') market.book.reset(levels, data.u);
    else market.book.apply(levels, data.u);
    this.sequences.set(data.s, data.seq);
  }

  #refreshViews(market: SymbolMarket, recordedTopic: string, isSnapshot: boolean): void {
    for (const topic of this.hub.topics()) {
      const [kind, symbol, depth = ''] = partsOf(topic);
      if (kind !== 'orderbook' || symbol !== market.instrument.symbol || topic === recordedTopic) continue;
      if (isSnapshot || !this.#views.has(topic)) {
        this.#views.delete(topic);
        const view = this.#viewOf(topic, market, Number(depth));
        this.hub.publish(topic, this.#bookText(topic, market, 'snapshot', view.levels, view.updateId));
        continue;
      }
      const view = this.#viewOf(topic, market, Number(depth));
      const delta = view.refresh();
      if (delta !== null)
        this.hub.publish(topic, this.#bookText(topic, market, 'delta', delta, view.updateId));
    }
    for (const topic of this.#views.keys()) {
      if (!this.hub.isWanted(topic)) this.#views.delete(topic);
    }
  }

  #viewOf(topic: string, market: SymbolMarket, depth: number): BookView {
    let view = this.#views.get(topic);
    if (view === undefined) {
      view = new BookView(market.book, depth);
      this.#views.set(topic, view);
    }
    return view;
  }

  #bookText(
    topic: string,
    market: SymbolMarket,
    type: 'snapshot' | 'delta',
    levels: BookLevels,
    updateId: number,
  ): string {
    const symbol = market.instrument.symbol;
    const seq = this.sequences.get(symbol) ?? 0;
    const data = { s: symbol, b: levels.bids, a: levels.asks, u: updateId, seq };
    return JSON.stringify({ topic, type, ts: this.#nowMs, data, cts: this.#nowMs });
  }
}

/** "orderbook.50.BTCUSDT" as kind, symbol and what stands between them. */
function partsOf(topic: string): [kind: string, symbol: string, detail: string] {
  const parts = topic.split('.');
  return [parts[0] ?? '', parts.at(-1) ?? '', parts.length === 3 ? (parts[1] ?? '') : ''];
}
