import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START_MS, seriesPoint, stamped, TEST_VENUES } from '../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS } from '../model/time';
import { ByteWriter } from './byteCodec';
import { EventFolds } from './eventFolds';
import { folded, newModel } from './marketModel.testkit';
import { POINTS_KEPT, PublishedSeries } from './publishedSeries';

describe('PublishedSeries', () => {
  it('holds the last word on each moment, in order, however the points come', () => {
    const point = fc.record({ hour: fc.integer({ min: 0, max: 40 }), value: fc.double({ noNaN: true }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const published = new PublishedSeries();
        const expected = new Map<number, number>();
        for (const { hour, value } of points) {
          const asOfMs = START_MS + hour * HOUR_MS;
          published.apply(seriesPoint({ asOfMs, value }));
          expected.set(asOfMs, value);
        }
        const sorted = [...expected].sort(([a], [b]) => a - b).map(([asOfMs, value]) => ({ asOfMs, value }));
        expect(published.list()[0]?.points).toEqual(sorted);
      }),
    );
  });

  it('keeps the newest points only', () => {
    const published = new PublishedSeries();
    for (let day = 0; day < POINTS_KEPT + 50; day++) {
      published.apply(seriesPoint({ asOfMs: START_MS + day * DAY_MS, value: day }));
    }
    const points = published.list()[0]?.points ?? [];
    expect(points).toHaveLength(POINTS_KEPT);
    expect(points[0]?.value).toBe(50);
  });

  it('tells venues and series apart', () => {
    const published = new PublishedSeries();
    published.apply(seriesPoint({ venue: 'bybit' }));
    published.apply(seriesPoint({ venue: 'binance' }));
    published.apply(seriesPoint({ series: 'probability:BTC-100k', unit: 'fraction' }));
    expect(published.list().map(({ series, venue }) => `${series} ${venue}`)).toEqual([
      'etfNetFlowUsd:BTC binance',
      'etfNetFlowUsd:BTC bybit',
      'probability:BTC-100k bybit',
    ]);
  });
});

describe('figures of published series', () => {
  it('are the newest point, as of the moment it stands for', () => {
    const day = { asOfMs: START_MS - DAY_MS, value: -120_000_000 };
    const model = folded(stamped([seriesPoint(), seriesPoint(day)]));
    const figures = model.figures({ windowMs: HOUR_MS }).filter(({ id }) => id.startsWith('series.'));
    expect(figures).toEqual([
      {
        id: 'series.bybit.etfNetFlowUsd:BTC',
        value: 754_000_000,
        unit: 'usd',
        venues: ['bybit'],
        asOfMs: START_MS,
        completeness: 'complete',
      },
    ]);
  });

  it('are restored from a checkpoint, and a checkpoint from before there were any is still read', () => {
    const bytes = folded(stamped([seriesPoint()])).snapshot();
    const model = newModel();
    expect(model.restore(bytes, [])).toMatchObject({ ok: true });
    expect(model.snapshot()).toEqual(bytes);
    const none = folded([]).snapshot();
    // The version stands behind the length and the name of the format; an empty list of series is one byte, and
    // the folds of events stand behind it.
    const folds = new ByteWriter();
    new EventFolds(TEST_VENUES).write(folds);
    const older = none.slice(0, -1 - folds.finish().length);
    older[1 + 'breakwater-market'.length] = 2;
    expect(model.restore(older, [])).toMatchObject({ ok: true });
    expect(model.snapshot()).toEqual(none);
  });
});
