import { describe, expect, it } from 'vitest';
import { utcMonthStartMs, utcWeekStartMs } from './calendar';

describe('calendar', () => {
  it('begins weeks on Monday', () => {
    const monday = Date.UTC(2026, 0, 12);
    expect(utcWeekStartMs(monday)).toBe(monday);
    expect(utcWeekStartMs(Date.UTC(2026, 0, 18, 23, 59))).toBe(monday);
    expect(utcWeekStartMs(monday - 1)).toBe(Date.UTC(2026, 0, 5));
  });

  it('begins months on the first', () => {
    expect(utcMonthStartMs(Date.UTC(2024, 1, 29, 23, 59))).toBe(Date.UTC(2024, 1, 1));
    expect(utcMonthStartMs(Date.UTC(2026, 0, 1))).toBe(Date.UTC(2026, 0, 1));
    expect(utcMonthStartMs(Date.UTC(2026, 0, 1) - 1)).toBe(Date.UTC(2025, 11, 1));
  });
});
