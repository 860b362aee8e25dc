/** Logs of raw frames through the import formats, as a host puts them together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradeEvent } from '../../../shared/model/events';
import { frameLogFormats } from '../../engine/imports/formats/frames/frameLogs';
import { importSample, linesSample, type ReadResult } from '../../engine/imports/formats/importing.testkit';
import { recordedLines } from '../recorded.testkit';
import { frameLogReader } from './frameLogReader';

const [FRAME_LOG, FRAME_ROWS] = frameLogFormats(frameLogReader);
if (FRAME_LOG === undefined || FRAME_ROWS === undefined) throw new Error('two formats');

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

function trades({ events }: ReadResult): TradeEvent[] {
  return events.filter((event) => event.kind === 'trade');
}

/** Instrument ids of events, with their number. */
function byInstrument(result: ReadResult, events = result.events): Record<string, number> {
  return countBy(events, (event) => result.instruments.get(event.instrument).id);
}

const NS = '1723161255030314667';
const WRAPPED = (data: object) => `${NS} ${JSON.stringify({ stream: 'x', data })}`;
const TRADE = (t: number, price = '61800.30') =>
  WRAPPED({
    e: 'trade',
    E: 1,
    T: 1723161256322,
    s: 'BTCUSDT',
    t,
    p: price,
    q: '0.006',
    X: 'MARKET',
    m: false,
  });
const DEPTH = (U: number, u: number, pu: number, price: string) =>
  WRAPPED({
    e: 'depthUpdate',
    E: 1723161256322,
    s: 'BTCUSDT',
    U,
    u,
    pu,
    b: [[price, '2']],
    a: [['61801', '1']],
  });
const BOOK = `${NS} ${JSON.stringify({ lastUpdateId: 10, T: 1, bids: [['61799', '1']], asks: [['61801', '3']] })}`;

describe('a log of stamped frames', () => {
  it("keeps the recorder's clock, also where it was slow", () => {
    const { events } = importSample(FRAME_LOG, linesSample([TRADE(1)]));
    expect(events).toMatchObject([
      { exchangeTimeMs: 1723161256322, receiveTimeMs: 1723161255030, tradeId: 1 },
    ]);
  });

  it('gives each trade once, and a gap where ids are missing', () => {
    const { events, findings } = importSample(
      FRAME_LOG,
      linesSample([TRADE(1), TRADE(1), TRADE(5), 'rubbish']),
    );
    expect(events.map((event) => event.kind)).toEqual(['trade', 'trade', 'gap']);
    expect(events[2]).toMatchObject({ stream: 'trades', missing: 3, filled: false });
    expect(findings.map(({ kind, count }) => [kind, count])).toEqual([
      ['duplicate', 1],
      ['badRow', 1],
      ['hole', 3],
    ]);
  });

  it('rebuilds the book from the snapshot and the changes around it, and tells when it loses step', () => {
    const lines = [DEPTH(8, 12, 7, '61800'), BOOK, DEPTH(13, 14, 12, '61800.5'), DEPTH(20, 21, 19, '61700')];
    const { events, findings } = importSample(FRAME_LOG, linesSample(lines));
    expect(events).toMatchObject([{ kind: 'book', bidTicks: [618005, 618000, 617990], askLots: [1] }]);
    expect(findings).toMatchObject([{ kind: 'hole', action: 'noted' }]);
  });

  it('takes one of two streams that say the same', () => {
    const aggregate = {
      e: 'aggTrade',
      E: 1,
      T: 1723161256322,
      s: 'BTCUSDT',
      a: 7,
      p: '61800.30',
      q: '0.006',
      m: false,
    };
    const { events } = importSample(FRAME_LOG, linesSample([TRADE(1), WRAPPED(aggregate)]));
    expect(events).toHaveLength(1);
  });
});

