import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECOND_MS } from '../../../../shared/model/time';
import { type LiquidationOrder, published } from './reportingRule';

const orders = fc
  .array(
    fc.record({
      exchangeTimeMs: fc.integer({ min: 0, max: 6_000 }),
      quantityLots: fc.integer({ min: 1, max: 9 }),
    }),
  )
  .map((list) => list.sort((a, b) => a.exchangeTimeMs - b.exchangeTimeMs));

/** By definition: every second on its own, found by looking at all orders. */
function bySecond(
  list: readonly LiquidationOrder[],
  choose: (second: LiquidationOrder[]) => unknown,
): unknown[] {
  const seconds = new Map<number, LiquidationOrder[]>();
  for (const order of list) {
    const second = Math.floor(order.exchangeTimeMs / SECOND_MS);
    seconds.set(second, [...(seconds.get(second) ?? []), order]);
  }
  return [...seconds.values()].map(choose);
}

test('a full stream publishes every order, none of them nothing', () => {
  fc.assert(
    fc.property(orders, (list) => {
      expect(published('full', list)).toEqual(list);
      expect(published('none', list)).toEqual([]);
    }),
  );
});

test('the latest order of a second is the last of it', () => {
  fc.assert(
    fc.property(orders, (list) => {
      expect(published('latestPerSecond', list)).toEqual(bySecond(list, (second) => second.at(-1)));
    }),
  );
});

test('the largest order of a second stands for it, the first of equals', () => {
  const largest = (second: LiquidationOrder[]) => {
    const most = Math.max(...second.map((order) => order.quantityLots));
    return second.find((order) => order.quantityLots === most);
  };
  fc.assert(
    fc.property(orders, (list) => {
      expect(published('largestPerSecond', list)).toEqual(bySecond(list, largest));
    }),
  );
});
