/** The parsers on what the exchanges really sent. */
import { describe, expect, it } from 'vitest';
import {
  parseAggTrade,
  parseDepthSnapshot,
  parseDepthUpdate,
  parseForceOrder,
} from './binance/binanceFrames';
import { OrderBook } from './book/orderBook';
import { BybitTicker, parseBook, parseKline, parseLiquidation, parsePublicTrade } from './bybit/bybitFrames';
import type { Fields } from './frames/fields';
import { binanceMessage, bybitMessages, recordedLines, testScale } from './recorded.testkit';

const LIQUIDATIONS = recordedLines('liquidations/live_frames_2026.jsonl');
const USDM = recordedLines('captures/binance_usdm_BTCUSDT_20240808.log.gz');
const SPOT = recordedLines('captures/binance_spot_BTCUSDT_20240808.log.gz');
const BYBIT = recordedLines('captures/bybit.jsonl.gz');

interface LiquidationLine {
  readonly venue: string;
  readonly position_closed: string | null;
  readonly raw: Fields;
}

describe.skipIf(LIQUIDATIONS === null)('recorded liquidations', () => {
  const lines = (LIQUIDATIONS ?? [])
    .map((line) => JSON.parse(line) as LiquidationLine)
    .filter((line) => line.position_closed !== null);

  it('close the side of the position that the exchange says, with all that was filled at the average price', () => {
    const binance = lines.filter((line) => line.venue === 'binance-usdm');
    expect(binance).toHaveLength(4);
    for (const { raw, position_closed } of binance) {
      const order = ((raw.data ?? raw) as { o: Fields }).o;
      // Binance writes `p` with the decimals of its price precision.
      const price = String(order.p).split('.')[1]?.length ?? 0;
      const event = parseForceOrder(order, testScale(String(order.s), { price, quantity: 0 }));
      expect(event?.positionSide).toBe(position_closed);
      expect(event?.notionalUsd).toBeCloseTo(Number(order.z) * Number(order.ap), 9);
      expect(event?.exchangeTimeMs).toBe(order.T);
    }
  });

  it('of Bybit are all counted, by the side of the position', () => {
    const bybit = lines.filter((line) => line.venue === 'bybit-linear');
    const items = bybit.flatMap(({ raw, position_closed }) =>
      (raw.data as Fields[]).map((item) => ({ item, position_closed })),
    );
    expect(items).toHaveLength(4);
    for (const { item, position_closed } of items) {
      const event = parseLiquidation(item, testScale(String(item.s)));
      expect(event?.positionSide).toBe(position_closed);
      expect(event?.notionalUsd).toBeCloseTo(Number(item.v) * Number(item.p), 9);
    }
  });

  it('never turn into rounded amounts', () => {
    const scale = testScale('AINUSDT', { price: 4, quantity: 0 });
    const [order] = lines.map(({ raw }) => raw.o as Fields).filter((one) => one?.s === 'AINUSDT');
    const event = parseForceOrder(order ?? {}, scale);
    expect([event?.priceTicks, scale.priceDecimals, event?.instrument]).toEqual([387407, 7, scale.index]);
  });
});

function takerSums(lines: readonly string[]): [number, string, string] {
  // As many decimals as the finest trade of either market has.
  const scale = testScale('BTCUSDT', { price: 2, quantity: 8 });
  let [count, buy, sell] = [0, 0, 0];
  for (const line of lines) {
    const { stream, data } = binanceMessage(line);
    if (stream !== 'btcusdt@trade') continue;
    const trade = parseAggTrade({ ...data, a: data.t }, scale);
    if (trade === null) throw new Error(`unreadable: ${line}`);
    count++;
    if (trade.takerSide === 'buy') buy += trade.quantityLots;
    else sell += trade.quantityLots;
  }
  return [count, (buy / 1e8).toFixed(3), (sell / 1e8).toFixed(3)];
}

/** Rebuilds the book and compares it with `bookTicker` at every update id that both name. */
function bookAgreement(lines: readonly string[]): { compared: number; differing: number; gaps: number } {
  const scale = testScale('BTCUSDT', { price: 2, quantity: 8 });
  const tickers = new Map<unknown, Fields>();
  const book = new OrderBook();
  const result = { compared: 0, differing: 0, gaps: 0 };
  const compare = () => {
    const ticker = book.isInStep ? tickers.get(book.lastUpdateId) : undefined;
    if (ticker === undefined) return;
    const { bidTicks, bidLots, askTicks, askLots } = book.best(1);
    const wanted = [
      scale.price(ticker.b),
      scale.quantity(ticker.B),
      scale.price(ticker.a),
      scale.quantity(ticker.A),
    ];
    const found = [bidTicks[0], bidLots[0], askTicks[0], askLots[0]];
    result.compared++;
    if (wanted.join() !== found.join()) result.differing++;
  };
  for (const line of lines) {
    const { stream, data } = binanceMessage(line);
    if (stream === 'btcusdt@bookTicker') {
      tickers.set(data.u, data);
      if (data.u === book.lastUpdateId) compare();
    } else if (stream === undefined) {
      const snapshot = parseDepthSnapshot(data, scale);
      if (snapshot === null || book.snapshot(snapshot) === 'gap') result.gaps++;
    } else if (stream.startsWith('btcusdt@depth')) {
      const change = parseDepthUpdate(data, scale);
      if (change === null) throw new Error(`unreadable: ${line}`);
      const verdict = book.change(change);
      if (verdict === 'gap') result.gaps++;
      if (verdict === 'applied') compare();
    }
  }
  return result;
}

