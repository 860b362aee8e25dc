/**
 * Binance spot and USD-M: frames of the capture to streams, the SUBSCRIBE dialect, streams made from state.
 *
 * Invariant: a trade of the capture goes out unchanged on `<symbol>@trade` and as exactly one aggregate on
 * `<symbol>@aggTrade`. Diffs go out as recorded whatever update speed was asked for.
 */
import { SECOND_MS } from '../../../shared/model/time';
import type { CaptureFrame } from '../capture/captureFrame';
import { instrumentsOf } from '../market/instruments';
import { binanceInterval } from '../market/intervals';
import { KlineStreams } from '../market/klineStreams';
import type { PriceLevel } from '../market/orderBook';
import { type SymbolMarket, SymbolTable } from '../market/symbolMarket';
import type { ClientConnection } from '../transport/clientConnection';
import { parseClientRequest } from '../transport/clientRequest';
import { Hub } from '../transport/hub';
import type { RestAnswer, RestRequest } from '../transport/restAnswer';
import { aggTradeText, klineText, markPriceText, type TradeFrame, tickerText } from './binanceMessages';
import { binanceRest } from './binanceRest';
import { TICK_MS, type VenueProtocol } from './venueProtocol';

interface DepthFrame {
  readonly u: number;
  readonly b: readonly PriceLevel[];
  readonly a: readonly PriceLevel[];
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly bids: readonly PriceLevel[];
  readonly asks: readonly PriceLevel[];
  /** Only in synthetic captures: a real snapshot does not say whose it is. */
  readonly symbol?: string;
}

interface ForceOrder {
  readonly E: number;
  readonly o: { readonly s: string; readonly T: number };
}

export class BinanceProtocol implements VenueProtocol {
  readonly venue: 'binance' | 'binanceusdm';
  readonly #isSpot: boolean;
  readonly #nowMs: () => number;
  readonly #symbols: SymbolTable;
  readonly #hub = new Hub();
  readonly #klines = new KlineStreams(TICK_MS);
  #lastSymbol = '';
  #tradesPlayed = 0;

  constructor(venue: 'binance' | 'binanceusdm', nowMs: () => number) {
    this.venue = venue;
    this.#isSpot = venue === 'binance';
    this.#nowMs = nowMs;
    this.#symbols = new SymbolTable(instrumentsOf(venue));
  }

  hubOf(path: string): Hub | null {
    return /\/(ws|stream)(\/|$)/.test(path) ? this.#hub : null;
  }

