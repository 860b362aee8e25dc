import { expect, it } from 'vitest';
import { shapesAt } from './shapesAt';
import { NO_SHAPES, type StructureShapes } from './structureShapes';

const BAR = { openTimeMs: 1_000, intervalMs: 100 };
const ON = { ranges: true, events: true };
const SHAPES: StructureShapes = {
  ...NO_SHAPES,
  bands: [{ fromMs: 0, toMs: null, low: 100, high: 200, label: '', past: false, detail: 'band' }],
  zones: [{ fromMs: 1_050, toMs: null, low: 195, high: 205, direction: 'up', label: '', detail: 'zone' }],
  breakouts: [{ atMs: 1_099, price: 210, direction: 'up', strong: true, lines: [], detail: 'break' }],
  bursts: [
    { fromMs: 900, toMs: 1_010, positionSide: 'short', severity: 1, sideUsd: 1, label: '', detail: 'burst' },
  ],
};

it('tells what is at a bar and a price, of the layers that are drawn', () => {
  expect(shapesAt(SHAPES, ON, BAR, 200)).toEqual(['break', 'burst', 'zone', 'band']);
  expect(shapesAt(SHAPES, { ...ON, events: false }, BAR, 200)).toEqual(['zone', 'band']);
  expect(shapesAt(SHAPES, { ...ON, ranges: false }, BAR, 200)).toEqual(['break', 'burst']);
});

it('tells of a range only at its edges and its middle', () => {
  const at = (price: number) => shapesAt(SHAPES, { ...ON, events: false }, BAR, price);
  expect([96, 104, 146, 154, 194].map((price) => at(price).includes('band'))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(at(130)).toEqual([]);
});

it('tells nothing of other bars', () => {
  expect(shapesAt(SHAPES, ON, { ...BAR, openTimeMs: 1_100 }, 210)).toEqual([]);
  expect(shapesAt(SHAPES, ON, { ...BAR, openTimeMs: 800 }, 300)).toEqual([]);
});