describe('a log of rows', () => {
  const row = (t: string, data: unknown, ts: number, conn = 'a') =>
    JSON.stringify({ t, conn, ts, data: typeof data === 'string' ? data : JSON.stringify(data) });
  const connect = (addr: string, ts: number) => JSON.stringify({ t: 'connect', conn: 'a', ts, addr });
  const spot = 'wss://stream.bybit.com/v5/public/spot';
  const trade = (i: string, T: number) => ({
    topic: 'publicTrade.BTCUSDT',
    data: [{ T, s: 'BTCUSDT', S: 'Sell', v: '0.5', p: '60000', i }],
  });

  it('tells venues by their connections, and makes a gap where one was lost', () => {
    const lines = [
      JSON.stringify({ t: 'header', exchange: 'BYBIT' }),
      connect(spot, 1786310818),
      row('recv', trade('a', 1786310818100), 1786310818.25),
      connect(spot, 1786310828),
      row('recv', trade('b', 1786310829000), 1786310829.25),
    ];
    const { events, instruments } = importSample(FRAME_ROWS, linesSample(lines));
    expect(events).toMatchObject([
      { kind: 'trade', takerSide: 'sell', receiveTimeMs: 1786310818250 },
      { kind: 'gap', venue: 'bybitspot', fromMs: 1786310818100, toMs: 1786310829000 },
      { kind: 'trade' },
    ]);
    expect(instruments.get(events[0]?.instrument ?? -1)).toMatchObject({ venue: 'bybitspot', kind: 'spot' });
    const parameters = FRAME_ROWS.recognise(linesSample(lines))?.parameters;
    if (parameters === undefined) throw new Error('not recognised');
    const more = FRAME_ROWS.moreVenues?.(parameters) ?? [];
    expect([FRAME_ROWS.venue(parameters), ...more].map(({ id }) => id).toSorted()).toEqual([
      'bybit',
      'bybitspot',
    ]);
  });

  it('of no known venue asks for one', () => {
    const lines = [
      JSON.stringify({ t: 'header', exchange: 'NEVERHEARD' }),
      row('recv', { a: 1 }, 1786310818),
    ];
    const recognition = FRAME_ROWS.recognise(linesSample(lines));
    expect(recognition?.confidence).toBeLessThan(0.5);
    expect(recognition?.questions).toMatchObject([{ parameter: 'venue' }]);
  });

  it('never ends a reading, and never brings a value that is not in the file', () => {
    const value = fc.oneof(
      fc.constantFrom('Buy', 'BTCUSDT', '1e9', '0', '', null, [], {}),
      fc.nat().map(String),
      fc.string(),
    );
    const frame = fc.record({
      topic: fc.constantFrom(
        'publicTrade.BTCUSDT',
        'orderbook.200.BTCUSDT',
        'tickers.BTCUSDT',
        'kline.1.X',
        7,
        null,
      ),
      type: fc.constantFrom('snapshot', 'delta'),
      ts: value,
      data: fc.oneof(
        value,
        fc.array(
          fc.record({
            T: fc.constantFrom(1786310818100, 5, null),
            S: fc.constantFrom('Buy', 'Sell', 'x'),
            p: value,
            v: value,
            i: value,
          }),
        ),
      ),
    });
    const lines = fc.array(
      fc.oneof(
        fc.string(),
        fc.json(),
        frame.map((each) => row('recv', each, 1786310818)),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, (some) => {
        const sample = linesSample([
          JSON.stringify({ t: 'header', exchange: 'BYBIT' }),
          ...some.map((line) => line.replaceAll('\n', ' ')),
        ]);
        if (FRAME_ROWS.recognise(sample) === null) return;
        const text = sample.lines.join('\n');
        for (const event of trades(importSample(FRAME_ROWS, sample))) {
          expect(text).toContain(String(event.exchangeTimeMs));
          expect(event.quantityLots).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const USDM = recordedLines('captures/binance_usdm_BTCUSDT_20240808.log.gz');
const SPOT = recordedLines('captures/binance_spot_BTCUSDT_20240808.log.gz');
const BYBIT = recordedLines('captures/bybit.jsonl.gz');
const COINBASE = recordedLines('captures/coinbase.jsonl.gz');
const OKX = recordedLines('captures/okx.jsonl.gz');
const BITMEX = recordedLines('liquidations/bitmex_frames_20241113.jsonl');
const LIQUIDATIONS = recordedLines('liquidations/live_frames_2026.jsonl');

describe.skipIf(USDM === null || SPOT === null)('recorded Binance logs', () => {
  const takerSums = (lines: readonly string[] | null) => {
    const result = importSample(FRAME_LOG, linesSample(lines ?? []));
    const sums = { buy: 0, sell: 0 };
    for (const trade of trades(result)) {
      sums[trade.takerSide] +=
        trade.quantityLots / 10 ** result.instruments.get(trade.instrument).quantityDecimals;
    }
    const kinds = countBy(result.events, (event) => event.kind);
    return { ...result, kinds, sums: [sums.buy.toFixed(3), sums.sell.toFixed(3)] };
  };

  it('of USD-M bring every trade and a book a second, all before their time', () => {
    const { kinds, sums, findings, events } = takerSums(USDM);
    expect([kinds.trade, sums]).toEqual([21_313, ['1251.576', '1177.790']]);
    expect(kinds.book).toBeGreaterThan(300);
    expect(kinds.gap).toBeUndefined();
    expect(findings).toMatchObject([{ kind: 'unsupported', count: 66_089 }]);
    expect(events.every((event) => event.receiveTimeMs < event.exchangeTimeMs)).toBe(true);
  });

  it('of spot bring every trade and a book a second', () => {
    const { kinds, sums, findings } = takerSums(SPOT);
    expect([kinds.trade, sums]).toEqual([9_757, ['96.651', '115.382']]);
    expect(kinds.book).toBeGreaterThan(300);
    expect(findings).toMatchObject([{ kind: 'unsupported', count: 28_040 }]);
  });
});

describe.skipIf(BYBIT === null || COINBASE === null || OKX === null)('recorded rows', () => {
  it('of Bybit bring linear and spot', () => {
    const result = importSample(FRAME_ROWS, linesSample(BYBIT ?? []));
    expect(byInstrument(result, trades(result))).toEqual({
      'bybit:BTCUSDT': 56,
      'bybit:ETHUSDT': 23,
      'bybit:SOLUSDT': 165,
      'bybit:DOGEUSDT': 83,
      'bybitspot:BTCUSDT': 11,
      'bybitspot:ETHUSDT': 9,
    });
    const books = result.events.filter(({ kind }) => kind === 'book');
    expect(Object.keys(byInstrument(result, books))).toHaveLength(6);
    expect(result.findings).toEqual([]);
  });

  it('of Coinbase bring trades by the taker, candles, tickers and books', () => {
    const result = importSample(FRAME_ROWS, linesSample(COINBASE ?? []));
    expect(countBy(result.events, (event) => event.kind)).toMatchObject({
      trade: 279,
      candle: 204,
      ticker: 160,
    });
    expect(result.findings).toEqual([]);
    // A taker who buys pays the best ask.
    let [paidAsk, paidBid] = [0, 0];
    const asks = new Map<number, number>();
    for (const event of result.events) {
      if (event.kind === 'ticker' && event.askTicks !== null) asks.set(event.instrument, event.askTicks);
      const ask = asks.get(event.instrument);
      if (event.kind !== 'trade' || ask === undefined || event.priceTicks < ask) continue;
      if (event.takerSide === 'buy') paidAsk++;
      else paidBid++;
    }
    expect(paidAsk).toBeGreaterThan(10 * paidBid);
  });

  it('of OKX bring spot, and refuse what counts contracts', () => {
    const result = importSample(FRAME_ROWS, linesSample(OKX ?? []));
    expect(byInstrument(result, trades(result))).toEqual({ 'okx:BTC-USDT': 69 });
    expect(result.events.filter(({ kind }) => kind === 'book').length).toBeGreaterThan(5);
    expect(result.findings).toMatchObject([{ kind: 'unsupported', action: 'dropped' }]);
  });
});

describe.skipIf(LIQUIDATIONS === null)('recorded liquidations', () => {
  it('close the side of the position that the exchange says', () => {
    const venues: Record<string, string> = {
      'binance-usdm': 'binanceusdm',
      'bybit-linear': 'bybit',
      'okx-swap': 'okxswap',
    };
    const seen: string[] = [];
    for (const line of LIQUIDATIONS ?? []) {
      const { venue, position_closed, raw } = JSON.parse(line) as {
        venue: string;
        position_closed: string | null;
        raw: unknown;
      };
      const known = venues[venue];
      if (known === undefined || position_closed === null) continue;
      const contracts = JSON.stringify(raw).match(/"instId":"([^"]+)"/)?.[1] ?? '';
      const listing = {
        data: [
          {
            instId: contracts,
            instType: 'SWAP',
            ctType: 'linear',
            ctVal: '0.01',
            ctValCcy: contracts.split('-')[0],
          },
        ],
      };
      const lines = [
        JSON.stringify({ t: 'http', conn: 'h', ts: 1791565600, url: '', data: JSON.stringify(listing) }),
        JSON.stringify({ t: 'recv', conn: 'a', ts: 1791565601, data: JSON.stringify(raw) }),
      ];
      const { events } = importSample(FRAME_ROWS, linesSample(known === 'okxswap' ? lines : lines.slice(1)), {
        venue: known,
      });
      expect(events.length).toBeGreaterThan(0);
      for (const event of events) {
        expect(event).toMatchObject({ kind: 'liquidation', positionSide: position_closed });
        seen.push(known);
      }
    }
    expect(countBy(seen, String)).toEqual({ binanceusdm: 4, bybit: 4, okxswap: 4 });
  });
});

describe.skipIf(BITMEX === null)('recorded liquidations of BitMEX', () => {
  it('count an order once, however often it is updated', () => {
    const lines = (BITMEX ?? []).map((line, at) => `${1731456000000 + at}000000 ${line}`);
    const { events, findings, instruments } = importSample(FRAME_LOG, linesSample(lines));
    const orders = (BITMEX ?? []).filter((line) => line.includes('"insert"') && !line.includes('ETHUSD'));
    expect(events).toHaveLength(orders.length);
    const inserted = orders.map((line) => (/"side":"Buy"/.test(line) ? 'short' : 'long'));
    const closed = events.map((event) => (event.kind === 'liquidation' ? event.positionSide : event.kind));
    expect(closed.toSorted()).toEqual(inserted.toSorted());
    // Inserted with 12,900 dollars, updated to 21,600 at another price.
    const updated = events.find((event) => event.kind === 'liquidation' && event.notionalUsd === 21_600);
    const { priceDecimals } = instruments.get(updated?.instrument ?? -1);
    expect(updated).toMatchObject({ positionSide: 'short', priceTicks: 88753.4 * 10 ** priceDecimals });
    expect(findings.map(({ kind, action }) => [kind, action])).toEqual([
      ['converted', 'changed'],
      ['unsupported', 'dropped'],
    ]);
  });
});
