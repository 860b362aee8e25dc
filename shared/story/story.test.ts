import { describe, expect, it } from 'vitest';
import type { Breakout, Burst, ConsolidationRange, Flow } from '../model/structure';
import { DAY_MS, HOUR_MS } from '../model/time';
import { mainBreakout, mainRange } from './mainObjects';
import { type StoryFacts, storyOf } from './story';

const NOW_MS = Date.UTC(2026, 0, 14, 1);
const CATALYST_MS = NOW_MS - 12 * HOUR_MS;

const RANGE: ConsolidationRange = {
  id: '4h:1',
  interval: '4h',
  fromMs: CATALYST_MS - 47 * DAY_MS,
  toMs: CATALYST_MS,
  low: 88_000,
  high: 94_000,
  zone: 500,
  bars: 282,
  touchesHigh: 5,
  touchesLow: 4,
  falseBreaksHigh: 0,
  falseBreaksLow: 0,
  containment: 0.99,
  rho: 0.5,
  drift: 0.1,
  averageTrueRange: 600,
  strength: 77,
  versions: [],
  log: [],
};

const BREAKOUT: Breakout = {
  id: '4h:b1',
  rangeId: RANGE.id,
  interval: '4h',
  direction: 'up',
  state: 'confirmed',
  edge: 94_000,
  brokeAtMs: CATALYST_MS,
  breakClose: 94_900,
  confirmedAtMs: CATALYST_MS + 4 * HOUR_MS,
  confirmedClose: 95_120,
  endedAtMs: null,
  relativeVolumeSpot: 3.4,
  relativeVolumePerp: null,
  extreme: 97_000,
  flipZone: { low: 93_500, high: 94_500 },
  objective: 100_000,
  log: [],
};

const BURST: Burst = {
  id: 'b',
  asset: 'BTC',
  positionSide: 'short',
  fromMs: CATALYST_MS,
  toMs: null,
  alarmedAtMs: CATALYST_MS,
  severity: 3,
  sideUsd: 38_000_000,
  otherSideUsd: 1_000_000,
  completeness: 'lowerBound',
  venues: ['one', 'two'],
  peakZ: 4.62,
  fromPrice: 94_000,
  toPrice: 96_000,
  openInterestBeforeBase: 100,
  openInterestAfterBase: 90,
  forcedShare: 0.2,
  explainedShare: null,
};

const FLOW: Flow = {
  kind: 'spot',
  deltaUsd: 1e9,
  volumeUsd: 2e11,
  inUsd: 1e7,
  outUsd: -1e7,
  weekChangeUsd: 1e8,
  phase: 'buy',
  flipDayMs: Date.UTC(2026, 0, 9),
  wholeDays: 90,
  venues: ['one'],
  completeness: 'estimate',
};

const NOTHING: StoryFacts = {
  nowMs: NOW_MS,
  priceDecimals: 0,
  venue: 'one',
  ranges: [],
  breakouts: [],
  bursts: [],
  nextLevel: null,
  lead: null,
  spotFlow: null,
};

const FULL: StoryFacts = {
  ...NOTHING,
  ranges: [RANGE],
  breakouts: [BREAKOUT],
  bursts: [BURST],
  nextLevel: { kind: 'round', price: 100_000, atMs: null, distancePercent: 3.26, strength: 4 },
  spotFlow: FLOW,
};

const textOf = (facts: StoryFacts) => Object.fromEntries(storyOf(facts).map(({ id, text }) => [id, text]));

describe('the story', () => {
  it('tells a breakout in seven lines', () => {
    expect(textOf(FULL)).toEqual({
      verdict: 'short squeeze · 4.6σ',
      range: '88,000 – 94,000 · 47 d',
      breakout: 'confirmed 95,120 · vol 3.4×',
      support: '93,500 – 94,500',
      next: '100,000 · +3.3%',
      lead: '—',
      cvd: 'positive since 9 Jan 2026',
    });
    const [verdict] = storyOf(FULL);
    expect(verdict).toMatchObject({ tone: 'shorts', completeness: 'lowerBound', venues: ['one', 'two'] });
    expect(verdict?.detail).toContain('≥ $38.0M of shorts');
  });

  it('says of every line that it does not know what is missing', () => {
    for (const line of storyOf(NOTHING)) {
      expect(line).toMatchObject({ text: '—', completeness: 'missing', asOfMs: null, momentMs: null });
      expect(line.detail).not.toBe('');
    }
  });

  it('does not call support what was never confirmed, and tells resistance after a break down', () => {
    const failed = { ...BREAKOUT, state: 'false' as const, endedAtMs: NOW_MS };
    expect(textOf({ ...FULL, breakouts: [failed] }).support).toBe('—');
    const down = { ...BREAKOUT, direction: 'down' as const };
    expect(storyOf({ ...FULL, breakouts: [down] }).find(({ id }) => id === 'support')?.label).toBe(
      'Resistance now',
    );
  });

  it('keeps to itself what too few days can tell', () => {
    const young = { ...FLOW, phase: null, wholeDays: 12, flipDayMs: null };
    const line = storyOf({ ...FULL, spotFlow: young }).at(-1);
    expect(line).toMatchObject({ text: '—', completeness: 'missing' });
    expect(line?.detail).toContain('12 of 90 days');
  });
});

describe('what the story is about', () => {
  const main = (ranges: ConsolidationRange[], breakouts: Breakout[]) => ({
    range: mainRange({ ranges, breakouts }, NOW_MS)?.id,
    breakout: mainBreakout({ ranges, breakouts }, NOW_MS)?.id,
  });

  it('is the breakout that weighs most, then that of the longest interval, and nothing that ended long ago', () => {
    const hourly = { ...BREAKOUT, id: '1h', interval: '1h' as const, brokeAtMs: NOW_MS };
    const open = { ...BREAKOUT, id: 'open', interval: '1d' as const, state: 'break' as const };
    const old = { ...BREAKOUT, id: 'old', interval: '1d' as const, endedAtMs: NOW_MS - 3 * DAY_MS };
    expect(main([], [hourly, BREAKOUT, open, old]).breakout).toBe(BREAKOUT.id);
    expect(main([], [open, old]).breakout).toBe('open');
    expect(main([], [old]).breakout).toBeUndefined();
  });

  it('is the range that was left, else the longest one that stands', () => {
    const standing = { ...RANGE, id: 'now', toMs: null, bars: 400 };
    expect(main([standing, RANGE], [BREAKOUT]).range).toBe(RANGE.id);
    expect(main([standing, RANGE], []).range).toBe('now');
    expect(main([RANGE], []).range).toBeUndefined();
  });

  it('is not a breakout from before the range that stands now', () => {
    const standing = { ...RANGE, id: 'now', fromMs: CATALYST_MS + HOUR_MS, toMs: null };
    expect(main([RANGE, standing], [BREAKOUT])).toEqual({ range: 'now', breakout: undefined });
  });
});
