/** Whatever a file holds: no crash, and nothing comes out that does not stand in its row. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatScaled } from '../../../../shared/model/decimal';
import type { MarketEvent } from '../../../../shared/model/events';
import type { Instrument } from '../../../../shared/model/instrument';
import type { ImportFormat, Sample } from '../importFormat';
import { BINANCE_AGG_TRADES } from './binance/aggTrades';
import { BINANCE_FUNDING_RATE } from './binance/fundingRate';
import { BINANCE_KLINES } from './binance/klines';
import { BINANCE_LIQUIDATIONS } from './binance/liquidationSnapshot';
import { BINANCE_METRICS } from './binance/metrics';
import { BINANCE_REST_KLINES } from './binance/restKlines';
import { BINANCE_TRADES } from './binance/trades';
import { readBytes, tableSample } from './files.testkit';
import { readWith } from './importing.testkit';
import { PLAIN_CANDLES } from './plainCandles';
import { stampMs } from './stamps';

const T0 = Date.UTC(2026, 0, 10);
const MINUTE = 60_000;

interface Case {
  readonly format: ImportFormat;
  readonly name: string;
  readonly row: (index: number) => string;
}

const CASES: readonly Case[] = [
  {
    format: BINANCE_AGG_TRADES,
    name: 'BTCUSDT-aggTrades-2026-01-10.csv',
    row: (index) =>
      `${index},93576.1${index},0.00${index + 1},${index},${index},${T0 + index * 7},${index % 2 === 0}`,
  },
  {
    format: BINANCE_TRADES,
    name: 'BTCUSDT-trades-2026-01-10.csv',
    row: (index) => `${index},93576.1,0.5,46788.05,${T0 + index}12${index % 10},True,False`,
  },
  {
    format: BINANCE_KLINES,
    name: 'BTCUSDT-1m-2026-01-10.csv',
    row: (index) =>
      `${T0 + index * MINUTE},10.5,12,9.25,11,7,${T0 + index * MINUTE + MINUTE - 1},77.1,3,2,21.3,0`,
  },
  {
    format: BINANCE_METRICS,
    name: 'BTCUSDT-metrics-2026-01-10.csv',
    row: (index) =>
      `2026-01-10 00:${String(index * 5 + 10)}:00,BTCUSDT,77082.01${index},33000.5,1.1,1.2,1.3,0.7`,
  },
  {
    format: BINANCE_FUNDING_RATE,
    name: 'BTCUSDT-fundingRate-2026-01.csv',
    row: (index) => `${T0 + index * 8 * 60 * MINUTE},8,-0.000${index}1`,
  },
  {
    format: BINANCE_LIQUIDATIONS,
    name: 'BTCUSDT-liquidationSnapshot-2026-01-10.csv',
    row: (index) => `${T0 + index * 1000},SELL,LIMIT,IOC,10,29000,29100.${index},FILLED,3,7.5`,
  },
  {
    format: PLAIN_CANDLES,
    name: 'binance_spot_BTCUSDT_1m.csv',
    row: (index) => `${T0 / 1000 + index * 60},10.5,12,9.25,11,7.5`,
  },
];

const junk = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    '0',
    '-0',
    '-1',
    '.',
    '1e3',
    '1e400',
    'NaN',
    'Infinity',
    '0x10',
    '1_0',
    '٣',
    '1,5',
    ' 7',
    '+8',
  ),
  fc.constantFrom(
    '99999999999999999999',
    '0.00000000000000000001',
    '123456789012.123456789',
    'true',
    'SELL',
    'null',
  ),
  fc.constantFrom(
    '1768003200',
    '1768003200000',
    '1768003200000000',
    '1768003200000000000',
    '2026-01-10 00:00:00',
  ),
  fc.integer().map(String),
  fc.double().map(String),
);

interface Change {
  readonly row: number;
  readonly field: number;
  readonly how: 'replace' | 'drop' | 'repeat' | 'swap';
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  row: fc.nat({ max: 9 }),
  field: fc.nat({ max: 11 }),
  how: fc.constantFrom('replace' as const, 'drop' as const, 'repeat' as const, 'swap' as const),
  text: junk,
});

/** Ten rows of a case with the changes made to them, each as many fields long as an input passes on. */
function changedRows({ row }: Case, changes: readonly Change[]): string[][] {
  const rows = Array.from({ length: 10 }, (_, index) => row(index).split(','));
  const width = rows[0]?.length ?? 0;
  for (const { row: at, field, how, text } of changes) {
    const target = rows[at % rows.length];
    if (target === undefined) continue;
    if (how === 'replace') target[field % width] = text;
    else if (how === 'drop') target.splice(field % width, 1);
    else if (how === 'repeat') rows.push([...target]);
    else rows.push(...rows.splice(at % rows.length, 1));
  }
  return rows;
}

