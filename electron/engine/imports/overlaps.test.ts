/** Single trades and aggregates of one market, imported together: every trade counts once. */
import { describe, expect, it } from 'vitest';
import { fromScaled } from '../../../shared/model/decimal';
import type { TradeEvent } from '../../../shared/model/events';
import { DAY_MS } from '../../../shared/model/time';
import { AGG_HEADER, AGG_START_MS, eventsOf, importRigs } from './importing.testkit';

const newRig = importRigs();

const PERPETUAL = { kind: 'perpetual' } as const;
const MINUTES = 60;
const SINGLES = 'BTCUSDT-trades-2024-08-08.csv';
const AGGREGATES = 'BTCUSDT-aggTrades-2024-08-08.csv';

/** Three trades of 0.1 a minute. */
function singles(fromMinute: number, toMinute: number): string {
  const rows: string[] = [];
  for (let minute = fromMinute; minute < toMinute; minute++) {
    for (let part = 0; part < 3; part++) {
      const id = 90_000 + minute * 3 + part;
      rows.push([id, '61800.0', '0.1', '6180.0', AGG_START_MS + minute * 60_000, 'true'].join());
    }
  }
  return `id,price,qty,quote_qty,time,is_buyer_maker\n${rows.join('\n')}`;
}

/** The same as one aggregate a minute. */
function aggregates(fromMinute: number, toMinute: number, startMs = AGG_START_MS): string {
  const rows: string[] = [];
  for (let minute = fromMinute; minute < toMinute; minute++) {
    const first = 90_000 + minute * 3;
    rows.push([500 + minute, '61800.0', '0.3', first, first + 2, startMs + minute * 60_000, 'true'].join());
  }
  return [AGG_HEADER, ...rows].join('\n');
}

async function imported(files: Readonly<Record<string, string>>) {
  const rig = newRig();
  const paths = Object.entries(files).map(([name, text]) => rig.file(name, text));
  const survey = await rig.survey(paths, PERPETUAL);
  const session = await rig.session(paths, PERPETUAL);
  const rowOf = new Map(session.info.instruments.map((row) => [row.index, row]));
  const trades = (await eventsOf(session)).filter((event): event is TradeEvent => event.kind === 'trade');
  const { findings } = (await session.report()).imported;
  await session.close();
  const base = trades.reduce(
    (sum, { quantityLots, instrument }) =>
      sum + fromScaled(quantityLots, rowOf.get(instrument)?.quantityDecimals ?? 0),
    0,
  );
  const seen = survey.files.flatMap((file) => file.findings.filter(({ kind }) => kind === 'duplicate'));
  return { trades: trades.length, base, seen, findings: findings.filter(({ kind }) => kind === 'duplicate') };
}

describe('files that hold the same trades in different grain', () => {
  it.each([
    [SINGLES, AGGREGATES],
    [AGGREGATES, SINGLES],
  ])('count once, as single trades, when %s is chosen before %s', async (...names) => {
    const text: Readonly<Record<string, string>> = {
      [SINGLES]: singles(0, MINUTES),
      [AGGREGATES]: aggregates(0, MINUTES),
    };
    const done = await imported(Object.fromEntries(names.map((name) => [name, text[name] ?? ''])));
    expect(done.trades).toBe(3 * MINUTES);
    expect(done.base).toBeCloseTo(0.3 * MINUTES, 9);
    expect(done.seen).toMatchObject([{ file: AGGREGATES, action: 'dropped', count: MINUTES }]);
    expect(done.seen[0]?.detail).toContain(SINGLES);
    expect(done.findings).toMatchObject([
      { file: AGGREGATES, action: 'dropped', count: MINUTES, firstLine: 2 },
    ]);
  });

  it('leave the aggregates where there is nothing finer', async () => {
    const done = await imported({ [SINGLES]: singles(20, 40), [AGGREGATES]: aggregates(0, MINUTES) });
    expect(done.base).toBeCloseTo(0.3 * MINUTES, 9);
    expect(done.trades).toBe(3 * 20 + 40);
    expect(done.seen).toMatchObject([{ file: AGGREGATES, action: 'dropped', count: 0 }]);
    expect(done.findings).toMatchObject([{ file: AGGREGATES, count: 20, firstLine: 22, lastLine: 41 }]);
  });

  it('are told of nothing when they are of another time or another market', async () => {
    const later = await imported({
      [SINGLES]: singles(0, MINUTES),
      [AGGREGATES]: aggregates(0, MINUTES, AGG_START_MS + DAY_MS),
    });
    expect(later).toMatchObject({ trades: 4 * MINUTES, seen: [], findings: [] });
    const other = await imported({
      [SINGLES]: singles(0, MINUTES),
      'ETHUSDT-aggTrades-2024-08-08.csv': aggregates(0, MINUTES),
    });
    expect(other).toMatchObject({ trades: 4 * MINUTES, seen: [], findings: [] });
  });

  it('are told, and kept, when nobody knows their grain', async () => {
    const table = 'exchange,symbol,timestamp,local_timestamp,id,side,price,amount';
    const rows = Array.from({ length: MINUTES }, (_, minute) => {
      const us = (AGG_START_MS + minute * 60_000) * 1_000;
      return `binance-futures,BTCUSDT,${us},${us},${minute},sell,61800.0,0.3`;
    });
    const tardis = 'binance-futures_trades_2024-08-08_BTCUSDT.csv';
    const done = await imported({
      [AGGREGATES]: aggregates(0, MINUTES),
      [tardis]: [table, ...rows].join('\n'),
    });
    expect(done.trades).toBe(2 * MINUTES);
    expect(done.seen).toMatchObject([{ file: tardis, action: 'noted' }]);
  });
});
