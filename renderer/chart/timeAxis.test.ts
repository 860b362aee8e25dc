import fc from 'fast-check';
import { TickMarkType } from 'lightweight-charts';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../shared/model/time';
import { chartTime } from './barData';
import { markWeight, tickMarkFormatter } from './timeAxis';
import { ZoneClock } from './zoneClock';

/** Zones with half-hour changes, changes at midnight, offsets of 45 minutes, no changes, and a skipped day. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Africa/Casablanca',
] as const;

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone as string,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }),
  ]),
);

/** What Intl itself writes: the oracle. */
function localText(timeMs: number, zone: string): string {
  const parts = formats.get(zone)?.formatToParts(timeMs);
  const part = (type: string) => parts?.find((one) => one.type === type)?.value;
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The days on which a zone's offset changed from 2011 to 2026, found by Intl alone. */
function changesOf(zone: string): number[] {
  const changes: number[] = [];
  const offset = (timeMs: number) => Date.parse(`${localText(timeMs, zone)}Z`) - timeMs;
  const stepMs = 24 * HOUR_MS;
  let before = offset(Date.UTC(2011, 0, 1));
  for (let timeMs = Date.UTC(2011, 0, 1); timeMs < Date.UTC(2027, 0, 1); timeMs += stepMs) {
    const after = offset(timeMs + stepMs);
    if (before !== after) changes.push(timeMs);
    before = after;
  }
  return changes.slice(-12);
}

describe('ZoneClock', () => {
  it.each(ZONES)('tells local time of %s as Intl does, around every change', (zone) => {
    const clock = new ZoneClock(zone);
    for (const changeMs of changesOf(zone)) {
      for (let timeMs = changeMs - HOUR_MS; timeMs <= changeMs + 25 * HOUR_MS; timeMs += 15 * MINUTE_MS) {
        expect(new Date(clock.localMs(timeMs)).toISOString().slice(0, 16)).toBe(localText(timeMs, zone));
      }
    }
  });

  it('tells local time of any zone at any moment as Intl does', () => {
    const moment = fc.integer({
      min: Date.UTC(2010, 0, 1) / MINUTE_MS,
      max: Date.UTC(2030, 0, 1) / MINUTE_MS,
    });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), moment, (zone, minute) => {
        const local = new Date(new ZoneClock(zone).localMs(minute * MINUTE_MS)).toISOString().slice(0, 16);
        expect(local).toBe(localText(minute * MINUTE_MS, zone));
      }),
      { numRuns: 300 },
    );
  });
});

describe('marks of the time axis', () => {
  it.each(ZONES)('begin a day in %s where its local date changes, also when clocks are changed', (zone) => {
    const clock = new ZoneClock(zone);
    const stepMs = 15 * MINUTE_MS;
    for (const changeMs of changesOf(zone)) {
      for (let timeMs = changeMs - 12 * HOUR_MS; timeMs <= changeMs + 36 * HOUR_MS; timeMs += stepMs) {
        const weight = markWeight(clock.localMs(timeMs), clock.localMs(timeMs - stepMs));
        const isNewDay =
          localText(timeMs, zone).slice(0, 10) !== localText(timeMs - stepMs, zone).slice(0, 10);
        expect(weight >= 50).toBe(isNewDay);
      }
    }
  });

  it('weigh a year above a month above a day above parts of it', () => {
    const at = (text: string) => Date.parse(`${text}:00Z`);
    const weights = [
      ['2025-01-01T00:00', '2024-12-31T23:59'],
      ['2025-02-01T00:00', '2025-01-31T23:59'],
      ['2025-02-02T00:00', '2025-02-01T23:59'],
      ['2025-02-02T12:00', '2025-02-02T11:59'],
      ['2025-02-02T13:00', '2025-02-02T12:59'],
      ['2025-02-02T13:05', '2025-02-02T13:04'],
      ['2025-02-02T13:06', '2025-02-02T13:05'],
    ].map(([now = '', before = '']) => markWeight(at(now), at(before)));
    expect(weights).toEqual([...weights].sort((one, other) => other - one));
    expect(new Set(weights).size).toBe(weights.length);
  });

  it('are written in the zone', () => {
    const format = tickMarkFormatter('America/New_York');
    const time = chartTime(Date.UTC(2025, 2, 9, 7));
    expect(format(time, TickMarkType.Time)).toBe('03:00');
    expect(format(chartTime(Date.UTC(2025, 2, 9, 6)), TickMarkType.Time)).toBe('01:00');
    expect(format(chartTime(Date.UTC(2025, 2, 9, 5)), TickMarkType.DayOfMonth)).toBe('9 Mar');
  });
});
