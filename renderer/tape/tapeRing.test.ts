import { describe, expect, it } from 'vitest';
import { tapeFrame } from '../testing/fakeMarket.testkit';
import { TAPE_ROWS, TapeRing } from './tapeRing';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    seq: from + index,
    time: 1_000 * (from + index),
    instrumentId: (from + index) % 2 === 0 ? 'bybit:BTCUSDT' : 'binanceusdm:ETHUSDT',
    price: 100,
    notionalUsd: 5_000,
    upward: true,
  }));

describe('TapeRing', () => {
  it('puts new rows first and keeps each one identical', () => {
    const ring = new TapeRing();
    ring.apply(tapeFrame(rows(1, 4), 'snapshot'));
    const before = ring.snapshot.rows;
    ring.apply(tapeFrame(rows(4, 6), 'update'));
    expect(ring.snapshot.rows.map((row) => row.seq)).toEqual([5, 4, 3, 2, 1]);
    expect(ring.snapshot.rows.slice(2)).toEqual(before);
    expect(ring.snapshot.rows[2]).toBe(before[0]);
    expect(ring.snapshot.rows[0]?.instrumentId).toBe('binanceusdm:ETHUSDT');
  });

  it('reads the side as the contract says: 1 a taker bought or a short was closed, 0 the other', () => {
    const frame = tapeFrame(rows(1, 3), 'snapshot');
    const ring = new TapeRing();
    ring.apply({ ...frame, side: Uint8Array.of(1, 0) });
    expect(ring.snapshot.rows.map((row) => [row.seq, row.upward])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  it('holds a bounded number of rows, the newest', () => {
    const ring = new TapeRing();
    ring.apply(tapeFrame([], 'snapshot'));
    for (let from = 1; from < 1000; from += 70) ring.apply(tapeFrame(rows(from, from + 70), 'update'));
    expect(ring.snapshot.rows).toHaveLength(TAPE_ROWS);
    expect(ring.snapshot.rows[0]?.seq).toBe(1050);
    ring.apply(tapeFrame(rows(2000, 2500), 'update'));
    expect(ring.snapshot.rows.map((row) => row.seq)).toEqual(
      Array.from({ length: TAPE_ROWS }, (_, index) => 2499 - index),
    );
  });

  it('does not change its snapshot for an empty or a stale update', () => {
    const ring = new TapeRing();
    ring.apply(tapeFrame(rows(1, 2), 'update'));
    expect(ring.snapshot.loaded).toBe(false);
    ring.apply(tapeFrame(rows(1, 4), 'snapshot', 3));
    const { snapshot } = ring;
    ring.apply(tapeFrame([], 'update', 3));
    ring.apply(tapeFrame(rows(9, 10), 'update', 2));
    expect(ring.snapshot).toBe(snapshot);
  });

  it('adds up what was left out until the next snapshot', () => {
    const ring = new TapeRing();
    ring.apply(tapeFrame([], 'snapshot'));
    ring.apply(tapeFrame(rows(1, 2), 'update', 1, 7));
    ring.apply(tapeFrame(rows(2, 3), 'update', 1, 5));
    expect(ring.snapshot.skipped).toBe(12);
    ring.apply(tapeFrame([], 'snapshot', 2));
    expect(ring.snapshot.skipped).toBe(0);
  });
});
