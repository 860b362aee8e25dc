import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../model/time';
import { MarketTime } from './marketTime';

const NOON = Date.UTC(2024, 7, 8, 12);

describe('MarketTime', () => {
  it('is the highest time accepted, whatever the order', () => {
    const time = new MarketTime();
    for (const ms of [NOON, NOON + 500, NOON + 100]) expect(time.accept(ms, 0)).toBe(true);
    expect(time.nowMs).toBe(NOON + 500);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0, -1, Date.UTC(2008, 11, 31)])('refuses %s', (ms) => {
    const time = new MarketTime();
    expect([time.accept(ms, 0), time.nowMs]).toEqual([false, 0]);
  });

  it('refuses a jump of more than an hour, but not when as much time has passed for us', () => {
    const time = new MarketTime();
    time.accept(NOON, 0);
    expect(time.accept(NOON + HOUR_MS + 1, 0)).toBe(false);
    expect(time.accept(NOON + 8 * HOUR_MS, 7 * HOUR_MS)).toBe(true);
  });

  it('is convinced by a source that keeps insisting', () => {
    const time = new MarketTime();
    time.accept(NOON, 0);
    const tries = Array.from({ length: 32 }, () => time.accept(NOON + 48 * HOUR_MS, 0));
    expect(tries.filter(Boolean)).toEqual([true]);
    expect(time.nowMs).toBe(NOON + 48 * HOUR_MS);
  });
});
