import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../model/time';
import { periodStartMs } from './calendarPeriods';
import { PriorLevelsFold } from './priorLevels';
import { restingWalk } from './structure.testkit';
import type { StructureBar } from './structureBar';

/** From 1 Jan 2024, a Monday. */
const walk = (bars: number, seed = 1) => restingWalk({ seed, bars, interval: '1h' });

function levelsAfter(bars: readonly StructureBar[]) {
  const fold = new PriorLevelsFold({ intervalMs: HOUR_MS });
  for (const bar of bars) fold.close(bar);
  return Object.fromEntries(fold.read().levels.map(({ kind, price }) => [kind, price]));
}

describe('periods', () => {
  it('begin where the calendar says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0) }), (timeMs) => {
        const date = new Date(timeMs);
        const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
        expect(periodStartMs('day', timeMs)).toBe(Date.UTC(year, month, day));
        expect(periodStartMs('month', timeMs)).toBe(Date.UTC(year, month));
        expect(periodStartMs('week', timeMs)).toBe(Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('prior highs and lows', () => {
  it('are those of the last whole day, week and month, at any hour', () => {
    const bars = walk(24 * 75);
    for (const length of [24, 25, 24 * 7, 24 * 9 + 5, 24 * 31, 24 * 40, 24 * 60 + 1, 24 * 75]) {
      const seen = bars.slice(0, length);
      const nowMs = (seen.at(-1)?.openTimeMs ?? 0) + HOUR_MS;
      const levels = levelsAfter(seen);
      for (const [period, high, low] of [
        ['day', 'priorDayHigh', 'priorDayLow'],
        ['week', 'priorWeekHigh', 'priorWeekLow'],
        ['month', 'priorMonthHigh', 'priorMonthLow'],
      ] as const) {
        const toMs = periodStartMs(period, nowMs);
        const fromMs = periodStartMs(period, toMs - 1);
        const inside = seen.filter(({ openTimeMs }) => openTimeMs >= fromMs && openTimeMs < toMs);
        const isWhole = inside.length === (toMs - fromMs) / HOUR_MS;
        expect(levels[high]).toBe(isWhole ? Math.max(...inside.map((bar) => bar.high)) : undefined);
        expect(levels[low]).toBe(isWhole ? Math.min(...inside.map((bar) => bar.low)) : undefined);
      }
    }
  });

  it('are unknown after a day with a hole', () => {
    const bars = walk(72).filter((_, index) => index !== 30);
    expect(levelsAfter(bars.slice(0, 24))).toHaveProperty('priorDayHigh');
    expect(levelsAfter(bars.slice(0, 50))).not.toHaveProperty('priorDayHigh');
    expect(levelsAfter(bars)).toHaveProperty('priorDayHigh');
    const unknown = walk(48).map((bar, index) => (index === 30 ? { ...bar, high: Number.NaN } : bar));
    expect(levelsAfter(unknown)).not.toHaveProperty('priorDayHigh');
  });

  it('go on from a snapshot and take a forming bar without keeping it', () => {
    const bars = walk(24 * 40);
    const straight = new PriorLevelsFold({ intervalMs: HOUR_MS });
    let cut = new PriorLevelsFold({ intervalMs: HOUR_MS });
    for (const bar of bars) {
      const asIfClosed = straight.read(bar);
      straight.close(bar);
      expect(asIfClosed).toEqual(straight.read());
      cut.close(bar);
      const state = JSON.parse(JSON.stringify(cut.snapshot()));
      cut = new PriorLevelsFold({ intervalMs: HOUR_MS });
      cut.restore(state);
      expect(cut.read()).toEqual(straight.read());
    }
    expect(straight.read().highestPrice).toBe(Math.max(...bars.map(({ high }) => high)));
    expect(bars.length * HOUR_MS).toBeGreaterThan(31 * DAY_MS);
  });
});