describe.skipIf(USDM === null || SPOT === null)('recorded Binance markets', () => {
  it('give the taker sums of the USD-M capture', () => {
    expect(takerSums(USDM ?? [])).toEqual([21_313, '1251.576', '1177.790']);
  });

  it('give the taker sums of the spot capture', () => {
    expect(takerSums(SPOT ?? [])).toEqual([9_757, '96.651', '115.382']);
  });

  it('rebuild the USD-M book to the price and size of bookTicker', () => {
    expect(bookAgreement(USDM ?? [])).toEqual({ compared: 629, differing: 0, gaps: 0 });
  });

  it('rebuild the spot book to the price and size of bookTicker', () => {
    expect(bookAgreement(SPOT ?? [])).toEqual({ compared: 564, differing: 0, gaps: 0 });
  });
});

describe.skipIf(BYBIT === null)('recorded Bybit linear market', () => {
  const messages = bybitMessages(BYBIT ?? [], 'BYBIT.ws.2');
  const ofTopic = (start: string) => messages.filter((one) => String(one.topic).startsWith(start));

  it('gives every trade, each with an id of its own', () => {
    const items = ofTopic('publicTrade.').flatMap((one) => one.data as Fields[]);
    const scale = testScale('BTCUSDT', { price: 5, quantity: 3 });
    const trades = items.map((item) => parsePublicTrade(item, scale));
    expect(trades.every((trade) => trade !== null)).toBe(true);
    expect(new Set(trades.map((trade) => trade?.tradeId)).size).toBe(327);
  });

  it('keeps its books in step without a gap, and never crossed', () => {
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'DOGEUSDT']) {
      const scale = testScale(symbol, { price: 5, quantity: 3 });
      const book = new OrderBook();
      for (const one of ofTopic(`orderbook.200.${symbol}`)) {
        const change = parseBook(one.data as Fields, Number(one.ts), scale);
        if (change === null) throw new Error('unreadable');
        const verdict = one.type === 'snapshot' ? book.snapshot(change) : book.change(change);
        expect(verdict).toBe('applied');
        const { bidTicks, askTicks } = book.best(1);
        expect(bidTicks[0]).toBeLessThan(askTicks[0] ?? 0);
      }
    }
  });

  it('merges tickers: an update brings only what it touches, with what was known before', () => {
    const ticker = new BybitTicker(testScale('BTCUSDT'));
    const events = ofTopic('tickers.BTCUSDT').flatMap((one) => {
      const update = ticker.update(one.data as Fields, one.type === 'snapshot', Number(one.ts));
      expect(update).not.toBeNull();
      return update ?? [];
    });
    expect(events.slice(0, 4).map((event) => event.kind)).toEqual([
      'ticker',
      'mark',
      'funding',
      'openInterest',
    ]);
    const tickers = events.filter((event) => event.kind === 'ticker');
    expect(tickers[0]).toMatchObject({ lastTicks: 6511430, open24hTicks: 6500870, bidTicks: 6511420 });
    expect(tickers.every((event) => event.open24hTicks !== null && event.bidTicks !== null)).toBe(true);
    const funding = events.find((event) => event.kind === 'funding');
    expect(funding).toMatchObject({ rate: 0.0001, intervalHours: 8, nextFundingTimeMs: 1786320000000 });
    expect(events.find((event) => event.kind === 'openInterest')).toMatchObject({ quantityBase: 59891.732 });
  });

  it('gives candles without taker volume, which Bybit does not publish', () => {
    const candles = ofTopic('kline.1.BTCUSDT').flatMap((one) =>
      (one.data as Fields[]).map((item) => parseKline(item, testScale('BTCUSDT'))),
    );
    expect(candles.length).toBeGreaterThan(0);
    expect(candles.every((candle) => candle !== null && candle.takerBuyBase === null)).toBe(true);
    expect(candles[0]).toMatchObject({ intervalMs: 60_000, volumeBase: 1.576, closed: false });
  });
});
