/**
 * Models §3 a second time, independent of the code beside it: whole arrays up to each bar, everything computed
 * anew, nothing carried but the objects of the machine. Slow, and meant to be compared with.
 */
import type { StructureBar } from './structureBar';
import type { StructureInterval } from './structureRules';

interface BatchRules {
  readonly hours: number;
  readonly windows: readonly number[];
  readonly share: (bars: number) => number;
  readonly trueRangeBars: number;
  readonly mostRho: number;
}

const RULES: Readonly<Record<StructureInterval, BatchRules>> = {
  '1h': { hours: 1, windows: [720, 480, 336, 168], share: () => 0.995, trueRangeBars: 72, mostRho: 0.75 },
  '4h': { hours: 4, windows: [180, 120, 84, 60], share: () => 0.995, trueRangeBars: 42, mostRho: 0.8 },
  '1d': {
    hours: 24,
    windows: [90, 60, 40, 21],
    share: (bars) => (bars < 60 ? 0.97 : 0.995),
    trueRangeBars: 14,
    mostRho: 0.7,
  },
};
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Found {
  n: number;
  from: number;
  low: number;
  high: number;
  zone: number;
  atr: number;
  rho: number;
  drift: number;
  inside: number;
  top: number;
  bottom: number;
  last: string;
}

export interface BatchRange extends Found {
  /** Longest window that passed. */
  window: number;
  versions: number;
  end: number | null;
  falseHigh: number;
  falseLow: number;
}

export interface BatchBreakout {
  up: boolean;
  state: string;
  edge: number;
  zone: number;
  atr: number;
  width: number;
  brokeIndex: number;
  broke: number;
  confirmed: number | null;
  ended: number | null;
  extreme: number;
  spot: number | null;
  perp: number | null;
  steps: string[];
}

export interface BatchOutput {
  ranges: BatchRange[];
  breakouts: BatchBreakout[];
  sweeps: string[];
  held: number;
  known: number;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const h = (sorted.length - 1) * q;
  const k = Math.floor(h);
  return (sorted[k] ?? 0) + (h - k) * ((sorted[k + 1] ?? sorted[k] ?? 0) - (sorted[k] ?? 0));
}

function wilder(bars: readonly StructureBar[], n: number): number {
  const ranges = bars.map(({ high, low }, i) => {
    const before = bars[i - 1]?.close ?? (high + low) / 2;
    return Math.max(high - low, Math.abs(high - before), Math.abs(low - before));
  });
  if (ranges.length < n) return Number.NaN;
  let average = ranges.slice(0, n).reduce((a, b) => a + b) / n;
  for (const range of ranges.slice(n)) average += (range - average) / n;
  return average;
}

function touchesOf(bars: readonly StructureBar[], low: number, high: number, zone: number, last = '') {
  let top = 0;
  let bottom = 0;
  for (const bar of bars) {
    const isTop = bar.high >= high - zone;
    const isBottom = bar.low <= low + zone;
    if (isTop && last !== 'high') {
      top += 1;
      last = 'high';
    } else if (isBottom && last !== 'low') {
      bottom += 1;
      last = 'low';
    }
  }
  return { top, bottom, last };
}

function candidate(bars: readonly StructureBar[], rules: BatchRules, atLeast: number): Found | null {
  const atr = wilder(bars, rules.trueRangeBars);
  for (const n of rules.windows) {
    if (n < atLeast || bars.length < n) continue;
    const window = bars.slice(-n);
    const high = quantile(
      window.map((bar) => bar.high),
      rules.share(n),
    );
    const low = quantile(
      window.map((bar) => bar.low),
      1 - rules.share(n),
    );
    const width = high - low;
    const rho = width / (atr * n ** 0.5);
    const percent = width / ((high + low) / 200);
    const zone = Math.min(0.2 * width, Math.max(0.08 * width, 0.5 * atr));
    const closes = window.map((bar) => bar.close);
    const { top, bottom, last } = touchesOf(window, low, high, zone);
    const meanX = (n - 1) / 2;
    const meanY = closes.reduce((a, b) => a + b) / n;
    const covariance = closes.reduce((sum, y, x) => sum + (x - meanX) * (y - meanY), 0);
    const variance = closes.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
    const drift = ((covariance / variance) * n) / width;
    const inside = closes.filter((close) => close >= low && close <= high).length;
    const newest = closes.at(-1) ?? Number.NaN;
    const passes =
      rho <= rules.mostRho &&
      top >= 2 &&
      bottom >= 2 &&
      Math.abs(drift) <= 0.5 &&
      inside / n >= 0.97 &&
      percent >= 1.5 &&
      percent <= 15 &&
      newest >= low &&
      newest <= high;
    const from = window[0]?.openTimeMs ?? Number.NaN;
    if (passes) return { n, from, low, high, zone, atr, rho, drift, inside, top, bottom, last };
  }
  return null;
}