  hubs(): readonly Hub[] {
    return [this.#hub];
  }

  preview(frame: CaptureFrame): void {
    if (frame.stream === null) {
      this.#applySnapshot(frame.data as Snapshot);
    } else {
      this.#lastSymbol = symbolOf(frame.stream);
      if (frame.stream.endsWith('@trade')) {
        const trade = frame.data as TradeFrame;
        this.#symbols.played(trade.s).candles.anchorAt({ timeMs: trade.T, price: Number(trade.p) });
      }
    }
  }

  play(frame: CaptureFrame): void {
    if (frame.stream === null) {
      this.#applySnapshot(frame.data as Snapshot);
      return;
    }
    this.#lastSymbol = symbolOf(frame.stream);
    const topic = topicOf(frame.stream);
    if (topic.endsWith('@trade')) this.#playTrade(frame.data as TradeFrame);
    if (topic.endsWith('@depth')) this.#applyDiff(frame.data as DepthFrame);
    this.#hub.publish(topic, frame.text);
  }

  tick(nowMs: number): void {
    const isFullSecond = nowMs % SECOND_MS === 0;
    for (const topic of this.#hub.topics()) {
      const [lowerSymbol = '', kind = ''] = topic.split('@');
      const market = this.#symbols.find(lowerSymbol.toUpperCase());
      if (market === undefined) continue;
      if (kind.startsWith('kline_')) this.#publishKlines(topic, market, kind.slice(6), nowMs);
      if (!isFullSecond) continue;
      if (kind === 'ticker' || kind === 'miniTicker') {
        this.#publishIfKnown(topic, tickerText(market, nowMs, this.#isSpot, kind));
      }
      if (kind === 'markPrice' && !this.#isSpot) this.#publishIfKnown(topic, markPriceText(market, nowMs));
    }
  }

  injectLiquidation(frame: unknown, nowMs: number): void {
    const order = frame as ForceOrder;
    const moved = { ...order, E: nowMs, o: { ...order.o, T: nowMs - (order.E - order.o.T) } };
    const text = JSON.stringify(moved);
    this.#hub.publish(`${order.o.s.toLowerCase()}@forceOrder`, text);
    this.#hub.publish('!forceOrder@arr', text);
  }

  open(connection: ClientConnection): void {
    const named =
      connection.url.searchParams.get('streams') ?? connection.url.pathname.split('/ws/')[1] ?? '';
    for (const name of named.split('/')) {
      if (name.includes('@')) this.#hub.subscribe(connection, name, topicOf(name));
    }
  }

  receive(connection: ClientConnection, text: string): void {
    const request = parseClientRequest(text);
    const names = Array.isArray(request.params) ? request.params.map(String) : [];
    const id = request.id ?? null;
    switch (request.method) {
      case 'SUBSCRIBE':
        for (const name of names) this.#hub.subscribe(connection, name, topicOf(name));
        connection.reply(JSON.stringify({ result: null, id }));
        return;
      case 'UNSUBSCRIBE':
        for (const name of names) this.#hub.unsubscribe(connection, topicOf(name));
        connection.reply(JSON.stringify({ result: null, id }));
        return;
      case 'LIST_SUBSCRIPTIONS':
        connection.reply(JSON.stringify({ result: this.#hub.names(connection), id }));
        return;
      default:
        connection.reply(JSON.stringify({ error: { code: 2, msg: 'Invalid request' }, id }));
    }
  }

  rest(request: RestRequest): RestAnswer {
    return binanceRest(request, { symbols: this.#symbols, nowMs: this.#nowMs(), isSpot: this.#isSpot });
  }

  restKind(path: string): 'depth' | 'tradeHistory' | 'other' {
    if (path.endsWith('/depth')) return 'depth';
    return /\/(aggTrades|trades|historicalTrades)$/.test(path) ? 'tradeHistory' : 'other';
  }

  isTradeTopic(topic: string): boolean {
    return /@(trade|aggTrade)$/.test(topic);
  }

  unknownFrames(nowMs: number): readonly string[] {
    const trade = { E: nowMs, T: nowMs, s: 'NOSUCHUSDT', p: '1', q: '1', m: true };
    return [
      JSON.stringify({ e: 'brandNewEvent', E: nowMs, s: 'BTCUSDT', value: '1' }),
      JSON.stringify({ e: 'aggTrade', ...trade, a: 1, f: 1, l: 1 }),
      JSON.stringify({ e: 'trade', ...trade, t: 1, X: 'MARKET' }),
      JSON.stringify({ stream: 'btcusdt@brandNew', data: { e: 'brandNew', E: nowMs } }),
      JSON.stringify({ result: null, id: 987_654_321 }),
    ];
  }

  tradesPlayed(): number {
    return this.#tradesPlayed;
  }

  #playTrade(trade: TradeFrame): void {
    this.#tradesPlayed++;
    this.#symbols.played(trade.s).addTrade({
      sequence: trade.t,
      timeMs: trade.T,
      price: trade.p,
      quantity: trade.q,
      takerSide: trade.m ? 'sell' : 'buy',
    });
    this.#hub.publish(`${trade.s.toLowerCase()}@aggTrade`, () => aggTradeText(trade));
  }

  #applyDiff(diff: DepthFrame): void {
    this.#symbols.played(this.#lastSymbol).book.apply({ bids: diff.b, asks: diff.a }, diff.u);
  }

  /** The snapshot is in the book from the start; diffs that it contains are then passed over. */
  #applySnapshot(snapshot: Snapshot): void {
    const { book } = this.#symbols.played(snapshot.symbol ?? this.#lastSymbol);
    if (snapshot.lastUpdateId > book.lastUpdateId) book.reset(snapshot, snapshot.lastUpdateId);
  }

  #publishKlines(topic: string, market: SymbolMarket, intervalName: string, nowMs: number): void {
    const interval = binanceInterval(intervalName);
    if (interval === null) return;
    for (const { bar, isClosed } of this.#klines.due(topic, market, interval, nowMs)) {
      this.#hub.publish(topic, klineText(market, bar, interval, intervalName, isClosed, nowMs));
    }
  }

  #publishIfKnown(topic: string, text: string | null): void {
    if (text !== null) this.#hub.publish(topic, text);
  }
}

/** "btcusdt@depth@100ms" and "btcusdt@markPrice@1s" are the topics without their speed. */
function topicOf(name: string): string {
  return /@(depth|markPrice)(@\w+)?$/.test(name) ? name.split('@').slice(0, 2).join('@') : name;
}

function symbolOf(stream: string): string {
  return stream.slice(0, stream.indexOf('@')).toUpperCase();
}
