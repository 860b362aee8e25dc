import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromScaled } from '../../../../../shared/model/decimal';
import { readFile, tableSample } from '../files.testkit';
import { importSample, readWith } from '../importing.testkit';
import { MAPPED_TABLE } from './mappedTable';

const KNOWN = { venue: 'kraken', symbol: 'BTCUSD', asset: 'BTC', quote: 'USD', kind: 'spot' } as const;

function columnsOf(text: string, fileName?: string) {
  return MAPPED_TABLE.recognise(tableSample(text, fileName))?.parameters.columns;
}

describe('a table whose columns are guessed', () => {
  it('is trades of Bybit, with seconds that have a fraction and ids that are no numbers', () => {
    const text = `timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional
1585180700.0647,BTCUSDT,Buy,0.042,6698.5,PlusTick,b2f9aa4e-1,1,0.042,281
1585180701.5,BTCUSDT,Sell,0.1,6698.0,MinusTick,b2f9aa4e-2,1,0.1,669
1585180701.5,BTCUSDT,Sell,0.1,6698.0,MinusTick,b2f9aa4e-2,1,0.1,669
`;
    const sample = tableSample(text, 'bybit-linear-BTCUSDT2020-03-26.csv');
    const recognition = MAPPED_TABLE.recognise(sample);
    expect(recognition?.parameters).toMatchObject({
      columns: { time: 0, symbol: 1, takerSide: 2, quantity: 3, price: 4, tradeId: 6 },
      venue: 'bybit',
      kind: 'perpetual',
      symbol: 'BTCUSDT',
      timeUnit: 's',
    });
    expect(recognition?.questions).toEqual([]);
    expect(recognition?.reason).toContain('tickDirection');
    const { events, findings } = importSample(MAPPED_TABLE, sample);
    expect(events).toMatchObject([
      { kind: 'trade', exchangeTimeMs: 1585180700064, takerSide: 'buy', priceTicks: 66985, quantityLots: 42 },
      { kind: 'trade', exchangeTimeMs: 1585180701500, takerSide: 'sell' },
    ]);
    expect(findings).toMatchObject([
      { kind: 'duplicate', action: 'dropped' },
      { kind: 'converted', count: 1 },
    ]);
  });

  it('takes every common word for a side', () => {
    const sides = {
      buy: 'buy',
      B: 'buy',
      '1': 'buy',
      TRUE: 'buy',
      sell: 'sell',
      S: 'sell',
      '-1': 'sell',
      False: 'sell',
    };
    const rows = Object.keys(sides).map((side, at) => `170406720000${at},100,1,${side}`);
    const { events } = importSample(
      MAPPED_TABLE,
      tableSample(`time,price,qty,side\n${rows.join('\n')}\n`),
      KNOWN,
    );
    // JavaScript keeps whole numbers first among keys; so does Object.keys above.
    expect(events.map((event) => event.kind === 'trade' && event.takerSide)).toEqual(Object.values(sides));
    const maker = 'time,price,qty,isBuyerMaker\n1704067200000,100,1,true\n1704067200001,100,1,0\n';
    const byMaker = importSample(MAPPED_TABLE, tableSample(maker), KNOWN).events;
    expect(byMaker.map((event) => event.kind === 'trade' && event.takerSide)).toEqual(['sell', 'buy']);
  });

  it('keeps rows that look alike and have no id, and says so', () => {
    const row = '2024-01-01T00:00:00.123Z,100,1,buy\n';
    const { events, findings } = importSample(
      MAPPED_TABLE,
      tableSample(`time,price,qty,side\n${row}${row}`),
      KNOWN,
    );
    expect(events).toHaveLength(2);
    expect(findings).toMatchObject([{ kind: 'duplicate', action: 'noted' }]);
  });

  it('gives every kind its row has: open interest, funding, marks', () => {
    const text = `time,symbol,open_interest,open_interest_usd,funding_rate,next_funding_time,mark_price,index_price
1704067200000,ETHUSDT,1000.5,2300000,-0.0001,1704096000000,2300.1,2300.2
1704067260000,ETHUSDT,,,0.0002,,,
`;
    const { events, findings } = importSample(MAPPED_TABLE, tableSample(text, 'okx.csv'));
    expect(events).toMatchObject([
      { kind: 'openInterest', quantityBase: 1000.5, notionalUsd: 2300000 },
      { kind: 'funding', rate: -0.0001, nextFundingTimeMs: 1704096000000 },
      { kind: 'mark', markPrice: 2300.1, indexPrice: 2300.2 },
      { kind: 'funding', rate: 0.0002, nextFundingTimeMs: null },
    ]);
    expect(findings).toEqual([]);
  });

  it('asks when it says too little', () => {
    const recognition = MAPPED_TABLE.recognise(tableSample('a,b\nx,1\ny,2\n'));
    expect(recognition?.confidence).toBeLessThan(0.5);
    expect(recognition?.questions.map(({ parameter }) => parameter)).toContain('columns');
    const { events, findings } = importSample(MAPPED_TABLE, tableSample('a,b\nx,1\ny,2\n'));
    expect([events.length, findings[0]?.action]).toEqual([0, 'refused']);
  });
});

