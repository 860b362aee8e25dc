import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MarketModel } from '../../../shared/market/marketModel';
import type { MarketEvent, TradeEvent } from '../../../shared/model/events';
import { InstrumentTable } from '../../../shared/model/instrument';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';
import { AGG_HEADER, AGG_NAME, AGG_START_MS, aggRows, eventsOf, importRigs } from './importing.testkit';

const newRig = importRigs();

const PERPETUAL = { kind: 'perpetual' } as const;
const csv = (rows: readonly string[]) => [AGG_HEADER, ...rows].join('\n');
const trades = (events: readonly MarketEvent[]) =>
  events.filter((event): event is TradeEvent => event.kind === 'trade');
const withoutPlace = (events: readonly MarketEvent[]) => trades(events).map(({ seq: _, ...trade }) => trade);

describe('an import', () => {
  it('keeps every row of a file, numbered without a hole, with what was noticed and where it comes from', async () => {
    const rig = newRig();
    const rows = aggRows(3_000);
    rows[500] = '7,8';
    const session = await rig.session([rig.file(AGG_NAME, csv(rows))], PERPETUAL);
    const events = await eventsOf(session);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(trades(events).map(({ tradeId }) => tradeId)).toEqual(
      rows.flatMap((row) => (row === '7,8' ? [] : [Number(row.split(',')[0])])),
    );
    for (const { exchangeTimeMs, receiveTimeMs } of trades(events))
      expect(receiveTimeMs).toBe(exchangeTimeMs);
    const { imported, summary } = await session.report();
    expect(imported.files).toMatchObject([{ name: AGG_NAME, format: 'binanceAggTrades', rows: 3_000 }]);
    expect(imported.findings).toContainEqual(
      expect.objectContaining({ kind: 'badRow', action: 'dropped', count: 1, firstLine: 502, lastLine: 502 }),
    );
    expect(summary.feed).toBe('imported binanceAggTrades binanceusdm');
    await session.close();
  });

  it('gives the same trades however the rows are spread over files, packed or repeated', async () => {
    const rows = aggRows(1_500);
    const whole = newRig();
    const once = await whole.session([whole.file(AGG_NAME, csv(rows))], PERPETUAL);
    const rig = newRig();
    const parts = [
      rig.file('BTCUSDT-aggTrades-b.csv', csv(rows.slice(400, 1_100))),
      rig.file('BTCUSDT-aggTrades-a.csv.gz', gzipSync(csv(rows.slice(0, 500)))),
      rig.file('BTCUSDT-aggTrades-c.csv', `${rows.slice(1_000).join('\r\n')}\r\n`),
    ];
    const spread = await rig.session(parts, PERPETUAL);
    expect(withoutPlace(await eventsOf(spread))).toEqual(withoutPlace(await eventsOf(once)));
    const { findings } = (await spread.report()).imported;
    const repeats = findings.filter(({ kind }) => kind === 'duplicate');
    expect(repeats.reduce((sum, { count }) => sum + count, 0)).toBe(200);
    await once.close();
    await spread.close();
  });

  it('sorts a file whose rows are not in the order of their times, and says so', async () => {
    const rows = aggRows(1_000);
    const whole = newRig();
    const sorted = await whole.session([whole.file(AGG_NAME, csv(rows))], PERPETUAL);
    const rig = newRig();
    const shuffled = [...rows.slice(600), ...rows.slice(0, 600)];
    const session = await rig.session([rig.file(AGG_NAME, csv(shuffled))], PERPETUAL);
    expect(withoutPlace(await eventsOf(session))).toEqual(withoutPlace(await eventsOf(sorted)));
    expect((await session.report()).imported.findings).toContainEqual(
      expect.objectContaining({ kind: 'unsorted', action: 'changed', count: 600 }),
    );
    expect(readdirSync(rig.folder).sort()).toEqual([AGG_NAME, 'sessions']);
    await sorted.close();
    await session.close();
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const rig = newRig();
    const survey = await rig.survey([rig.file(AGG_NAME, csv(aggRows(60_000)))], PERPETUAL);
    const done = await rig.importSurvey(survey, () => rig.abort.abort());
    expect(done).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(readdirSync(join(rig.folder, 'sessions'))).toEqual([]);
  });

  it('refuses a file nobody can read with a sentence, and writes nothing', async () => {
    const rig = newRig();
    const done = await rig.import([rig.file('notes.csv', 'hello,world\nfoo,bar\n')]);
    expect(done).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    expect(readdirSync(rig.folder)).toEqual(['notes.csv']);
  });

  it('takes files of days without rows for what they are, and imports the others', async () => {
    const rig = newRig();
    const empty = rig.file('BTCUSDT-aggTrades-2024-08-09.csv', `${AGG_HEADER}\n`);
    const session = await rig.session([rig.file(AGG_NAME, csv(aggRows(50))), empty], PERPETUAL);
    expect(trades(await eventsOf(session))).toHaveLength(50);
    expect((await session.report()).imported.findings).toContainEqual(
      expect.objectContaining({ kind: 'hole', action: 'noted', file: 'BTCUSDT-aggTrades-2024-08-09.csv' }),
    );
    await session.close();
    expect(await rig.import([empty], PERPETUAL)).toMatchObject({
      ok: false,
      error: { message: 'The files hold no rows.' },
    });
  });

  it('says of a file that was taken away or changed after the survey that it was', async () => {
    const rig = newRig();
    const path = rig.file(AGG_NAME, csv(aggRows(50)));
    const survey = await rig.survey([path], PERPETUAL);
    rig.file(AGG_NAME, csv(aggRows(60)));
    const message = `${AGG_NAME} has changed since it was looked at, or is gone.`;
    expect(await rig.importSurvey(survey)).toMatchObject({ ok: false, error: { message } });
    rmSync(path);
    expect(await rig.importSurvey(survey)).toMatchObject({ ok: false, error: { message } });
    expect(await rig.store.list()).toEqual([]);
  });

  it('keeps what precedes the end of a file that was cut off', async () => {
    const rig = newRig();
    const packed = gzipSync(csv(aggRows(20_000)));
    const session = await rig.session(
      [rig.file(`${AGG_NAME}.gz`, packed.subarray(0, packed.length >> 1))],
      PERPETUAL,
    );
    const kept = trades(await eventsOf(session)).length;
    expect(kept).toBeGreaterThan(1_000);
    expect(kept).toBeLessThan(20_000);
    expect((await session.report()).imported.findings).toContainEqual(
      expect.objectContaining({ kind: 'truncated' }),
    );
    await session.close();
  });

  it('says where the files of one market leave a hole', async () => {
    const rig = newRig();
    const later = AGG_START_MS + 5 * HOUR_MS;
    const session = await rig.session(
      [
        rig.file('BTCUSDT-aggTrades-1.csv', csv(aggRows(100))),
        rig.file('BTCUSDT-aggTrades-2.csv', csv(aggRows(100, 5_000, later))),
      ],
      PERPETUAL,
    );
    expect((await session.report()).gaps).toContainEqual(
      expect.objectContaining({ stream: 'trades', fromMs: AGG_START_MS + 99 * 700 + 1, toMs: later }),
    );
    await session.close();
  });

  it('makes a session of candles alone whose time advances by their closes, the same by seek as by play', async () => {
    const rig = newRig();
    const bars = Array.from({ length: 400 }, (_, index) => {
      const openMs = AGG_START_MS + index * 15 * MINUTE_MS;
      const close = 60_000 + (index % 50);
      return [
        openMs,
        60_000,
        60_100,
        59_900,
        close,
        12,
        openMs + 15 * MINUTE_MS - 1,
        7e5,
        90,
        5,
        3e5,
        0,
      ].join();
    });
    const session = await rig.session([rig.file('BTCUSDT-15m-2024-08.csv', bars.join('\n'))], PERPETUAL);
    const events = await eventsOf(session);
    const candles = events.filter((event) => event.kind === 'candle');
    expect(candles.length).toBe(400);
    for (const candle of candles) {
      expect(candle.exchangeTimeMs).toBeGreaterThanOrEqual(candle.openTimeMs + candle.intervalMs);
    }
    expect(session.info.seedSeq).toBeNull();
    expect(session.info.range.fromMs).toBe(AGG_START_MS + 15 * MINUTE_MS);
    const seq = await session.seqAtTime(AGG_START_MS + DAY_MS);
    const model = () =>
      new MarketModel({
        instruments: InstrumentTable.from(session.info.instruments),
        venues: session.info.venues,
      });
    const played = model();
    for (const event of events) if (event.seq <= seq) played.apply(event);
    const found = model();
    const checkpoint = await session.checkpointAt(seq);
    if (checkpoint !== undefined) {
      const restored = found.restore(checkpoint.state, await session.candlesThrough(checkpoint.seq));
      expect(restored.ok).toBe(true);
    }
    for (const event of events) {
      if (event.seq > (checkpoint?.seq ?? 0) && event.seq <= seq) found.apply(event);
    }
    const figures = played.figures({ windowMs: DAY_MS });
    expect(found.figures({ windowMs: DAY_MS })).toEqual(figures);
    expect(figures.find(({ id }) => id.startsWith('price.'))).toMatchObject({
      value: 60_000 + (95 % 50),
      asOfMs: AGG_START_MS + DAY_MS,
      source: 'candles',
    });
    await session.close();
  });
});
