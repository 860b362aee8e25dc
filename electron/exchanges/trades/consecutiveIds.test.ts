import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsecutiveIds } from './consecutiveIds';

describe('ConsecutiveIds', () => {
  it('takes each id once and keeps exactly the untaken ones in holes, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 120 }), (later) => {
        const ids = new ConsecutiveIds();
        const taken = new Set([0]);
        ids.take(0, 1_000);
        for (const id of later) {
          const verdict = ids.take(id, 1_000 + id);
          expect(verdict === 'duplicate').toBe(taken.has(id));
          taken.add(id);
        }
        const highest = Math.max(...taken);
        const missing = ids.holes.flatMap(({ fromId, toId }) =>
          Array.from({ length: toId - fromId + 1 }, (_, index) => fromId + index),
        );
        const untaken = Array.from({ length: highest }, (_, id) => id).filter((id) => !taken.has(id));
        expect(missing.sort((a, b) => a - b)).toEqual(untaken);
        expect(ids.holes.every((hole) => hole.fromMs <= hole.toMs)).toBe(true);
      }),
    );
  });

  it('counts what back-fill has brought', () => {
    const ids = new ConsecutiveIds();
    ids.take(1, 10);
    expect(ids.take(5, 50)).toBe('afterHole');
    const hole = ids.holes[0];
    expect(ids.take(2, 20, true)).toBe('late');
    expect(ids.take(3, 30)).toBe('late');
    expect(ids.take(4, 40, true)).toBe('late');
    expect([hole?.recovered, ids.holes.length, ids.take(4, 40, true)]).toEqual([2, 0, 'duplicate']);
  });

  it('forgets a hole that is given up, and takes its trades for duplicates then', () => {
    const ids = new ConsecutiveIds();
    ids.take(1, 10);
    ids.take(4, 40);
    const [hole] = ids.holes;
    if (hole === undefined) throw new Error('no hole');
    ids.giveUp(hole);
    expect([ids.holes.length, ids.take(2, 20)]).toEqual([0, 'duplicate']);
  });
});
