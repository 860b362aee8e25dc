import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromScaled } from '../../../../../shared/model/decimal';
import { readBytes, tableSample } from '../files.testkit';
import { importSample, readWith } from '../importing.testkit';
import { TARDIS_BOOK_SNAPSHOTS } from './bookSnapshots';
import { TARDIS_DERIVATIVE_TICKER } from './derivativeTicker';
import { TARDIS_LIQUIDATIONS, TARDIS_TRADES } from './trades';

const HEADER = 'exchange,symbol,timestamp,local_timestamp,id,side,price,amount';
const TRADES = `${HEADER}
binance-futures,BTCUSDT,1704067200123456,1704067200125999,4401,buy,42314.10,0.015
binance-futures,BTCUSDT,1704067200200000,1704067200201000,4402,sell,42314.0,1
binance-futures,BTCUSDT,1704067200200000,1704067200201000,4402,sell,42314.0,1
binance-futures,BTCUSDT,1704067200300000,1704067200301000,4403,unknown,42314.0,1
binance-futures,BTCUSDT,1704067200300000,1704067200301000,4404,buy,-5,1
`;
const NAME = 'binance-futures_trades_2024-01-01_BTCUSDT.csv.gz';

describe('trades of Tardis', () => {
  it('are read with both clocks, to the millisecond, and what is left out is told', () => {
    const { events, findings, instruments } = importSample(TARDIS_TRADES, tableSample(TRADES, NAME));
    const decimals = instruments.rows().at(-1);
    expect(events).toMatchObject([
      {
        kind: 'trade',
        exchangeTimeMs: 1704067200123,
        receiveTimeMs: 1704067200125,
        takerSide: 'buy',
        tradeId: 4401,
      },
      { kind: 'trade', takerSide: 'sell', tradeId: 4402, exchangeTimeMs: 1704067200200 },
    ]);
    expect(decimals).toMatchObject({
      venue: 'binanceusdm',
      symbol: 'BTCUSDT',
      asset: 'BTC',
      kind: 'perpetual',
      priceDecimals: 1,
      quantityDecimals: 3,
    });
    const told = findings.map(({ kind, action, count, firstLine }) => [kind, action, count, firstLine]);
    expect(told).toEqual([
      ['duplicate', 'dropped', 1, 4],
      ['badRow', 'dropped', 1, 5],
      ['nonPositive', 'dropped', 1, 6],
      ['converted', 'changed', 1, 2],
    ]);
  });

  it('are found in a gzipped file by their name', async () => {
    const { format, events } = await readBytes(NAME, gzipSync(TRADES));
    expect([format.id, events.length]).toEqual(['tardisTrades', 2]);
  });

  it('are told from liquidations by the name, and asked about without one', () => {
    const named = tableSample(TRADES, NAME);
    expect(TARDIS_TRADES.recognise(named)?.confidence).toBeGreaterThan(0.9);
    expect(TARDIS_LIQUIDATIONS.recognise(named)?.confidence).toBeLessThan(0.5);
    const nameless = tableSample(TRADES, 'BTCUSDT.csv.gz');
    expect(TARDIS_TRADES.recognise(nameless)?.confidence).toBeLessThan(0.5);
    expect(TARDIS_LIQUIDATIONS.recognise(nameless)?.confidence).toBeLessThan(0.5);
    expect(TARDIS_TRADES.recognise(tableSample('a,b\n1,2\n'))).toBeNull();
  });

  it('keep the name of an exchange that is not known, and are refused where amounts are contracts', () => {
    const row = (exchange: string, symbol: string) =>
      tableSample(
        `${HEADER}\n${exchange},${symbol},1704067200123000,1704067200125000,a-1,buy,42314.1,5\n`,
        NAME,
      );
    const unknown = importSample(TARDIS_TRADES, row('neverheard', 'BTC-USD'));
    expect(unknown.instruments.rows().at(-1)).toMatchObject({
      venue: 'neverheard',
      asset: 'BTC',
      quote: 'USD',
    });
    expect(unknown.events).toHaveLength(1);
    for (const [exchange, symbol] of [
      ['okex-swap', 'BTC-USDT-SWAP'],
      ['bitmex', 'XBTUSD'],
      ['bybit', 'BTCUSD'],
      ['binance', 'ETHBTC'],
      ['deribit', 'BTC-27DEC24'],
    ] as const) {
      const { events, findings } = importSample(TARDIS_TRADES, row(exchange, symbol));
      expect([exchange, events.length, findings[0]?.action]).toEqual([exchange, 0, 'refused']);
    }
  });

  it('never crash a reader, and never bring a value that is not in the file', () => {
    const field = fc.oneof(
      fc.constantFrom(
        'binance',
        'BTCUSDT',
        'buy',
        'sell',
        'unknown',
        '1704067200123456',
        '',
        '-1',
        'NaN',
        '1e400',
      ),
      fc.string({ maxLength: 20 }),
      fc.nat().map(String),
    );
    const rows = fc.array(fc.array(field, { minLength: 8, maxLength: 8 }), { maxLength: 8 });
    const parameters = TARDIS_TRADES.recognise(tableSample(TRADES, NAME))?.parameters;
    if (parameters === undefined) throw new Error('not recognised');
    fc.assert(
      fc.property(rows, (some) => {
        const given = { ...parameters, venue: 'binance' };
        const { events, lines, instruments } = readWith(TARDIS_TRADES, given, (reader) =>
          reader.rows?.(some, 1),
        );
        for (const [at, event] of events.entries()) {
          const row = some[(lines[at] ?? 0) - 1] ?? [];
          if (event.kind !== 'trade') throw new Error(event.kind);
          const { priceDecimals, quantityDecimals } = instruments.get(event.instrument);
          expect(fromScaled(event.priceTicks, priceDecimals)).toBe(Number(row[6]));
          expect(fromScaled(event.quantityLots, quantityDecimals)).toBe(Number(row[7]));
          expect(event.takerSide).toBe(row[5]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('liquidations of Tardis', () => {
  it('close a long by a sell order and a short by a buy order', () => {
    const text = `${HEADER}
binance-futures,BTCUSDT,1704067200123000,1704067200125000,,sell,42000,0.5
binance-futures,BTCUSDT,1704067200123000,1704067200125000,,buy,42001,0.25
binance-futures,BTCUSDT,1704067200123000,1704067200125000,,buy,42001,0.25
`;
    const name = 'binance-futures_liquidations_2024-01-01_BTCUSDT.csv.gz';
    const { events, findings } = importSample(TARDIS_LIQUIDATIONS, tableSample(text, name));
    expect(events).toMatchObject([
      { kind: 'liquidation', positionSide: 'long', notionalUsd: 21_000 },
      { kind: 'liquidation', positionSide: 'short', notionalUsd: 10_500.25 },
      { kind: 'liquidation', positionSide: 'short' },
    ]);
    expect(findings).toMatchObject([{ kind: 'duplicate', action: 'noted', count: 1 }]);
  });
});

describe('book snapshots of Tardis', () => {
  const levels = [0, 1].flatMap((level) =>
    ['asks', 'bids'].flatMap((side) => [`${side}[${level}].price`, `${side}[${level}].amount`]),
  );
  const row = (us: number, best: string) =>
    `bybit-spot,BTCUSDT,${us},${us + 900},101.5,2,${best},1,102,3,99.25,${best === '100' ? '' : '4'}`;
  const text = (rows: readonly string[]) =>
    `${['exchange,symbol,timestamp,local_timestamp', ...levels].join()}\n${rows.join('\n')}\n`;

  it('are kept once a second', () => {
    const start = 1_704_067_200_000_000;
    const rows = [row(start, '100.5'), row(start + 400_000, '100.75'), row(start + 1_000_000, '100.125')];
    const { events, findings, instruments } = importSample(TARDIS_BOOK_SNAPSHOTS, tableSample(text(rows)));
    expect(events).toHaveLength(2);
    const last = events.at(-1);
    if (last?.kind !== 'book') throw new Error('no book');
    const decimals = instruments.get(last.instrument).priceDecimals;
    expect(last.bidTicks.map((ticks) => fromScaled(ticks, decimals))).toEqual([100.125, 99.25]);
    expect(last.askTicks.map((ticks) => fromScaled(ticks, decimals))).toEqual([101.5, 102]);
    expect(findings).toMatchObject([{ kind: 'thinned', count: 1 }]);
  });

  it('are left out when a level is torn or the book is crossed', () => {
    const start = 1_704_067_200_000_000;
    const { events, findings } = importSample(
      TARDIS_BOOK_SNAPSHOTS,
      tableSample(text([row(start, '100'), row(start, '101.5')])),
    );
    expect(events).toEqual([]);
    expect(findings).toMatchObject([{ kind: 'badRow', count: 2 }]);
  });
});

describe('derivative ticker of Tardis', () => {
  const header =
    'exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,predicted_funding_rate,open_interest,last_price,index_price,mark_price';

  it('becomes an event for every value that changes', () => {
    const text = `${header}
bybit,BTCUSDT,1704067200000000,1704067200010000,1704096000000000,-0.0001,,59891.7,42000.5,42001,42000.1
bybit,BTCUSDT,1704067201000000,1704067201010000,1704096000000000,-0.0001,,59891.7,42000.5,42001,42000.2
bybit,BTCUSDT,1704067202000000,1704067202010000,1704096000000000,-0.0002,,0,,,
`;
    const { events } = importSample(TARDIS_DERIVATIVE_TICKER, tableSample(text));
    expect(events.map((event) => event.kind)).toEqual([
      'ticker',
      'mark',
      'funding',
      'openInterest',
      'mark',
      'funding',
      'openInterest',
    ]);
    expect(events).toMatchObject([
      { lastTicks: 420005, bidTicks: null },
      { markPrice: 42000.1, indexPrice: 42001 },
      { rate: -0.0001, nextFundingTimeMs: 1704096000000 },
      { quantityBase: 59891.7, notionalUsd: null },
      { markPrice: 42000.2 },
      { rate: -0.0002 },
      { quantityBase: 0 },
    ]);
  });

  it('keeps marks and funding of contracts, and refuses their open interest', () => {
    const text = `${header}
bitmex,XBTUSD,1704067200000000,1704067200010000,,0.0001,,1000000,42000.5,,42000.1
`;
    const { events, findings } = importSample(TARDIS_DERIVATIVE_TICKER, tableSample(text));
    expect(events.map((event) => event.kind)).toEqual(['ticker', 'mark', 'funding']);
    expect(findings).toMatchObject([{ kind: 'unsupported', action: 'dropped' }]);
  });
});