/** Decimal text without what does not change its value. */
const plain = (text: string) => {
  const unsigned = text
    .replace(/^\+/, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.');
  return unsigned.includes('.') ? unsigned.replace(/0+$/, '').replace(/\.$/, '') : unsigned;
};

function expectInRow(event: MarketEvent, row: readonly string[], scale: Instrument): void {
  const texts = row.map(plain);
  const numbers = row.filter((text) => text !== '').map(Number);
  const times = row.map(stampMs);
  const price = (ticks: number) => expect(texts).toContain(plain(formatScaled(ticks, scale.priceDecimals)));
  const quantity = (lots: number) =>
    expect(texts).toContain(plain(formatScaled(lots, scale.quantityDecimals)));
  switch (event.kind) {
    case 'trade':
      price(event.priceTicks);
      quantity(event.quantityLots);
      expect(numbers).toContain(event.tradeId);
      expect(times).toContain(event.exchangeTimeMs);
      break;
    case 'liquidation':
      price(event.priceTicks);
      quantity(event.quantityLots);
      expect(times).toContain(event.exchangeTimeMs);
      expect(row).toContain(event.positionSide === 'long' ? 'SELL' : 'BUY');
      break;
    case 'candle':
      for (const ticks of [event.openTicks, event.highTicks, event.lowTicks, event.closeTicks]) price(ticks);
      for (const value of [event.volumeBase, event.volumeQuote, event.takerBuyBase, event.tradeCount]) {
        if (value !== null) expect(numbers).toContain(value);
      }
      expect(times).toContain(event.openTimeMs);
      break;
    case 'openInterest':
      expect(numbers).toContain(event.quantityBase);
      if (event.notionalUsd !== null) expect(numbers).toContain(event.notionalUsd);
      // The start of its five minutes, or their end.
      expect(times.flatMap((time) => [time, time + 5 * MINUTE])).toContain(event.exchangeTimeMs);
      break;
    case 'funding':
      expect(numbers).toContain(event.rate);
      expect(times).toContain(event.exchangeTimeMs);
      break;
    case 'gap':
      expect(event.toMs).toBeGreaterThan(event.fromMs);
      break;
    default:
      expect.unreachable(`a ${event.kind} comes of no such file`);
  }
}

describe.each(CASES)('$format.title', (given) => {
  const clean = tableSample(changedRows(given, []).join('\n'), given.name);
  const recognition = given.format.recognise(clean);

  it('is known by its rows', () => {
    expect(recognition?.confidence).toBeGreaterThan(0.5);
  });

  it('gives every row of a clean file', () => {
    if (recognition === null) throw new Error('not recognised');
    const read = readWith(given.format, recognition.parameters, (reader) => reader.rows?.(clean.rows, 1));
    expect(read.lines).toEqual(clean.rows.map((_, index) => index + 1));
  });

  it('gives nothing that is not in the row, and accounts for every row it leaves out', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        if (recognition === null) throw new Error('not recognised');
        const rows = changedRows(given, changes);
        const read = readWith(given.format, recognition.parameters, (reader) => reader.rows?.(rows, 1));
        for (const [index, event] of read.events.entries()) {
          const row = rows[(read.lines[index] ?? 0) - 1];
          expectInRow(event, row ?? [], read.instruments.get(event.instrument));
        }
        const emitted = read.events.filter(({ kind }) => kind !== 'gap').length;
        const left = read.findings.filter(
          ({ kind, action }) => action === 'dropped' && kind !== 'unknownColumn',
        );
        expect(emitted + left.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      }),
      { numRuns: 300 },
    );
  });

  it('looks at any sample without a crash', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(junk, { maxLength: 13 }), { maxLength: 5 }),
        fc.string(),
        (rows, fileName) => {
          const sample: Sample = { fileName, shape: 'delimited', header: null, rows, lines: [] };
          const found = given.format.recognise(sample);
          if (found !== null) readWith(given.format, found.parameters, (reader) => reader.rows?.(rows, 1));
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('reads any document as klines without a crash', () => {
  const parameters = BINANCE_KLINES.recognise(
    tableSample(CASES[2]?.row(0) ?? '', 'BTCUSDT-1m.csv'),
  )?.parameters;
  if (parameters === undefined) throw new Error('not recognised');
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      readWith(BINANCE_REST_KLINES, parameters, (reader) => reader.document?.(value));
      readWith(BINANCE_REST_KLINES, parameters, (reader) =>
        reader.document?.([value, [value], Array(12).fill(value)]),
      );
      for (const line of [text, `[[${text}`, JSON.stringify([[value]])]) {
        BINANCE_REST_KLINES.recognise({
          fileName: 'x.json',
          shape: 'json',
          header: null,
          rows: [],
          lines: [line],
        });
      }
    }),
  );
});

it('reads files with flipped, missing and foreign bytes without a crash', async () => {
  const damage = fc.record({
    at: fc.nat(),
    bytes: fc.uint8Array({ maxLength: 40 }),
    cut: fc.nat({ max: 30 }),
  });
  const cases = fc.constantFrom(...CASES);
  await fc.assert(
    fc.asyncProperty(cases, fc.array(damage, { minLength: 1, maxLength: 3 }), async (given, damages) => {
      let bytes = Buffer.from(changedRows(given, []).join('\n'));
      for (const { at, bytes: foreign, cut } of damages) {
        const from = at % (bytes.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, from), foreign, bytes.subarray(from + cut)]);
      }
      const file = await readBytes(given.name, bytes).catch((error: unknown) => {
        // What is no table at all is refused with a sentence before any format sees a row.
        expect(String(error)).toMatch(
          /was not recognised|holds no text|is not a text file|is empty|cannot be read/,
        );
        return null;
      });
      expect(file === null || file.lines.every((line) => line > 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
