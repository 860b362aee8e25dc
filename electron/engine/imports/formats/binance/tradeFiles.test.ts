import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../inputs/zip.testkit';
import { findingOf, readBytes, tableSample } from '../files.testkit';
import { importSample } from '../importing.testkit';
import { BINANCE_AGG_TRADES } from './aggTrades';
import { BINANCE_TRADES } from './trades';

const T0 = 1_735_689_600_000;
const AGG_HEADER = 'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker';
const USDM = [
  `26129,93576.10,0.004,27781,27781,${T0 + 10},true`,
  `26130,93576.20,1.5,27782,27790,${T0 + 11},false`,
  `26131,93576.20,0.001,27791,27791,${T0 + 11},true`,
];
const SPOT = [
  `0,93576.10000000,0.00040000,0,0,${T0 + 10}866,False,True`,
  `1,93576.20000000,1.50000000,1,9,${T0 + 11}000,True,True`,
];

describe('aggTrades', () => {
  it.each([
    ['with a header', [AGG_HEADER, ...USDM].join('\n')],
    ['without', USDM.join('\n')],
    ['with the ends of lines of Windows', `${[AGG_HEADER, ...USDM].join('\r\n')}\r\n`],
  ])('reads a USD-M file %s', async (_, text) => {
    const file = await readBytes('BTCUSDT-aggTrades-2025-01-01.csv', text);
    expect(file.format.id).toBe('binanceAggTrades');
    expect(file.recognition.questions).toEqual([]);
    expect(file.findings).toEqual([]);
    expect(file.instruments.rows().at(-1)).toMatchObject({
      id: 'binanceusdm:BTCUSDT',
      asset: 'BTC',
      quote: 'USDT',
      kind: 'perpetual',
      priceDecimals: 1,
      quantityDecimals: 3,
    });
    expect(file.trades.map(({ tradeId, takerSide }) => [tradeId, takerSide])).toEqual([
      [26129, 'sell'],
      [26130, 'buy'],
      [26131, 'sell'],
    ]);
    expect(file.trades.map(({ exchangeTimeMs }) => exchangeTimeMs - T0)).toEqual([10, 11, 11]);
    expect(file.trades.map(({ priceTicks }) => priceTicks)).toEqual([935_761, 935_762, 935_762]);
  });

  it.each([
    ['zip', zipOf([{ name: 'BTCUSDT-aggTrades-2025-01-01.csv', text: SPOT.join('\n') }])],
    ['csv.gz', gzipSync(SPOT.join('\n'))],
  ])('reads a spot file in µs from a %s, to the millisecond, and says so', async (ending, bytes) => {
    const file = await readBytes(`BTCUSDT-aggTrades-2025-01-01.${ending}`, bytes);
    expect(file.recognition.parameters).toMatchObject({ venue: 'binance', kind: 'spot', timeUnit: 'us' });
    expect(file.trades.map(({ exchangeTimeMs }) => exchangeTimeMs)).toEqual([T0 + 10, T0 + 11]);
    expect(file.findings).toMatchObject([{ kind: 'converted', action: 'changed', count: 1, firstLine: 1 }]);
  });

  it('tells spot from USD-M by the eighth column also in milliseconds', async () => {
    const file = await readBytes('ETHUSDT-aggTrades-2021-01.csv', `7,700.12000000,0.5,1,1,${T0},True,True`);
    expect(file.instruments.rows()[0]?.id).toBe('binance:ETHUSDT');
  });

  it('keeps coins of COIN-M contracts as the venue reckons them, and says so', async () => {
    const text = `11,40000.0,10,1,1,${T0},false\n12,40000.0,3,2,2,${T0},true`;
    const file = await readBytes('BTCUSD_PERP-aggTrades-2025-01-01.csv', text);
    expect(file.instruments.rows().at(-1)).toMatchObject({
      id: 'binancecoinm:BTCUSD_PERP',
      asset: 'BTC',
      quote: 'USD',
    });
    expect(file.trades.map(({ quantityLots }, index) => [quantityLots, index])).toEqual([
      [25, 0],
      [75, 1],
    ]);
    expect(findingOf(file, 'converted')).toMatchObject({ action: 'changed', count: 2 });
  });

  it('asks for the symbol when the name is of no help, and refuses what is not in dollars', async () => {
    const nameless = await readBytes('data.csv', USDM.join('\n'));
    expect(nameless.recognition.questions.map(({ parameter }) => parameter)).toEqual(['symbol']);
    const named = await readBytes('data.csv', USDM.join('\n'), { symbol: 'SOLUSDT' });
    expect(named.instruments.rows()[0]).toMatchObject({ id: 'binanceusdm:SOLUSDT', asset: 'SOL' });
    const renamed = await readBytes('BTCUSDT-aggTrades.csv', USDM.join('\n'), { symbol: 'BTCDOMUSDC' });
    expect(renamed.instruments.rows()[0]).toMatchObject({ asset: 'BTCDOM', quote: 'USDC' });
    const inCoins = await readBytes('ETHBTC-aggTrades-2025-01.csv', SPOT.join('\n'));
    expect(inCoins.events).toEqual([]);
    expect(findingOf(inCoins, 'unsupported')).toMatchObject({ action: 'refused', count: 2 });
    expect(inCoins.recognition.questions[0]?.sentence).toContain('not quoted in dollars');
    const delivery = await readBytes('BTCUSDT_240628-aggTrades-2024-06-01.csv', USDM.join('\n'));
    expect(delivery.events).toEqual([]);
  });

  it('refuses a kind that the venue does not have, unless the venue is given too', async () => {
    const wrong = await readBytes('BTCUSDT-aggTrades.csv', USDM.join('\n'), { kind: 'spot' });
    expect(wrong.events).toEqual([]);
    expect(findingOf(wrong, 'unsupported')?.detail).toContain('Binance USD-M has no spot market');
    const right = await readBytes('BTCUSDT-aggTrades.csv', USDM.join('\n'), {
      kind: 'spot',
      venue: 'binance',
    });
    expect(right.instruments.rows()[0]).toMatchObject({ id: 'binance:BTCUSDT', kind: 'spot' });
    expect(right.trades.length).toBe(3);
  });

  it('drops repeats wherever they stand, and tells holes as findings and as gaps of the session', () => {
    const row = (id: number, time: number) => `${id},1.5,2,${id},${id},${T0 + time},true`;
    const rows = [row(1, 0), row(1, 0), row(2, 1), row(6, 9), row(2, 1), row(7, 9)];
    const { events, findings } = importSample(BINANCE_AGG_TRADES, tableSample(rows.join('\n')));
    expect(events.map((event) => (event.kind === 'trade' ? event.tradeId : event.kind))).toEqual([
      1,
      2,
      'gap',
      6,
      7,
    ]);
    expect(events[2]).toMatchObject({
      stream: 'trades',
      fromMs: T0 + 1,
      toMs: T0 + 9,
      missing: 3,
      filled: false,
    });
    expect(findings).toMatchObject([
      { kind: 'duplicate', action: 'dropped', count: 2, firstLine: 2, lastLine: 5 },
      { kind: 'hole', action: 'noted', count: 3, firstLine: 4 },
    ]);
  });

  it('names rows out of order, in other units, without amounts, and of no sense', () => {
    const rows = [
      `1,1.5,2,1,1,${T0 + 5},true`,
      `2,1.5,2,1,1,${T0 + 4},true`,
      `3,1.5,2,1,1,${T0 + 6}123,true`,
      `4,1.5,2,1,1,${T0 / 1000 + 1},true`,
      `5,0.00000000,0.00000000,-1,-1,${T0 + 2000},true`,
      `6,-1,2,1,1,${T0 + 2000},true`,
      `7,1.5,abc,1,1,${T0 + 2000},true`,
      `8,1.5,2,1,1,${T0 + 2000},maybe`,
      AGG_HEADER,
    ];
    const sample = { ...tableSample(rows[0] ?? ''), rows: rows.map((text) => text.split(',')) };
    const { events, findings } = importSample(BINANCE_AGG_TRADES, sample);
    expect(events.map((event) => event.exchangeTimeMs - T0)).toEqual([5, 4, 6, 1000]);
    expect(findings).toMatchObject(
      [
        { kind: 'unsorted', action: 'noted', count: 1, firstLine: 2 },
        { kind: 'mixedUnits', action: 'noted', count: 2, firstLine: 3, lastLine: 4 },
        { kind: 'nonPositive', action: 'dropped', count: 2, firstLine: 5, lastLine: 6 },
        { kind: 'badRow', action: 'dropped', count: 3, firstLine: 7, lastLine: 9 },
        { kind: 'converted', action: 'changed', count: 1 },
        { kind: 'hole', action: 'noted' },
      ].slice(0, findings.length),
    );
    expect(findings[1]?.detail).toContain('microseconds in a file of milliseconds');
  });

  it('gives exactly the rows of the file, at exact scales, whatever the order', () => {
    const trade = fc.record({
      price: fc.integer({ min: 1, max: 99_999_999 }),
      lots: fc.integer({ min: 1, max: 9_999_999 }),
      time: fc.integer({ min: 0, max: 86_400_000 }),
      isBuyerMaker: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(trade, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 6 }),
        (trades, places) => {
          const price = (ticks: number) => (ticks / 10 ** places).toFixed(places);
          const rows = trades.map(({ price: ticks, lots, time, isBuyerMaker }, id) =>
            [id, price(ticks), (lots / 1000).toFixed(3), id, id, T0 + time, isBuyerMaker].join(','),
          );
          const { events, lines, instruments } = importSample(
            BINANCE_AGG_TRADES,
            tableSample(rows.join('\n')),
          );
          const read = events.flatMap((event) => (event.kind === 'trade' ? [event] : []));
          expect(read.length).toBe(trades.length);
          for (const [index, event] of read.entries()) {
            const { priceDecimals, quantityDecimals } = instruments.get(event.instrument);
            const given = trades[index];
            expect(event.priceTicks * 10 ** (places - priceDecimals)).toBeCloseTo(given?.price ?? 0, 6);
            expect(event.quantityLots * 10 ** (3 - quantityDecimals)).toBeCloseTo(given?.lots ?? 0, 6);
            expect(event.exchangeTimeMs).toBe(T0 + (given?.time ?? 0));
            expect(event.takerSide).toBe(given?.isBuyerMaker ? 'sell' : 'buy');
            expect(lines[index]).toBe(index + 1);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('trades', () => {
  const header = 'id,price,qty,quote_qty,time,is_buyer_maker';

  it('reads a USD-M file, and takes holes in its ids for what the venue leaves out', () => {
    const rows = [`10,68402.6,0.024,1641.6624,${T0},false`, `15,68402.5,0.005,342.0125,${T0 + 7},true`];
    const sample = tableSample([header, ...rows].join('\n'), 'BTCUSDT-trades-2024-05-31.csv');
    const { events, findings, instruments } = importSample(BINANCE_TRADES, sample);
    expect(events.map(({ kind }) => kind)).toEqual(['trade', 'trade']);
    expect(instruments.rows()[0]?.id).toBe('binanceusdm:BTCUSDT');
    expect(findings).toMatchObject([{ kind: 'hole', action: 'noted', count: 4, firstLine: 3 }]);
  });

  it('reads a spot file, where a hole is a gap', () => {
    const rows = [`1,17.80180000,5.69000000,101.29,${T0}866,True,True`, `3,17.8,1,17.8,${T0}900,False,True`];
    const { events, instruments } = importSample(
      BINANCE_TRADES,
      tableSample(rows.join('\n'), 'BNBUSDT-trades-2025-01.csv'),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['trade', 'gap', 'trade']);
    expect(instruments.rows()[0]?.id).toBe('binance:BNBUSDT');
  });

  it('tells COIN-M by its numbers, and takes its coins as they are written', () => {
    const rows = [`1,78526.1,83,0.10569734,${T0},true`, `2,78526.2,1,0.00127346,${T0 + 1},false`];
    const sample = tableSample(rows.join('\n'), 'BTCUSD_PERP-trades-2026-08-31.csv');
    const { events, instruments, findings } = importSample(BINANCE_TRADES, sample);
    expect(instruments.rows().at(-1)).toMatchObject({ id: 'binancecoinm:BTCUSD_PERP', quantityDecimals: 8 });
    expect(events).toMatchObject([{ quantityLots: 10_569_734 }, { quantityLots: 127_346 }]);
    expect(findings).toEqual([]);
  });
});
