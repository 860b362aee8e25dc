/**
 * Ranges and breakouts: the same as an independent batch computation bar for bar, never looking ahead, and
 * indifferent to how the bars came.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseRateSchema, breakoutSchema, rangeSchema, sweepSchema } from '../../model/structure';
import { intervalMs } from '../../model/time';
import { type BatchOutput, batchStructure } from './batchStructure.testkit';
import { longerBars, realBars, restingWalk } from './structure.testkit';
import type { StructureBar } from './structureBar';
import { StructureFold, type StructureObjects } from './structureFold';
import { KEPT_OBJECTS, STRUCTURE_INTERVALS, type StructureInterval } from './structureRules';

const seeds = fc.integer({ min: 1, max: 1_000_000 });

function outputs(bars: readonly StructureBar[], interval: StructureInterval): StructureObjects[] {
  const fold = new StructureFold(interval);
  return bars.map((bar) => {
    fold.close(bar);
    return fold.read();
  });
}

/** What both implementations say, rounded to what arithmetic in another order cannot change. */
function comparable(output: StructureObjects) {
  return {
    ranges: output.ranges.map((range) => ({
      n: range.bars,
      from: range.fromMs,
      low: rounded(range.low),
      high: rounded(range.high),
      zone: rounded(range.zone),
      atr: rounded(range.averageTrueRange),
      rho: rounded(range.rho),
      drift: rounded(range.drift),
      containment: rounded(range.containment),
      top: range.touchesHigh,
      bottom: range.touchesLow,
      versions: range.versions.length,
      end: range.toMs,
      falseHigh: range.falseBreaksHigh,
      falseLow: range.falseBreaksLow,
    })),
    breakouts: output.breakouts.map((breakout) => ({
      up: breakout.direction === 'up',
      state: breakout.state,
      edge: rounded(breakout.edge),
      zoneLow: rounded(breakout.flipZone.low),
      objective: rounded(breakout.objective),
      broke: breakout.brokeAtMs,
      confirmed: breakout.confirmedAtMs,
      ended: breakout.endedAtMs,
      extreme: breakout.extreme,
      spot: rounded(breakout.relativeVolumeSpot),
      perp: rounded(breakout.relativeVolumePerp),
      steps: breakout.log.filter(({ from, to }) => from !== to && to !== 'search').map(({ to }) => to),
    })),
    sweeps: output.sweeps.map(({ direction, atMs }) => `${direction} ${atMs}`),
    held: output.baseRate.heldAfterDay,
    known: output.baseRate.knownAfterDay,
  };
}

function comparableBatch(output: BatchOutput) {
  return {
    ranges: output.ranges.map((range) => ({
      n: range.n,
      from: range.from,
      low: rounded(range.low),
      high: rounded(range.high),
      zone: rounded(range.zone),
      atr: rounded(range.atr),
      rho: rounded(range.rho),
      drift: rounded(range.drift),
      containment: rounded(range.inside / range.n),
      top: range.top,
      bottom: range.bottom,
      versions: range.versions,
      end: range.end,
      falseHigh: range.falseHigh,
      falseLow: range.falseLow,
    })),
    breakouts: output.breakouts.map((breakout) => ({
      up: breakout.up,
      state: breakout.state,
      edge: rounded(breakout.edge),
      zoneLow: rounded(breakout.edge - breakout.zone),
      objective: rounded(breakout.edge + (breakout.up ? 1 : -1) * breakout.width),
      broke: breakout.broke,
      confirmed: breakout.confirmed,
      ended: breakout.ended,
      extreme: breakout.extreme,
      spot: rounded(breakout.spot),
      perp: rounded(breakout.perp),
      steps: breakout.steps,
    })),
    sweeps: output.sweeps,
    held: output.held,
    known: output.known,
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(9));
}