/** Ratio and z of the volume of bar `at` against those before it. */
function relative(bars: readonly StructureBar[], at: number, pick: 'spotVolumeBase' | 'perpVolumeBase') {
  const bar = bars[at];
  if (bar === undefined || Number.isNaN(bar[pick])) return null;
  const known = bars.slice(0, at).filter((each) => !Number.isNaN(each[pick]));
  const sameHour = known.filter(
    ({ openTimeMs }) => (bar.openTimeMs - openTimeMs) % DAY === 0 && bar.openTimeMs - openTimeMs <= 20 * DAY,
  );
  const samples = (sameHour.length >= 4 ? sameHour : known.slice(-20)).map((each) => each[pick]);
  if (samples.length < 4) return null;
  const logs = samples.map(Math.log);
  const mean = logs.reduce((a, b) => a + b) / logs.length;
  const deviation = Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / (logs.length - 1));
  return { ratio: bar[pick] / quantile(samples, 0.5), z: (Math.log(bar[pick]) - mean) / deviation };
}

function most(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

/** The objects as of each bar. */
export function* batchStructure(
  bars: readonly StructureBar[],
  interval: StructureInterval,
): Generator<BatchOutput> {
  const rules = RULES[interval];
  const ranges: BatchRange[] = [];
  const past: BatchBreakout[] = [];
  const sweeps: string[] = [];
  let range: BatchRange | null = null;
  let pending: BatchBreakout | null = null;
  let followed: BatchBreakout | null = null;
  let retestIndex = -1;
  for (const [index, bar] of bars.entries()) {
    const now = bar.openTimeMs + rules.hours * HOUR;
    const seen = bars.slice(0, index + 1);
    const sign = (breakout: BatchBreakout) => (breakout.up ? 1 : -1);
    const off = (breakout: BatchBreakout, price: number) => sign(breakout) * (price - breakout.edge);

    if (followed !== null) {
      const side: BatchBreakout = followed;
      side.extreme = side.up ? Math.max(side.extreme, bar.high) : Math.min(side.extreme, bar.low);
      const wasRetest = side.state === 'retest';
      if (side.state === 'confirmed' && off(side, side.up ? bar.low : bar.high) <= side.zone) {
        side.state = 'retest';
        side.steps.push('retest');
        retestIndex = index;
      }
      const isInvalid =
        interval === '1h'
          ? off(side, bar.close) < -side.atr
          : now % DAY === 0 && off(side, bar.close) < -side.zone;
      if (isInvalid) {
        side.state = 'invalidated';
        side.steps.push('invalidated');
        side.ended = now;
        past.push(side);
        followed = null;
      } else if (wasRetest) {
        const touch = bars[retestIndex];
        const after = bars
          .slice(retestIndex + 1, index + 1)
          .map(({ close }) => off(side, close) > -side.zone);
        const reached = touch === undefined ? Number.NaN : off(side, side.up ? touch.high : touch.low);
        if (after.length >= 3 && after.slice(-3).every((is) => is) && off(side, bar.close) > reached) {
          side.state = 'held';
          side.steps.push('held');
        }
      }
    }

    if (pending !== null && range !== null) {
      const open: BatchBreakout = pending;
      const since = bars.slice(open.brokeIndex, index + 1);
      const age = since.length - 1;
      const volumes = since.map((_, i) => ({
        spot: relative(bars, open.brokeIndex + i, 'spotVolumeBase'),
        perp: relative(bars, open.brokeIndex + i, 'perpVolumeBase'),
      }));
      open.spot = most(volumes.map(({ spot }) => spot?.ratio));
      open.perp = most(volumes.map(({ perp }) => perp?.ratio));
      const z = most(volumes.flatMap(({ spot, perp }) => [spot?.z, perp?.z]));
      const ratio = Math.max(open.spot ?? 0, open.perp ?? 0);
      open.extreme = open.up
        ? Math.max(...since.map(({ high }) => high))
        : Math.min(...since.map(({ low }) => low));
      const beyond = since.map(({ close }) => off(open, close) > 0);
      const isAccepted = age >= 6 && beyond.slice(-6).filter((is) => is).length >= 5;
      const isFast =
        ratio >= 2.5 &&
        off(open, bar.close) >= 1.5 * open.atr &&
        age >= 2 &&
        beyond.slice(-3).every((is) => is);
      if (off(open, bar.close) < -0.25 * open.atr) {
        open.state = 'false';
        if (open.up) range.falseHigh += 1;
        else range.falseLow += 1;
        const more = touchesOf(since, range.low, range.high, range.zone, range.last);
        const { low, high } = range;
        range.n += since.length;
        range.top += more.top;
        range.bottom += more.bottom;
        range.last = more.last;
        range.inside += since.filter(({ close }) => close >= low && close <= high).length;
      } else if ((isAccepted && (ratio >= 1.5 || (z ?? 0) >= 2)) || isFast) {
        open.state = 'confirmed';
        open.confirmed = now;
      } else if (age >= 24) {
        open.state = 'weak';
      }
      if (open.state !== 'break') {
        open.steps.push(open.state);
        if (open.state === 'confirmed') {
          if (followed !== null) past.push({ ...(followed as BatchBreakout), ended: now });
          followed = open;
        } else {
          open.ended = now;
          past.push(open);
        }
        if (open.state !== 'false') {
          ranges.push({ ...range, end: open.broke });
          range = null;
        }
        pending = null;
      }
    } else if (range !== null) {
      const atr = wilder(seen, rules.trueRangeBars);
      const least = Math.max(0.75 * atr, bar.close * 0.0025);
      const up = bar.close - range.high > least;
      if (up || range.low - bar.close > least) {
        const volume = {
          spot: relative(bars, index, 'spotVolumeBase'),
          perp: relative(bars, index, 'perpVolumeBase'),
        };
        pending = {
          up,
          state: 'break',
          edge: up ? range.high : range.low,
          zone: range.zone,
          atr,
          width: range.high - range.low,
          brokeIndex: index,
          broke: now,
          confirmed: null,
          ended: null,
          extreme: up ? bar.high : bar.low,
          spot: volume.spot?.ratio ?? null,
          perp: volume.perp?.ratio ?? null,
          steps: ['break'],
        };
      } else {
        if (bar.high > range.high && bar.close <= range.high) sweeps.push(`up ${now}`);
        if (bar.low < range.low && bar.close >= range.low) sweeps.push(`down ${now}`);
        const touch = touchesOf([bar], range.low, range.high, range.zone, range.last);
        range.n += 1;
        range.top += touch.top;
        range.bottom += touch.bottom;
        range.last = touch.last;
        if (bar.close >= range.low && bar.close <= range.high) range.inside += 1;
        const next = candidate(seen, rules, range.window);
        if (next !== null) {
          const moved = Math.max(Math.abs(next.low - range.low), Math.abs(next.high - range.high));
          if (next.n > range.window || moved > range.zone) {
            const before: BatchRange = range;
            const isWider = next.low <= before.low + before.zone && next.high >= before.high - before.zone;
            const { from, n, inside, top, bottom, last } = before.from < next.from && isWider ? before : next;
            range = { ...before, ...next, n, inside, top, bottom, last, from, window: next.n };
            range.versions += 1;
          }
        }
      }
    } else {
      const found = candidate(seen, rules, 0);
      if (found !== null) {
        range = { ...found, window: found.n, versions: 1, end: null, falseHigh: 0, falseLow: 0 };
      }
    }

    const confirmations = [...past, ...(followed === null ? [] : [followed])].map(
      ({ confirmed, up, edge }) => {
        const later = seen.find(
          ({ openTimeMs }) => openTimeMs + rules.hours * HOUR === (confirmed ?? 0) + DAY,
        );
        return later === undefined ? null : (later.close - edge) * (up ? 1 : -1) > 0;
      },
    );
    yield {
      ranges: [...ranges, ...(range === null ? [] : [range])].map((each) => ({ ...each })),
      breakouts: [...past, followed, pending]
        .filter((each) => each !== null)
        .map((each) => ({ ...each, steps: [...each.steps] })),
      sweeps: [...sweeps],
      known: confirmations.filter((is) => is !== null).length,
      held: confirmations.filter((is) => is === true).length,
    };
  }
}
