import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../model/time';
import { ByteReader, ByteWriter } from './byteCodec';
import { EXACT_WINDOW_MS, RollingWindow } from './rollingWindow';

const START_MS = 1_723_125_600_000;
/** Times over several days, crowded around some minutes, some of them late. */
const entry = fc.record({
  afterMs: fc.oneof(fc.nat({ max: 40_000 }), fc.nat({ max: 5 * HOUR_MS })),
  lateMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat({ max: 30 * HOUR_MS })),
  amount: fc.nat({ max: 1_000_000 }),
});
const entries = fc.array(entry, { maxLength: 150 }).map((list) => {
  let nowMs = START_MS;
  return list.map(({ afterMs, lateMs, amount }) => {
    nowMs += afterMs;
    return { timeMs: nowMs - lateMs, nowMs, amount };
  });
});

describe('rolling window', () => {
  it('equals brute force, also after it was written and read at any point', () => {
    const window = fc.integer({ min: 1, max: EXACT_WINDOW_MS });
    fc.assert(
      fc.property(entries, window, fc.nat({ max: 150 }), (all, windowMs, cut) => {
        let held = new RollingWindow();
        all.forEach(({ timeMs, amount }, index) => {
          if (index === cut) held = copyOf(held);
          held.add(timeMs, amount, index);
        });
        const nowMs = all.at(-1)?.nowMs ?? START_MS;
        const inside = all.filter(({ timeMs }) => timeMs > nowMs - windowMs).map(({ amount }) => amount);
        expect(held.sumAfter(nowMs - windowMs)).toEqual({
          sum: inside.reduce((total, amount) => total + amount, 0),
          count: inside.length,
          largest: Math.max(0, ...inside),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('sums whole minutes for bars', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 600 }), fc.nat({ max: 1_440 }), (all, backMinutes, minutes) => {
        const held = new RollingWindow();
        for (const { timeMs, amount } of all) held.add(timeMs, amount, 1);
        const lastMs = Math.floor((all.at(-1)?.nowMs ?? START_MS) / MINUTE_MS) * MINUTE_MS;
        const fromMs = lastMs - backMinutes * MINUTE_MS;
        const toMs = fromMs + minutes * MINUTE_MS;
        const inside = all.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
        const sum = inside.reduce((total, { amount }) => total + amount, 0);
        expect(held.sumOfMinutes(fromMs, toMs)).toBe(sum);
      }),
    );
  });
});

function copyOf(held: RollingWindow): RollingWindow {
  const writer = new ByteWriter();
  held.write(writer);
  const copy = new RollingWindow();
  copy.read(new ByteReader(writer.finish()), 1);
  return copy;
}
