import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookChange, OrderBook } from './orderBook';

/** Change number `id` (1, 2, …): sets one bid. */
function change(id: number, lots = id): BookChange {
  return { timeMs: id, firstId: id, lastId: id, previousId: null, bids: [100 - (id % 7), lots], asks: [] };
}

function bids(book: OrderBook): [number, number][] {
  const { bidTicks, bidLots } = book.best(50);
  return bidTicks.map((ticks, index) => [ticks, bidLots[index] ?? Number.NaN]);
}

/** What the bids are after changes `first` to `last`, from an empty book. */
function expected(last: number): [number, number][] {
  const side = new Map<number, number>();
  for (let id = 1; id <= last; id++) side.set(100 - (id % 7), id);
  return [...side].sort((a, b) => b[0] - a[0]);
}

function snapshotAt(id: number) {
  return { lastId: id, bids: expected(id).flat(), asks: [] };
}

describe('OrderBook', () => {
  it('is the same whenever the snapshot comes, slow or fast', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }), (atChange, age) => {
        const snapshotId = Math.max(0, atChange - age);
        const book = new OrderBook();
        for (let id = 1; id <= 40; id++) {
          expect(book.change(change(id))).toBe(id <= atChange ? 'waiting' : 'applied');
          if (id === atChange) expect(book.snapshot(snapshotAt(snapshotId))).toBe('applied');
        }
        expect(bids(book)).toEqual(expected(40));
      }),
    );
  });

  it('falls out of step at a missing change and is whole again with the next snapshot', () => {
    const book = new OrderBook();
    book.snapshot(snapshotAt(3));
    expect([book.change(change(4)), book.change(change(6)), book.isInStep]).toEqual([
      'applied',
      'gap',
      false,
    ]);
    expect(book.change(change(7))).toBe('waiting');
    expect(book.snapshot(snapshotAt(5))).toBe('applied');
    expect([book.lastUpdateId, bids(book)]).toEqual([7, expected(7)]);
  });

  it('waits for a younger snapshot when one is too old for the changes at hand', () => {
    const book = new OrderBook();
    book.change(change(8));
    expect([book.snapshot(snapshotAt(5)), book.isInStep]).toEqual(['gap', false]);
    expect(book.snapshot(snapshotAt(7))).toBe('applied');
    expect(bids(book)).toEqual(expected(8));
  });

  it('passes over repeated changes', () => {
    const book = new OrderBook();
    book.snapshot(snapshotAt(3));
    expect([book.change(change(3, 99)), book.change(change(4)), book.change(change(4, 99))]).toEqual([
      'old',
      'applied',
      'old',
    ]);
    expect(bids(book)).toEqual(expected(4));
  });

  it('follows the chain of previous ids where the venue gives one', () => {
    const book = new OrderBook();
    book.snapshot({ lastId: 10, bids: [], asks: [] });
    const linked = (firstId: number, lastId: number, previousId: number): BookChange => ({
      ...change(lastId),
      firstId,
      lastId,
      previousId,
    });
    const verdicts = [linked(8, 14, 7), linked(20, 25, 14), linked(30, 31, 26)].map((one) =>
      book.change(one),
    );
    expect(verdicts).toEqual(['applied', 'applied', 'gap']);
  });

  it('is the same book at a finer scale, also what waits for a snapshot', () => {
    const coarse = new OrderBook();
    coarse.snapshot(snapshotAt(3));
    coarse.change(change(4));
    coarse.rescale(10, 100);
    expect(bids(coarse)).toEqual(expected(4).map(([ticks, lots]) => [ticks * 10, lots * 100]));
    const waiting = new OrderBook();
    waiting.change(change(4));
    waiting.rescale(10, 100);
    waiting.snapshot({ lastId: 3, bids: [], asks: [] });
    expect(bids(waiting)).toEqual([[960, 400]]);
  });

  it('removes levels of no lots and gives the best first on both sides', () => {
    const book = new OrderBook();
    book.snapshot({ lastId: 0, bids: [9, 1, 10, 2], asks: [12, 1, 11, 2] });
    book.change({ ...change(1), bids: [10, 0], asks: [13, 5] });
    expect(book.best(2)).toEqual({ bidTicks: [9], bidLots: [1], askTicks: [11, 12], askLots: [2, 1] });
  });
});
