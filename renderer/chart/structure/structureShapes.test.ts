import { describe, expect, it } from 'vitest';
import {
  type Breakout,
  type ConsolidationRange,
  emptyStructure,
  type MarketStructure,
} from '../../../shared/model/structure';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import { drawnRanges, NO_SHAPES, structureShapes } from './structureShapes';

const NOW = 1_768_000_000_000;

function range(change: Partial<ConsolidationRange>): ConsolidationRange {
  return {
    id: `${change.interval ?? '1h'}:${change.fromMs ?? 0}`,
    interval: '1h',
    fromMs: NOW - 47 * DAY_MS,
    toMs: null,
    low: 88_000,
    high: 94_000,
    zone: 480,
    bars: 1_128,
    touchesHigh: 5,
    touchesLow: 4,
    containment: 0.98,
    rho: 0.4,
    drift: 0.1,
    averageTrueRange: 310,
    strength: 78,
    falseBreaksHigh: 0,
    falseBreaksLow: 0,
    versions: [],
    log: [],
    ...change,
  };
}

function breakout(change: Partial<Breakout>): Breakout {
  return {
    id: 'b',
    rangeId: 'r',
    interval: '1h',
    direction: 'up',
    state: 'confirmed',
    edge: 94_000,
    brokeAtMs: NOW - 3 * HOUR_MS,
    breakClose: 94_610,
    confirmedAtMs: NOW - HOUR_MS,
    confirmedClose: 95_120.4,
    endedAtMs: null,
    relativeVolumeSpot: 3.42,
    relativeVolumePerp: null,
    extreme: 97_000,
    flipZone: { low: 94_000, high: 95_000 },
    objective: 100_000,
    log: [],
    ...change,
  };
}

const market = (change: Partial<MarketStructure>): MarketStructure => ({
  ...emptyStructure('BTC'),
  nowMs: NOW,
  ...change,
});

const idsOf = (ranges: readonly ConsolidationRange[]) => ranges.map(({ id }) => id);

describe('ranges of a chart', () => {
  const long = range({ id: 'day', interval: '1d', low: 80_000, high: 100_000, fromMs: NOW - 90 * DAY_MS });
  const middle = range({ id: 'four', interval: '4h' });
  const short = range({ id: 'hour', low: 90_000, high: 91_000, fromMs: NOW - 2 * DAY_MS });

  it('are those of its interval and longer ones', () => {
    const all = market({ ranges: [short, middle, long] });
    expect(idsOf(drawnRanges(all, '15m'))).toEqual(['day', 'four', 'hour']);
    expect(idsOf(drawnRanges(all, '4h'))).toEqual(['day', 'four']);
    expect(idsOf(drawnRanges(all, '1d'))).toEqual(['day']);
  });

  it('always hold the longest one that stands', () => {
    expect(idsOf(drawnRanges(market({ ranges: [short] }), '1d'))).toEqual(['hour']);
    const over = { ...short, toMs: NOW - HOUR_MS };
    expect(drawnRanges(market({ ranges: [over] }), '1d')).toEqual([]);
  });

  it('leave out one that covers nearly the same as another', () => {
    const nearly = range({ id: 'hour', low: 88_100, high: 93_900 });
    expect(idsOf(drawnRanges(market({ ranges: [nearly, middle] }), '1h'))).toHaveLength(1);
    const past = { ...middle, id: 'past', fromMs: NOW - 200 * DAY_MS, toMs: NOW - 150 * DAY_MS };
    expect(idsOf(drawnRanges(market({ ranges: [past, middle] }), '1h'))).toEqual(['four', 'past']);
  });
});

describe('shapes', () => {
  it('say what the picture should say', () => {
    const shapes = structureShapes(
      market({
        ranges: [range({ id: 'r', toMs: NOW })],
        breakouts: [breakout({})],
        levels: [
          { kind: 'round', price: 100_000, atMs: null, distancePercent: 3.26, strength: 4 },
          { kind: 'priorWeekLow', price: 91_234, atMs: NOW - DAY_MS, distancePercent: -5, strength: null },
        ],
      }),
      '1h',
      1,
    );
    expect(shapes.bands.map(({ label, past }) => [label, past])).toEqual([
      ['Range 88,000 – 94,000 · 47 d · 5/4 touches', false],
    ]);
    expect(shapes.zones.map(({ label, toMs }) => [label, toMs])).toEqual([
      ['Resistance → support 94,000 – 95,000', null],
    ]);
    expect(shapes.levels.map(({ label }) => label)).toEqual(['100,000 · +3.3%', 'PWL']);
    expect(shapes.breakouts[0]?.lines).toEqual(['▲ Breakout confirmed', 'close 95,120 · vol 3.4×']);
  });

  it('tell breaks apart by shape and word', () => {
    const states = ['confirmed', 'false', 'weak', 'invalidated', 'break'] as const;
    const breakouts = states.flatMap((state) =>
      (['up', 'down'] as const).map((direction) =>
        breakout({ id: `${state}${direction}`, state, direction }),
      ),
    );
    const lines = structureShapes(market({ breakouts }), '1h', 1).breakouts.map(
      ({ lines: [first] }) => first,
    );
    expect(new Set(lines)).toEqual(
      new Set([
        '▲ Breakout confirmed',
        '▼ Breakdown confirmed',
        '✕ False break',
        '△ Weak break',
        '▽ Weak break',
        '✕ Breakout invalidated',
        '✕ Breakdown invalidated',
        '▲ Break, not confirmed',
        '▼ Break, not confirmed',
      ]),
    );
    expect(lines[0]).toMatch(/confirmed$/);
  });

  it('keep a role flip only while its breakout stands, the newest of a direction', () => {
    const older = breakout({ id: 'a', confirmedAtMs: NOW - DAY_MS, flipZone: { low: 1, high: 2 } });
    const zones = (...breakouts: Breakout[]) => structureShapes(market({ breakouts }), '1h', 1).zones;
    expect(zones(breakout({}), older).map(({ low }) => low)).toEqual([94_000]);
    expect(zones(breakout({ state: 'invalidated' }))).toEqual([]);
    expect(zones(breakout({ direction: 'down' }))[0]?.label).toMatch(/^Support → resistance/);
  });

  it('say that a sum is a lower bound, and that a volume is not known', () => {
    const unknown = breakout({ relativeVolumeSpot: null });
    const { bursts, breakouts } = structureShapes(
      market({
        breakouts: [unknown],
        bursts: [
          {
            id: 'x',
            asset: 'BTC',
            positionSide: 'short',
            fromMs: NOW - HOUR_MS,
            toMs: null,
            alarmedAtMs: null,
            severity: 3,
            sideUsd: 38_000_000,
            otherSideUsd: 0,
            completeness: 'lowerBound',
            venues: [],
            peakZ: 4.6,
            fromPrice: null,
            toPrice: null,
            openInterestBeforeBase: null,
            openInterestAfterBase: null,
            forcedShare: null,
            explainedShare: null,
          },
        ],
      }),
      '1h',
      1,
    );
    expect(bursts[0]?.label).toBe('SHORT SQUEEZE ≥ $38.0M');
    expect(breakouts[0]?.lines[1]).toBe('close 95,120 · vol —');
  });

  it('are none before anything is known', () => {
    expect(structureShapes(emptyStructure('BTC'), '1h', 1)).toEqual(NO_SHAPES);
  });
});
