import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdRanges } from './idRanges';

it('finds every repeat and every hole, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 150 }), (ids) => {
      const ranges = new IdRanges();
      const seen = new Set<number>();
      for (const [line, id] of ids.entries()) {
        expect(ranges.add(id, line + 1)).toBe(!seen.has(id));
        seen.add(id);
      }
      const missing = ranges.holes().flatMap(({ from, to }) => {
        return Array.from({ length: to - from + 1 }, (_, index) => from + index);
      });
      const least = Math.min(...seen);
      const span = Array.from(
        { length: seen.size === 0 ? 0 : Math.max(...seen) - least + 1 },
        (_, index) => least + index,
      );
      expect(missing).toEqual(span.filter((id) => !seen.has(id)));
    }),
  );
});

it('says when numbers are too scattered to keep, and still finds rows that stand twice in a row', () => {
  const ranges = new IdRanges();
  for (let id = 0; id < 100_000; id += 2) expect(ranges.add(id, id)).toBe(true);
  expect(ranges.isComplete).toBe(false);
  expect(ranges.holes()).toEqual([]);
  expect(ranges.add(99_998, 1)).toBe(false);
});
