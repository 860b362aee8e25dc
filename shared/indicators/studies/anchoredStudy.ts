/**
 * Studies that add up bars since an anchor: volume-weighted price, taker delta, Accumulation/Distribution.
 *
 * Rule for what is not known: a bar whose part is unknown contributes nothing, its line has a hole there, and
 * the run is an estimate until it ends. So is a run whose first bars were never heard, and one with bars
 * missing in between.
 */
import { z } from 'zod';
import type { IndicatorBar, StudyDef, StudyFold, StudyLine } from '../indicator';
import { type Anchor, anchorSchema, runStartMs } from './anchor';
import { stepCore } from './studyCore';

/** What a bar adds; `weight` matters only to a mean. */
export interface Part {
  readonly amount: number;
  readonly weight: number;
}

interface Run {
  /** Null before the anchor. */
  readonly startMs: number | null;
  readonly firstOpenMs: number | null;
  readonly lastOpenMs: number;
  readonly amount: number;
  readonly weight: number;
  /** The part of the last bar is unknown. */
  readonly hole: boolean;
  /** Nothing is missing since the anchor. */
  readonly whole: boolean;
}

const BEFORE: Run = {
  startMs: null,
  firstOpenMs: null,
  lastOpenMs: 0,
  amount: 0,
  weight: 0,
  hole: true,
  whole: true,
};

interface AnchoredShape {
  readonly id: string;
  readonly title: string;
  readonly unit: StudyDef<unknown>['unit'];
  readonly line: StudyLine;
  readonly anchor: Anchor;
  /** What a bar adds; null when that is unknown. */
  readonly part: (bar: IndicatorBar) => Part | null;
  /** The line's value from the sums since the anchor. */
  readonly value: (sums: Part) => number;
  /** False when the parts themselves are estimates. */
  readonly exact: boolean;
}

export function anchoredStudy(shape: AnchoredShape): StudyDef<{ readonly anchor: Anchor }> {
  const { id, title, unit, line } = shape;
  return {
    id,
    title,
    unit,
    lines: [line],
    params: z.object({ anchor: anchorSchema.default(shape.anchor) }),
    create: ({ anchor }, { intervalMs }) => anchoredFold(shape, anchor, intervalMs),
  };
}

function anchoredFold(shape: AnchoredShape, anchor: Anchor, intervalMs: number): StudyFold {
  const value = (run: Run) => (run.hole ? Number.NaN : shape.value(run));
  const core = stepCore<Run>({
    start: BEFORE,
    step(run, bar) {
      const startMs = runStartMs(anchor, bar.openTimeMs);
      if (startMs === null) return BEFORE;
      const goesOn = run.startMs === startMs;
      const { firstOpenMs, lastOpenMs, amount, weight } = goesOn ? run : BEFORE;
      const part = shape.part(bar);
      const follows = goesOn
        ? run.whole && bar.openTimeMs === lastOpenMs + intervalMs
        : anchor === 'start' || bar.openTimeMs - startMs < intervalMs;
      return {
        startMs,
        firstOpenMs: firstOpenMs ?? bar.openTimeMs,
        lastOpenMs: bar.openTimeMs,
        amount: amount + (part?.amount ?? 0),
        weight: weight + (part?.weight ?? 0),
        hole: part === null,
        whole: follows && part !== null,
      };
    },
    read: (run) => [value(run)],
  });
  return {
    close: core.take,
    read: core.read,
    snapshot: core.snapshot,
    restore: core.restore,
    quality() {
      const run = core.snapshot() as Run;
      const sinceMs = run.firstOpenMs;
      if (Number.isNaN(value(run))) return { completeness: 'missing', sinceMs };
      return { completeness: run.whole && shape.exact ? 'complete' : 'estimate', sinceMs };
    },
  };
}
