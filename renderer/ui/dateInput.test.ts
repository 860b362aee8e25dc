import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoment } from './dateInput';
import { formatClock, formatDateTime } from './time';

const AROUND_MS = Date.UTC(2025, 0, 14, 18, 24, 7);
const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe'];

describe('a moment as it is typed', () => {
  it('is what the app itself writes, in any zone', () => {
    const moment = fc.integer({ min: Date.UTC(2017, 0, 1) / 1_000, max: Date.UTC(2027, 0, 1) / 1_000 });
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (seconds, zone) => {
        const written = formatDateTime(seconds * 1_000, zone);
        const parsed = parseMoment(written, zone, AROUND_MS);
        // In the hour that comes twice in autumn two moments are written alike.
        expect(parsed === null ? null : formatDateTime(parsed, zone)).toBe(written);
      }),
    );
  });

  it.each([
    ['2025-01-14', 'UTC', '2025-01-14T00:00:00Z'],
    ['2025-01-14 16:24', 'UTC', '2025-01-14T16:24:00Z'],
    [' 2025-1-4T6:05:09 ', 'UTC', '2025-01-04T06:05:09Z'],
    ['14 Jan 2025 16:24:07', 'Europe/Berlin', '2025-01-14T15:24:07Z'],
    ['14 January 2025', 'America/New_York', '2025-01-14T05:00:00Z'],
    ['01:30', 'Asia/Kolkata', '2025-01-13T20:00:00Z'],
    ['2025-07-01 00:00', 'America/New_York', '2025-07-01T04:00:00Z'],
  ])('%j in %s', (text, zone, moment) => {
    expect(parseMoment(text, zone, AROUND_MS)).toBe(Date.parse(moment));
  });

  it('shows the other time where a clock leaves one out', () => {
    const parsed = parseMoment('2025-03-30 02:30', 'Europe/Berlin', AROUND_MS) ?? 0;
    expect(['01:30:00', '03:30:00']).toContain(formatClock(parsed, 'Europe/Berlin'));
  });

  it.each([
    '',
    'soon',
    '2025-02-30',
    '2025-13-01',
    '25:00',
    '16:60',
    '14 Foo 2025',
    '2025-01-14 16',
    '2025-01-1416:00',
  ])('%j is none', (text) => {
    expect(parseMoment(text, 'UTC', AROUND_MS)).toBeNull();
  });
});
