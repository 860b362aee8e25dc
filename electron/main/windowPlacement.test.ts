import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bounds,
  type DisplayArea,
  NO_PLACEMENTS,
  placementsSchema,
  placeWindow,
  rememberPlacement,
} from './windowPlacement';

const LEFT: DisplayArea = { id: 1, workArea: { x: 0, y: 24, width: 1920, height: 1056 } };
const RIGHT: DisplayArea = { id: 2, workArea: { x: 1920, y: 0, width: 2560, height: 1440 } };

const anyBounds = fc.record({
  x: fc.integer({ min: -9_000, max: 9_000 }),
  y: fc.integer({ min: -9_000, max: 9_000 }),
  width: fc.integer({ min: -10, max: 9_000 }),
  height: fc.integer({ min: -10, max: 9_000 }),
});

const anyDisplay = (id: number) =>
  fc.record({
    id: fc.constant(id),
    workArea: fc.record({
      x: fc.integer({ min: -5_000, max: 5_000 }),
      y: fc.integer({ min: -5_000, max: 5_000 }),
      width: fc.integer({ min: 320, max: 8_000 }),
      height: fc.integer({ min: 240, max: 5_000 }),
    }),
  });

function isInside(bounds: Bounds, area: Bounds): boolean {
  return (
    bounds.x >= area.x &&
    bounds.y >= area.y &&
    bounds.x + bounds.width <= area.x + area.width &&
    bounds.y + bounds.height <= area.y + area.height
  );
}

describe('a window', () => {
  it('is centred the first time', () => {
    expect(placeWindow(NO_PLACEMENTS, [LEFT, RIGHT], LEFT)).toEqual({
      x: 160,
      y: 102,
      width: 1600,
      height: 900,
      maximized: false,
    });
  });

  it('returns to where it was on the display it was on', () => {
    const bounds = { x: 2000, y: 100, width: 800, height: 600 };
    const saved = rememberPlacement(NO_PLACEMENTS, RIGHT.id, bounds, true);
    expect(placeWindow(saved, [LEFT, RIGHT], LEFT)).toEqual({ ...bounds, maximized: true });
  });

  it('goes to its place on the primary display while the other one is away, and back', () => {
    const onLeft = { x: 10, y: 30, width: 900, height: 700 };
    const onRight = { x: 2000, y: 100, width: 800, height: 600 };
    let saved = rememberPlacement(NO_PLACEMENTS, LEFT.id, onLeft, false);
    saved = rememberPlacement(saved, RIGHT.id, onRight, false);
    expect(placeWindow(saved, [LEFT], LEFT)).toMatchObject(onLeft);
    expect(placeWindow(saved, [LEFT, RIGHT], LEFT)).toMatchObject(onRight);
  });

  it('does not cover another one exactly', () => {
    const first = placeWindow(NO_PLACEMENTS, [LEFT], LEFT, 0);
    const second = placeWindow(NO_PLACEMENTS, [LEFT], LEFT, 1);
    expect([second.x - first.x, second.y - first.y]).toEqual([28, 28]);
  });

  it('always lies inside a display that is there, whatever was saved', () => {
    fc.assert(
      fc.property(
        anyBounds,
        anyDisplay(1),
        anyDisplay(2),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 60 }),
        (bounds, first, second, savedOn, openWindows) => {
          const saved = rememberPlacement(NO_PLACEMENTS, savedOn, bounds, false);
          const placed = placeWindow(saved, [first, second], first, openWindows);
          const area = savedOn === 2 ? second.workArea : first.workArea;
          expect(isInside(placed, area)).toBe(true);
          expect(placed.width).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('keeps places in a form that can be read back, for no more displays than anybody has', () => {
    let saved = NO_PLACEMENTS;
    for (let id = 0; id < 200; id++) {
      saved = rememberPlacement(saved, id, { x: id, y: 0, width: 800, height: 600 }, false);
    }
    expect(Object.keys(saved.displays)).toHaveLength(50);
    expect(saved.displays['199']).toBeDefined();
    expect(placementsSchema.parse(JSON.parse(JSON.stringify(saved)))).toEqual(saved);
  });
});