/** Compares at every bar, and tells what was met. */
function compare(bars: readonly StructureBar[], interval: StructureInterval): Set<string> {
  const met = new Set<string>();
  const incremental = outputs(bars, interval);
  let index = 0;
  for (const batch of batchStructure(bars, interval)) {
    const output = incremental[index] as StructureObjects;
    const [ours, theirs] = [comparable(output), comparableBatch(batch)];
    // As texts first: a deep comparison at every bar would take most of the time.
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, `bar ${index}`).toEqual(theirs);
    index += 1;
  }
  const last = incremental.at(-1);
  if ((last?.ranges.length ?? 0) > 0) met.add('range');
  for (const breakout of last?.breakouts ?? []) {
    for (const { to } of breakout.log) if (to !== 'search') met.add(to);
  }
  return met;
}

describe('against the batch computation', () => {
  it('says the same at every bar of random walks that rest and jump', () => {
    const met = new Set<string>();
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      for (const state of compare(restingWalk({ seed, bars: 600, interval: '1d' }), '1d')) met.add(state);
    }
    for (const seed of [9, 10, 11]) {
      const quiet = restingWalk({ seed, bars: 600, interval: '1d', surge: 0.8 });
      for (const state of compare(quiet, '1d')) met.add(state);
    }
    for (const seed of [7, 8]) {
      for (const state of compare(restingWalk({ seed, bars: 500, interval: '4h' }), '4h')) met.add(state);
      for (const state of compare(restingWalk({ seed, bars: 500, interval: '1h' }), '1h')) met.add(state);
    }
    // Every state is compared, not only the first ones.
    expect([...met].sort()).toEqual([
      'break',
      'confirmed',
      'false',
      'held',
      'invalidated',
      'range',
      'retest',
      'weak',
    ]);
  });

  for (const asset of ['BTC', 'ETH', 'SOL'] as const) {
    it(`says the same at every bar of the real ${asset}`, ({ skip }) => {
      const quarters = realBars(asset);
      if (quarters === null) return skip();
      for (const interval of STRUCTURE_INTERVALS) {
        const met = compare(longerBars(quarters, 900_000, intervalMs(interval)), interval);
        if (asset === 'BTC' && interval === '1h') expect([...met]).toContain('range');
      }
    });
  }
});

