import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS } from '../../model/time';
import { arbitraryBars, bar, EXAMPLE } from '../studies/studies.testkit';
import { valueArea } from './valueArea';
import { sessionSpan, volumeProfile } from './volumeProfile';

const ALL = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
/** Volumes of the prices 105 … 109 between others, 554 in all: 70 % is 388. */
const WORKED = [17, 40, 70, 150, 90, 80, 50, 40, 17];

describe('value area', () => {
  it('gives the worked example: 105 … 108 around 106, which hold 390', () => {
    expect(valueArea(WORKED, 'single')).toEqual({
      pointOfControl: 3,
      lowest: 2,
      highest: 5,
      volume: 390,
    });
  });

  it('differs by method: one row at a time, or the larger of two pairs', () => {
    const volumes = [10, 40, 100, 35, 50, 5];
    expect(valueArea(volumes, 'single', 0.58)).toEqual({
      pointOfControl: 2,
      lowest: 1,
      highest: 2,
      volume: 140,
    });
    expect(valueArea(volumes, 'pairs', 0.58)).toEqual({
      pointOfControl: 2,
      lowest: 2,
      highest: 4,
      volume: 185,
    });
  });

  it('adds the row above first where both sides have as much', () => {
    expect(valueArea([5, 10, 5], 'single')).toEqual({ pointOfControl: 1, lowest: 1, highest: 2, volume: 15 });
  });

  it('takes the row nearest the middle of those with the same most volume, and none when nothing was traded', () => {
    expect(valueArea([9, 1, 9, 1, 1, 1], 'single')?.pointOfControl).toBe(2);
    expect(valueArea([0, 0], 'pairs')).toBeNull();
  });

  it.each(['single', 'pairs'] as const)(
    'holds the share that was asked for around the most, by %s',
    (method) => {
      fc.assert(
        fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 40 }), (volumes) => {
          const total = volumes.reduce((sum, volume) => sum + volume, 0);
          const area = valueArea(volumes, method);
          expect(area === null).toBe(total === 0);
          if (area === null) return;
          const { lowest, highest, pointOfControl, volume } = area;
          const rows = volumes.slice(lowest, highest + 1);
          expect(rows.reduce((sum, each) => sum + each, 0)).toBe(volume);
          expect(volume).toBeGreaterThanOrEqual(0.7 * total);
          expect(volumes[pointOfControl]).toBe(Math.max(...volumes));
          expect(lowest <= pointOfControl && pointOfControl <= highest).toBe(true);
        }),
      );
    },
  );
});

describe('volume profile', () => {
  it('spreads the volume of a bar over its prices by overlap', () => {
    const bars = [bar(0, { low: 100.5, high: 103, volumeBase: 25 })];
    expect(volumeProfile(bars, { span: ALL, mostRows: 4, tickSize: 1 })).toEqual({
      fromPrice: 100,
      rowHeight: 1,
      volumes: [5, 10, 10, 0],
      total: 25,
      unknownBars: 0,
    });
  });

  it('counts all 23,800 units of the worked example, the flat bar included', () => {
    const profile = volumeProfile(EXAMPLE, { span: ALL, mostRows: 17, tickSize: 1 });
    expect(profile?.rowHeight).toBe(1);
    expect(profile?.total).toBe(23_800);
    expect(profile?.volumes.reduce((sum, volume) => sum + volume, 0)).toBeCloseTo(23_800, 8);
  });

  it('sums to the volume of the bars it counts, in no more rows than wanted', () => {
    fc.assert(
      fc.property(arbitraryBars, fc.integer({ min: 2, max: 400 }), (bars, mostRows) => {
        const profile = volumeProfile(bars, { span: ALL, mostRows, tickSize: 0.1 });
        const known = bars.filter(({ touchedByGap, high }) => !touchedByGap && !Number.isNaN(high));
        expect(profile === null).toBe(known.length === 0);
        if (profile === null) return;
        const total = known.reduce((sum, { volumeBase }) => sum + volumeBase, 0);
        expect(profile.volumes.reduce((sum, volume) => sum + volume, 0)).toBeCloseTo(total, 6);
        expect(profile.volumes.every((volume) => volume >= 0)).toBe(true);
        expect(profile.volumes.length).toBeLessThanOrEqual(mostRows);
        expect(profile.unknownBars).toBe(bars.length - known.length);
      }),
    );
  });

  it('takes the bars of its span, such as those of a session', () => {
    const span = sessionSpan(START_MS);
    expect([span.fromMs % DAY_MS, span.toMs - span.fromMs]).toEqual([0, DAY_MS]);
    const hoursLeft = (span.toMs - START_MS) / HOUR_MS;
    const bars = Array.from({ length: 20 }, (_, index) => bar(index, { volumeBase: 1 }));
    expect(volumeProfile(bars, { span, mostRows: 10, tickSize: 1 })?.total).toBe(hoursLeft);
    expect(volumeProfile([], { span, mostRows: 10, tickSize: 1 })).toBeNull();
  });
});