describe('liquidations of a table', () => {
  const text = 'time,price,qty,side\n1704067200000,100,1,sell\n1704067200001,100,2,buy\n';
  const given = { ...KNOWN, venue: 'okx' };

  it('are refused until it is said whose side it is', () => {
    const sample = tableSample(text, 'okx_liquidations_BTCUSDT.csv');
    const recognition = MAPPED_TABLE.recognise(sample);
    expect(recognition?.questions.find(({ parameter }) => parameter === 'columns')?.sentence).toContain(
      'positionSide=side or orderSide=side',
    );
    const { events, findings } = importSample(MAPPED_TABLE, sample, given);
    expect([events.length, findings[0]?.action]).toEqual([0, 'refused']);
  });

  it('close a long by a sell order, and are of a long where the position was bought', () => {
    const sides = (side: string) => {
      const columns = { time: 0, price: 1, quantity: 2, [side]: 3 };
      const { events } = importSample(MAPPED_TABLE, tableSample(text), { ...given, columns });
      return events.map((event) => event.kind === 'liquidation' && event.positionSide);
    };
    expect(sides('orderSide')).toEqual(['long', 'short']);
    expect(sides('positionSide')).toEqual(['short', 'long']);
  });

  it('need no word where the table says long and short', () => {
    const named = text.replace('sell', 'long').replace('buy', 'short');
    expect(columnsOf(named)).toEqual({ time: 0, price: 1, quantity: 2, positionSide: 3 });
    const { events } = importSample(MAPPED_TABLE, tableSample(named), given);
    expect(events).toMatchObject([{ positionSide: 'long' }, { positionSide: 'short', notionalUsd: 200 }]);
  });
});

describe('columns that a user names', () => {
  it('make trades of a table in any language', () => {
    const text = 'Zeit,Kurs,Menge,Richtung\n1704067200000,100.5,0.25,S\n';
    const columns = { time: 0, price: 1, quantity: 2, takerSide: 3 };
    const { events } = importSample(MAPPED_TABLE, tableSample(text), { ...KNOWN, columns });
    expect(events).toMatchObject([{ kind: 'trade', takerSide: 'sell', quantityLots: 25, priceTicks: 1005 }]);
  });

  it('make candles', () => {
    const text = 'Zeit,auf,hoch,tief,zu,Menge\n1704067200000,1,3,1,2,10\n1704067260000,2,3,1,2,20\n';
    const columns = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };
    const given = { ...KNOWN, columns, intervalMs: 60_000, stampIs: 'open' as const };
    const { events } = importSample(MAPPED_TABLE, tableSample(text), given);
    expect(events).toMatchObject([
      { kind: 'candle', volumeBase: 10 },
      { kind: 'candle', volumeBase: 20, openTimeMs: 1704067260000 },
    ]);
  });
});

it('a table of anything never ends the reading, and never brings a value that is not in it', () => {
  const field = fc.oneof(
    fc.constantFrom('buy', 'sell', '1', '-1', '1704067200123', '2024-01-01', '', '1e400', 'Infinity', '-0.5'),
    fc.string({ maxLength: 12 }),
    fc.nat().map(String),
  );
  const rows = fc.array(fc.array(field, { minLength: 5, maxLength: 5 }), { maxLength: 8 });
  const kinds = fc.constantFrom(
    'takerSide',
    'isBuyerMaker',
    'positionSide',
    'orderSide',
    'openInterest',
    'fundingRate',
  );
  fc.assert(
    fc.property(rows, kinds, (some, kind) => {
      const columns = { time: 0, price: 1, quantity: 2, [kind]: 3, tradeId: 4 };
      const recognised = MAPPED_TABLE.recognise({
        fileName: 'x.csv',
        shape: 'delimited',
        header: null,
        rows: some,
        lines: [],
      });
      expect(recognised === null).toBe(some.length === 0);
      const parameters = { intervalMs: null, timeUnit: null, stampIs: null, ...KNOWN, columns };
      const read = readWith(MAPPED_TABLE, parameters, (reader) => reader.rows?.(some, 1));
      for (const [at, event] of read.events.entries()) {
        const row = some[(read.lines[at] ?? 0) - 1] ?? [];
        if (event.kind === 'trade' || event.kind === 'liquidation') {
          const { priceDecimals, quantityDecimals } = read.instruments.get(event.instrument);
          expect(fromScaled(event.priceTicks, priceDecimals)).toBe(Number(row[1]));
          expect(fromScaled(event.quantityLots, quantityDecimals)).toBe(Number(row[2]));
        } else if (event.kind === 'openInterest') expect(event.quantityBase).toBe(Number(row[3]));
        else if (event.kind === 'funding') expect(event.rate).toBe(Number(row[3]));
        else throw new Error(event.kind);
      }
    }),
    { numRuns: 400 },
  );
});

describe('a Parquet file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(name: string, price: string): Promise<string> {
    const path = join(folder, name);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = `VALUES (TIMESTAMP '2024-01-01 00:00:00.25', CAST(${price} AS DECIMAL(18, 2)), 0.5::DOUBLE, 'buy'), (TIMESTAMP '2024-01-01 00:00:01', 101, 0.25, 'sell')`;
    const select = `SELECT * FROM (${rows}) AS t("time", price, "size", side)`;
    await connection.run(`COPY (${select}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    return path;
  }

  it('is read by its columns, with types as their texts', async () => {
    const { format, events } = await readFile(await write('trades.parquet', '100.50'), KNOWN);
    expect(format.id).toBe('table');
    expect(events).toMatchObject([
      { kind: 'trade', exchangeTimeMs: Date.UTC(2024, 0, 1) + 250, takerSide: 'buy' },
      { kind: 'trade', exchangeTimeMs: Date.UTC(2024, 0, 1, 0, 0, 1), takerSide: 'sell' },
    ]);
  });

  it('of any name is that file and no other', async () => {
    await write('a1.parquet', '1');
    for (const name of [
      "it's.parquet",
      'a[1].parquet',
      'a*.parquet',
      "'); DROP TABLE x; --.parquet",
      'ü 中.parquet',
    ]) {
      const { events } = await readFile(await write(name, '777'), KNOWN);
      const price = events[0]?.kind === 'trade' ? events[0].priceTicks : null;
      expect([name, events.length, price]).toEqual([name, 2, 777]);
    }
  });
});