describe('the fold', () => {
  it('gives the same output after a prefix as in a full run', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 400 }), (seed, length) => {
        const bars = restingWalk({ seed, bars: 400, interval: '1d' });
        expect(outputs(bars.slice(0, length), '1d').at(-1)).toEqual(outputs(bars, '1d')[length - 1]);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves outputs that were read as they were', () => {
    const bars = restingWalk({ seed: 3, bars: 600, interval: '1d' });
    const fold = new StructureFold('1d');
    const texts: string[] = [];
    const read = bars.map((bar) => {
      fold.close(bar);
      const output = fold.read();
      texts.push(JSON.stringify(output));
      return output;
    });
    expect(read.map((output) => JSON.stringify(output))).toEqual(texts);
  });

  it('goes on from a snapshot that went through JSON', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 4 }), (seed, cuts) => {
        const bars = restingWalk({ seed, bars: 400, interval: '1d' });
        let fold = new StructureFold('1d');
        const cut = bars.map((bar, index) => {
          if (cuts.includes(index)) {
            const state = JSON.parse(JSON.stringify(fold.snapshot()));
            fold = new StructureFold('1d');
            fold.restore(state);
          }
          fold.close(bar);
          return fold.read();
        });
        expect(JSON.stringify(cut)).toBe(JSON.stringify(outputs(bars, '1d')));
      }),
      { numRuns: 10 },
    );
  });

  it('takes a forming bar as if it closed now, and forgets it', () => {
    const bars = restingWalk({ seed: 4, bars: 300, interval: '1d' });
    const expected = outputs(bars, '1d');
    const fold = new StructureFold('1d');
    for (const [index, bar] of bars.entries()) {
      const later = bars[(index * 7) % bars.length] ?? bar;
      fold.read({ ...later, openTimeMs: bar.openTimeMs });
      expect(fold.read(bar)).toEqual(expected[index]);
      fold.close(bar);
    }
  });

  it('gives objects that the contract accepts', () => {
    const { ranges, breakouts, sweeps, baseRate } = outputs(
      restingWalk({ seed: 5, bars: 900, interval: '1d' }),
      '1d',
    ).at(-1) as StructureObjects;
    for (const range of ranges) expect(rangeSchema.parse(range)).toEqual(range);
    for (const breakout of breakouts) expect(breakoutSchema.parse(breakout)).toEqual(breakout);
    for (const sweep of sweeps) expect(sweepSchema.parse(sweep)).toEqual(sweep);
    expect(baseRateSchema.parse(baseRate)).toEqual(baseRate);
    expect(breakouts.length).toBeGreaterThan(0);
    expect(sweeps.length).toBeGreaterThan(0);
  });

  it('counts false breaks where they reached to', () => {
    let counted = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const bars = restingWalk({ seed, bars: 600, interval: '1d' });
      const { ranges, breakouts } = outputs(bars, '1d').at(-1) as StructureObjects;
      for (const range of ranges) {
        const falseBreaks = (direction: string) =>
          breakouts.filter(
            (each) => each.rangeId === range.id && each.direction === direction && each.state === 'false',
          ).length;
        expect(range.falseBreaksHigh).toBe(falseBreaks('up'));
        expect(range.falseBreaksLow).toBe(falseBreaks('down'));
        counted += range.falseBreaksHigh + range.falseBreaksLow;
      }
    }
    expect(counted).toBeGreaterThan(3);
  });

  it('keeps the newest objects of a long history, and counts all of them', () => {
    const fold = new StructureFold('1d');
    const sweeps = new Set<string>();
    for (const bar of restingWalk({ seed: 2, bars: 12_000, interval: '1d' })) {
      fold.close(bar);
      for (const { direction, atMs } of fold.read().sweeps.slice(-2)) sweeps.add(`${direction} ${atMs}`);
    }
    const output = fold.read();
    expect(sweeps.size).toBeGreaterThan(KEPT_OBJECTS);
    expect(output.sweeps.map(({ direction, atMs }) => `${direction} ${atMs}`)).toEqual(
      [...sweeps].slice(-KEPT_OBJECTS),
    );
    const { breaks, confirmed, falseBreaks, weak, heldAfterDay, knownAfterDay } = output.baseRate;
    expect(breaks - confirmed - falseBreaks - weak).toBeLessThanOrEqual(1);
    expect(heldAfterDay).toBeLessThanOrEqual(knownAfterDay);
    expect(knownAfterDay).toBeLessThanOrEqual(confirmed);
  });

  it('confirms nothing on volume that is unknown, and says so', () => {
    let breaks = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const bars = restingWalk({ seed, bars: 700, interval: '1d', unknownVolume: 1 });
      const breakouts = outputs(bars, '1d').at(-1)?.breakouts ?? [];
      breaks += breakouts.length;
      for (const { log, relativeVolumeSpot } of breakouts) {
        expect(log.map(({ to }) => to)).not.toContain('confirmed');
        expect(relativeVolumeSpot).toBeNull();
        const accepted = log.filter(({ rule }) => rule === 'pending.volume-unknown').length;
        const isWeak = log.some(({ rule }) => rule === 'weak.volume-unknown');
        if (isWeak) expect(accepted).toBe(1);
      }
    }
    expect(breaks).toBeGreaterThan(3);
  });

  it('is the same upside down for prices that are mirrored', () => {
    const bars = restingWalk({ seed: 6, bars: 700, interval: '1d' });
    // Around a price so far away that percentages of it are the same on both sides to the digits that matter.
    const shift = 1e9;
    const lifted = bars.map((bar) => moved(bar, (price) => shift + price));
    const mirrored = bars.map((bar) => moved(bar, (price) => shift - price));
    const count = (output: StructureObjects | undefined, direction: string) =>
      output?.breakouts.filter((each) => each.direction === direction).map(({ state }) => state);
    const up = outputs(lifted, '1d').at(-1);
    const down = outputs(mirrored, '1d').at(-1);
    expect(count(down, 'down')).toEqual(count(up, 'up'));
    expect(count(down, 'up')).toEqual(count(up, 'down'));
  });
});

function moved(bar: StructureBar, move: (price: number) => number): StructureBar {
  const high = Math.max(move(bar.high), move(bar.low));
  const low = Math.min(move(bar.high), move(bar.low));
  return { ...bar, open: move(bar.open), high, low, close: move(bar.close) };
}
