import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OverviewColumns } from './overview';
import { thumbnailOf } from './thumbnail';

const column = fc.record({
  close: fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
  shortsUsd: fc.nat(1e9),
  longsUsd: fc.nat(1e9),
});

function columnsOf(
  rows: readonly { close: number | null; shortsUsd: number; longsUsd: number }[],
): OverviewColumns {
  return {
    fromMs: 0,
    bucketMs: 1_000,
    close: rows.map(({ close }) => close),
    shortsUsd: rows.map(({ shortsUsd }) => shortsUsd),
    longsUsd: rows.map(({ longsUsd }) => longsUsd),
  };
}

it('fits any session into the picture, and shows its extremes', () => {
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 720 }), (rows) => {
      const picture = thumbnailOf(columnsOf(rows));
      const liquidated = rows.some(({ shortsUsd, longsUsd }) => shortsUsd + longsUsd > 0);
      const traded = rows.some(({ close }) => close !== null);
      expect(picture === null).toBe(!liquidated && !traded);
      if (picture === null) return;
      const values = [
        ...picture.price.filter((price) => price !== null),
        ...picture.shorts,
        ...picture.longs,
      ];
      for (const value of values) expect(value >= 0 && value <= 100).toBe(true);
      expect(picture.price.length).toBe(Math.min(48, rows.length));
      expect(picture.price.some((price) => price !== null)).toBe(traded);
      if (liquidated) expect(Math.max(...picture.shorts, ...picture.longs)).toBe(100);
    }),
  );
});

it('shows where the price was highest and lowest', () => {
  const rows = [3, 1, 2, 5, 4].map((close) => ({ close, shortsUsd: 0, longsUsd: 0 }));
  expect(thumbnailOf(columnsOf(rows))?.price).toEqual([50, 0, 25, 100, 75]);
});
