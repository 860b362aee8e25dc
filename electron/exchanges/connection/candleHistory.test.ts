import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { CandleEvent } from '../../../shared/model/events';
import { InstrumentTable } from '../../../shared/model/instrument';
import { InstrumentScale } from '../../../shared/model/instrumentScale';
import { candle } from '../../../shared/model/testing/arbitraries.testkit';
import { MINUTE_MS } from '../../../shared/model/time';
import { CandleHistory } from './candleHistory';
import { createMarket } from './market';
import { HttpProblem, RestQueue } from './restQueue';

const market = createMarket(
  new InstrumentScale(new InstrumentTable(), {
    ...{ id: 'x:BTC', venue: 'x', symbol: 'BTC', asset: 'BTC', quote: 'USDT', kind: 'perpetual' },
    ...{ priceDecimals: 2, quantityDecimals: 3, tickSize: 0.01 },
  }),
  [],
);

/** A venue that has the bars of these minutes, some of which cannot be read; `fails` answers instead while it gives a problem. */
function open(
  minutes: readonly number[],
  perPage: number,
  fails: () => Error | null = () => null,
  unreadable: readonly number[] = [],
) {
  const clock = new FakeClock();
  const emitted: CandleEvent[] = [];
  const asked: { readonly limit: number; readonly endMs: number | null }[] = [];
  const queue = new RestQueue({
    venueTitle: 'Test venue',
    clock,
    random: () => 0,
    retryMs: 1_000,
    report: () => {},
  });
  const history = new CandleHistory({
    queue,
    emit: (_market, event) => emitted.push(event),
    protocol: {
      maxCandlesPerPage: perPage,
      candles: async (_market, _interval, limit, endMs) => {
        asked.push({ limit, endMs });
        const problem = fails();
        if (problem !== null) throw problem;
        const until = minutes.filter((minute) => endMs === null || minute * MINUTE_MS <= endMs);
        const page = until.slice(-limit);
        const readable = page.filter((minute) => !unreadable.includes(minute));
        const candles = readable.map((minute) => candle({ openTimeMs: minute * MINUTE_MS }));
        return { candles, rows: page.length };
      },
    },
  });
  const older = (from: number, to: number) =>
    history.older(market, '1m', { fromMs: from * MINUTE_MS, toMs: to * MINUTE_MS });
  return {
    clock,
    queue,
    older,
    newest: (bars: number) => history.pages(market, '1m', bars),
    asked,
    minutesOf: () => emitted.map((event) => event.openTimeMs / MINUTE_MS),
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

describe('older candles', () => {
  it('are all that the venue has in the range, once and in order, however it cuts its pages', async () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 });
    const range = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }));
    await fc.assert(
      fc.asyncProperty(
        minutes,
        range,
        fc.integer({ min: 1, max: 20 }),
        async (some, [one, other], perPage) => {
          const listed = [...some].sort((a, b) => a - b);
          const [from, to] = [Math.min(one, other), Math.max(one, other)];
          const venue = open(listed, perPage);
          const answer = await venue.older(from, to);
          const wanted = listed.filter((minute) => minute >= from && minute < to);
          expect(venue.minutesOf()).toEqual(wanted);
          if (!answer.ok) throw new Error(answer.error.message);
          expect(answer.value.candles).toBe(wanted.length);
          // Told only when it is true; that the range begins with the first candle need not be noticed.
          if (answer.value.reachedStart) expect(listed.some((minute) => minute < from)).toBe(false);
          if (wanted.length === 0 && from < to) {
            expect(answer.value.reachedStart).toBe(!listed.some((minute) => minute < from));
          }
          for (const { limit } of venue.asked) expect(limit).toBeLessThanOrEqual(perPage);
        },
      ),
    );
  });

  it('are asked for page by page, as many as are missing', async () => {
    const venue = open(
      Array.from({ length: 100 }, (_, minute) => minute),
      15,
    );
    expect(await venue.older(40, 75)).toEqual({ ok: true, value: { candles: 35, reachedStart: false } });
    expect(venue.asked.map(({ limit }) => limit)).toEqual([15, 15, 5]);
    expect(venue.asked.map(({ endMs }) => endMs)).toEqual([75, 60, 45].map((to) => to * MINUTE_MS - 1));
  });

  it('do not come at all when one page of them fails, and may come when asked again', async () => {
    let answered = 0;
    const venue = open(
      Array.from({ length: 100 }, (_, minute) => minute),
      15,
      () => (++answered === 2 ? new HttpProblem(400, 'no such symbol') : null),
    );
    expect(await venue.older(40, 75)).toMatchObject({
      ok: false,
      error: {
        code: 'venue-error',
        message: 'Test venue refuses the older 1m candles of BTC (HTTP 400: no such symbol)',
      },
    });
    expect(venue.minutesOf()).toEqual([]);
    expect(await venue.older(40, 75)).toMatchObject({ ok: true, value: { candles: 35 } });
  });

  it('are given up soon when the venue is down, because somebody waits', async () => {
    const venue = open([1, 2], 15, () => new HttpProblem(503, 'down'));
    const asking = venue.older(0, 9);
    await settle();
    venue.clock.advance(1_000);
    expect(await asking).toMatchObject({ ok: false, error: { retryable: true } });
    expect(venue.asked).toHaveLength(2);
  });

  it('go on behind a row that cannot be read, which is no beginning of history', async () => {
    const minutes = Array.from({ length: 100 }, (_, minute) => minute);
    const venue = open(minutes, 15, () => null, [60, 46]);
    expect(await venue.older(40, 75)).toEqual({ ok: true, value: { candles: 33, reachedStart: false } });
    expect(venue.minutesOf()).toEqual(
      minutes.filter((minute) => minute >= 40 && minute < 75 && minute !== 60 && minute !== 46),
    );
    const loaded = open(minutes, 15, () => null, [90, 71]);
    expect(await loaded.newest(40)).toEqual({ ok: true, value: undefined });
    expect([...loaded.minutesOf()].sort((a, b) => a - b)).toEqual(
      minutes.slice(60).filter((minute) => minute !== 90 && minute !== 71),
    );
  });

  it('are refused when a page holds no row that can be read', async () => {
    const minutes = Array.from({ length: 100 }, (_, minute) => minute);
    const venue = open(minutes, 15, () => null, minutes);
    expect(await venue.older(40, 75)).toMatchObject({ ok: false, error: { code: 'venue-error' } });
    expect(await venue.newest(40)).toMatchObject({ ok: false, error: { code: 'venue-error' } });
    expect(venue.minutesOf()).toEqual([]);
  });

  it('end as cancelled with the run, and nothing comes afterwards', async () => {
    const venue = open([1, 2, 3], 2);
    const asking = venue.older(0, 9);
    venue.queue.stop();
    expect(await asking).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await settle();
    expect(venue.minutesOf()).toEqual([]);
  });

  it('are refused from a venue that answers with other ones', async () => {
    const newest = Array.from({ length: 30 }, (_, minute) => 100 + minute);
    const venue = open(newest, 15);
    const clockless = new CandleHistory({
      queue: venue.queue,
      emit: () => {},
      protocol: {
        maxCandlesPerPage: 15,
        candles: async () => ({
          candles: newest.slice(-15).map((minute) => candle({ openTimeMs: minute * MINUTE_MS })),
          rows: 15,
        }),
      },
    });
    const answer = await clockless.older(market, '1m', { fromMs: 0, toMs: 50 * MINUTE_MS });
    expect(answer).toMatchObject({ ok: false, error: { code: 'venue-error' } });
  });
});
