import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/model/time';
import { dotRadius, LARGEST_DOT_PX, SMALLEST_DOT_PX } from './dotRadius';
import { measureTexts, spanText } from './measure';
import { snapshotStamp, windowStamp } from './snapshotStamp';
import { panRange, zoomRange } from './zoom';

const range = fc
  .record({ from: fc.integer({ min: -500, max: 2_500 }), length: fc.integer({ min: 10, max: 2_000 }) })
  .map(({ from, length }) => ({ from, to: from + length }));

describe('zoomRange', () => {
  it('keeps the anchor in its place and the number of bars within bounds', () => {
    fc.assert(
      fc.property(
        range,
        fc.integer({ min: -3_000, max: 3_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, deltaPx, share) => {
          const anchor = before.from + share * (before.to - before.from);
          const after = zoomRange(before, deltaPx, anchor, 2_500);
          expect((anchor - after.from) / (after.to - after.from)).toBeCloseTo(share, 6);
          expect(after.to - after.from).toBeGreaterThan(7.99);
          expect(after.to - after.from).toBeLessThan(2_500.01);
        },
      ),
    );
  });

  it('shows more bars when the wheel is turned down, and turning back undoes it', () => {
    const before = { from: 100, to: 260 };
    const out = zoomRange(before, 100, before.to, 1_000);
    expect(out.to).toBe(260);
    expect(out.from).toBeCloseTo(260 - 160 * 1.2);
    expect(zoomRange(out, -100, before.to, 1_000).from).toBeCloseTo(100);
  });
});

describe('panRange', () => {
  it('goes back in time when the wheel is turned down, and keeps the number of bars', () => {
    const moved = panRange({ from: 100, to: 300 }, 100);
    expect(moved).toEqual({ from: 80, to: 280 });
  });
});

describe('measureTexts', () => {
  it('tells price, percent, bars and time with their signs', () => {
    const up = { from: { price: 100, bar: 10 }, to: { price: 101.25, bar: 24 } };
    expect(measureTexts(up, 5 * MINUTE_MS, 2)).toEqual({
      price: '+1.25 · +1.25%',
      time: '14 bars · 1 h 10 min',
    });
    const down = { from: { price: 100, bar: 10.4 }, to: { price: 99.5, bar: 9.4 } };
    expect(measureTexts(down, MINUTE_MS, 1)).toEqual({ price: '−0.5 · −0.50%', time: '−1 bar · 1 min' });
    const none = { from: { price: 100, bar: 1 }, to: { price: 100.001, bar: 1 } };
    expect(measureTexts(none, MINUTE_MS, 1)).toEqual({ price: '0.0 · 0.00%', time: '0 bars · 0 min' });
  });

  it('writes spans in their two largest units', () => {
    expect(spanText(0)).toBe('0 min');
    expect(spanText(59 * MINUTE_MS)).toBe('59 min');
    expect(spanText(3 * DAY_MS + 4 * HOUR_MS + 5 * MINUTE_MS)).toBe('3 d 4 h');
    expect(spanText(2 * DAY_MS)).toBe('2 d');
    expect(spanText(DAY_MS + MINUTE_MS)).toBe('1 d');
  });
});

describe('dotRadius', () => {
  it('grows with the dollars, within bounds, and is 0 for nothing and for unknown', () => {
    expect([dotRadius(null), dotRadius(0), dotRadius(Number.NaN)]).toEqual([0, 0, 0]);
    expect([1, 1_000, 1e12].map(dotRadius)).toEqual([SMALLEST_DOT_PX, SMALLEST_DOT_PX, LARGEST_DOT_PX]);
    expect(dotRadius(10_000_000)).toBeCloseTo(13.06, 1);
    const usd = fc.double({ min: 1, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(usd, usd, (one, other) => {
        expect(dotRadius(Math.max(one, other))).toBeGreaterThanOrEqual(dotRadius(Math.min(one, other)));
      }),
    );
  });
});

describe('snapshotStamp', () => {
  const facts = {
    feed: 'LIVE',
    simulated: false,
    session: 'Live BTC',
    instrument: 'BTCUSDT Perp',
    venue: 'Binance USD-M',
    interval: '1m',
    marketTimeMs: Date.UTC(2024, 7, 8, 22, 0, 15),
    timeZone: 'Europe/Berlin',
  };

  it('names feed, instrument, moment and zone', () => {
    expect(snapshotStamp(facts)).toEqual({
      title: 'BTCUSDT Perp · Binance USD-M · 1m',
      context: 'LIVE · Live BTC · 9 Aug 2024 00:00:15 UTC+2 (Europe/Berlin) · Breakwater',
      fileName: 'breakwater-BTCUSDT-Perp-1m-20240808T220015Z.png',
    });
    expect(snapshotStamp({ ...facts, timeZone: 'UTC' }).context).toContain('8 Aug 2024 22:00:15 UTC ·');
  });

  it('says of a made-up market what it is, in the name of the file, too', () => {
    const stamp = snapshotStamp({ ...facts, feed: 'SIMULATED', simulated: true });
    expect(stamp.context).toMatch(/^SIMULATED · /);
    expect(stamp.fileName).toBe('breakwater-SIMULATED-BTCUSDT-Perp-1m-20240808T220015Z.png');
  });

  it('says the same of a whole window, under the title of its session', () => {
    const moment = '9 Aug 2024 00:00:15 UTC+2 (Europe/Berlin)';
    expect(windowStamp({ ...facts, feed: 'REPLAY · SIMULATED', simulated: true })).toEqual({
      title: 'Live BTC',
      context: `REPLAY · SIMULATED · ${moment} · Breakwater`,
      fileName: 'breakwater-SIMULATED-window-20240808T220015Z.png',
    });
  });

  it('invents no time, and no file name a system refuses', () => {
    const stamp = snapshotStamp({ ...facts, marketTimeMs: null, instrument: '../a:b\\c|d' });
    expect(stamp.context).toContain('— UTC+1 (Europe/Berlin)');
    expect(stamp.fileName).toMatch(/^[\w.-]+\.png$/);
    expect(stamp.fileName).not.toContain('/');
  });
});
