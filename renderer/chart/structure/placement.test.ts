import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insideOf, type LabelBox, placeLabels } from './canvasLabel';
import { joined } from './levelPrimitive';

const box: fc.Arbitrary<LabelBox> = fc.record({
  left: fc.integer({ min: -200, max: 900 }),
  top: fc.integer({ min: -200, max: 700 }),
  width: fc.integer({ min: 10, max: 300 }),
  height: fc.integer({ min: 10, max: 60 }),
});

/** Pixels that two boxes share. */
function shared(a: LabelBox, b: LabelBox): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}

describe('labels', () => {
  it('never cover each other, and one is left out only where all its places are taken', () => {
    const labels = fc.array(fc.record({ places: fc.array(box, { maxLength: 3 }) }), { maxLength: 30 });
    fc.assert(
      fc.property(labels, (all) => {
        const placed = placeLabels(all);
        for (const [index, one] of placed.entries()) {
          expect(one.label.places).toContain(one.box);
          for (const other of placed.slice(index + 1)) expect(shared(one.box, other.box)).toBe(0);
        }
        for (const label of all) {
          if (placed.some((one) => one.label === label)) continue;
          for (const place of label.places) {
            expect(placed.some((other) => shared(other.box, place) > 0)).toBe(true);
          }
        }
      }),
    );
  });

  it('are moved inside, and not at all when they are', () => {
    fc.assert(
      fc.property(box, (one) => {
        const moved = insideOf(one, 800, 600, 48);
        expect(moved.left).toBeGreaterThanOrEqual(4);
        expect(moved.left + moved.width).toBeLessThanOrEqual(796);
        expect(moved.top).toBeGreaterThanOrEqual(48);
        expect(moved.top + moved.height).toBeLessThanOrEqual(596);
        expect(insideOf(moved, 800, 600, 48)).toEqual(moved);
      }),
    );
  });
});

it('levels at the same price share a line', () => {
  const line = (price: number, label: string) => ({ price, label, round: false });
  expect(joined([line(5, 'PDH'), line(4, 'PDL'), line(5, 'PWH')])).toEqual([
    line(5, 'PDH · PWH'),
    line(4, 'PDL'),
  ]);
});
