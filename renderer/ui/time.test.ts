import { describe, expect, it } from 'vitest';
import { formatClock, formatDateTime, formatDay, isTimeZone, zoneLabel } from './time';

const MOMENT = Date.UTC(2025, 0, 14, 18, 24, 7);

describe('time in a zone', () => {
  it('writes UTC and other zones', () => {
    expect(formatDateTime(MOMENT, 'UTC')).toBe('14 Jan 2025 18:24:07');
    expect(formatDateTime(MOMENT, 'Asia/Tokyo')).toBe('15 Jan 2025 03:24:07');
    expect(formatDay(MOMENT, 'Asia/Tokyo')).toBe('15 Jan');
  });

  it('shows the repeated hour at the end of daylight-saving time as what it is', () => {
    const summer = Date.UTC(2024, 9, 27, 0, 30);
    const winter = Date.UTC(2024, 9, 27, 1, 30);
    expect(formatClock(summer, 'Europe/Berlin')).toBe('02:30:00');
    expect(formatClock(winter, 'Europe/Berlin')).toBe('02:30:00');
    expect(zoneLabel('Europe/Berlin', summer)).toBe('UTC+2');
    expect(zoneLabel('Europe/Berlin', winter)).toBe('UTC+1');
  });

  it('names zones west of Greenwich with a true minus', () => {
    expect(zoneLabel('America/New_York', MOMENT)).toBe('UTC−5');
    expect(zoneLabel('UTC', MOMENT)).toBe('UTC');
  });

  it('falls back to UTC for a zone this machine does not know', () => {
    expect(isTimeZone('Mars/Olympus')).toBe(false);
    expect(formatClock(MOMENT, 'Mars/Olympus')).toBe('18:24:07');
    expect(zoneLabel('Mars/Olympus', MOMENT)).toBe('UTC');
  });
});
