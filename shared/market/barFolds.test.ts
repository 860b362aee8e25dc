import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BarFold, IndicatorBar } from '../indicators/indicator';
import { MINUTE_MS } from '../model/time';
import { BarFoldRun } from './barFoldRun';
import { ChangeLog } from './changeLog';

/** Depends on the order and on everything before. */
class HashFold implements BarFold<number> {
  #value = 7;
  close(bar: IndicatorBar): void {
    this.#value = (this.#value * 31 + bar.close + bar.openTimeMs / MINUTE_MS) % 1_000_003;
  }
  read(): number {
    return this.#value;
  }
  snapshot(): number {
    return this.#value;
  }
  restore(state: unknown): void {
    this.#value = Number(state);
  }
}

function barAt(minute: number, close: number): IndicatorBar {
  return {
    openTimeMs: minute * MINUTE_MS,
    open: close,
    high: close,
    low: close,
    close,
    volumeBase: 1,
    takerBuyBase: 1,
    touchedByGap: false,
  };
}

describe('a change log', () => {
  it('knows the earliest time noted since any revision, or that it forgot', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 800 }), (times) => {
        const log = new ChangeLog();
        for (const time of times) log.note(time);
        for (let revision = 0; revision <= times.length; revision++) {
          expect(log.since(revision)).toBe(Math.min(Number.POSITIVE_INFINITY, ...times.slice(revision)));
        }
      }),
      { numRuns: 30 },
    );
    const long = new ChangeLog();
    for (let time = 0; time < 2_000; time++) long.note(time);
    expect(long.since(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(long.since(1_990)).toBe(1_990);
  });
});

describe('a bar fold run', () => {
  it('equals a fresh fold whatever was corrected, added or dropped in between', () => {
    const step = fc.record({
      append: fc.integer({ min: 0, max: 700 }),
      correctAt: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
      dropFirst: fc.integer({ min: 0, max: 3 }),
      close: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const changes = new ChangeLog();
        const rows: number[] = [];
        const run = new BarFoldRun(
          () => new HashFold(),
          (index, _bar, output) => {
            rows[index] = output();
          },
        );
        let bars: IndicatorBar[] = [];
        for (const { append, correctAt, dropFirst, close } of steps) {
          const next = (bars.at(-1)?.openTimeMs ?? 0) / MINUTE_MS + 1;
          const added = Array.from({ length: append }, (_, index) => barAt(next + index, close + index));
          bars = [...bars, ...added];
          if (added[0] !== undefined) changes.note(added[0].openTimeMs);
          const corrected = correctAt === null ? undefined : bars[Math.floor(correctAt * bars.length)];
          if (corrected !== undefined) {
            bars = bars.map((bar) => (bar === corrected ? { ...bar, close: bar.close + 1 } : bar));
            changes.note(corrected.openTimeMs);
          }
          const dropped = bars.slice(0, dropFirst);
          bars = bars.slice(dropFirst);
          if (dropped[0] !== undefined) changes.note(dropped[0].openTimeMs);
          run.sync({ bars, changes });
          rows.length = bars.length;
          const fresh = new HashFold();
          const expected = bars.map((bar) => {
            fresh.close(bar);
            return fresh.read();
          });
          expect(rows).toEqual(expected);
          expect(run.fold.read()).toBe(fresh.read());
        }
      }),
      { numRuns: 40 },
    );
  });
});
