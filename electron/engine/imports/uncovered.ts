/**
 * What the files of an import leave open between them: a market whose trades end on Tuesday did not stand still
 * on Wednesday. Such spans become gaps, told at their beginning, so that no figure takes them for silence.
 */
import type { GapEvent } from '../../../shared/model/events';
import type { InstrumentId, InstrumentTable } from '../../../shared/model/instrument';
import { streamOfKind } from '../../../shared/model/streamOfKind';
import { HOUR_MS, type TimeRange } from '../../../shared/model/time';
import type { Stream } from '../../../shared/model/venue';
import type { SurveyedFile } from './survey';

/** Between two files of a thin stream so much silence is nothing special. */
const LEAST_HOLE_MS = HOUR_MS;
/** Nor are so many times the usual distance of its events. */
const HOLE_DISTANCES = 3;

interface Coverage {
  readonly instrumentId: InstrumentId;
  readonly stream: Stream;
  readonly spans: TimeRange[];
  distanceMs: number;
}

/** In the order of their beginnings. Every instrument must be in the table. */
export function uncoveredGaps(files: readonly SurveyedFile[], instruments: InstrumentTable): GapEvent[] {
  const ranges = files.flatMap(({ range }) => (range === null ? [] : [range]));
  const fromMs = Math.min(...ranges.map((range) => range.fromMs));
  const toMs = Math.max(...ranges.map((range) => range.toMs)) + 1;
  return coverages(files)
    .flatMap((coverage) =>
      holesOf(coverage, { fromMs, toMs }).map((hole) => gapOf(coverage, hole, instruments)),
    )
    .sort((a, b) => a.fromMs - b.fromMs);
}

function coverages(files: readonly SurveyedFile[]): readonly Coverage[] {
  const found = new Map<string, Coverage>();
  for (const { range, counts } of files) {
    for (const { kind, instrumentId, rows, firstMs, lastMs } of counts) {
      const stream = streamOfKind(kind);
      if (range === null || stream === undefined || instrumentId === null) continue;
      const key = `${instrumentId} ${stream}`;
      const coverage = found.get(key) ?? { instrumentId, stream, spans: [], distanceMs: 0 };
      found.set(key, coverage);
      coverage.spans.push({ fromMs: range.fromMs, toMs: range.toMs + 1 });
      coverage.distanceMs = Math.max(coverage.distanceMs, (lastMs - firstMs) / Math.max(1, rows - 1));
    }
  }
  return [...found.values()];
}

function holesOf({ spans, distanceMs }: Coverage, whole: TimeRange): TimeRange[] {
  const leastMs = Math.max(LEAST_HOLE_MS, HOLE_DISTANCES * distanceMs);
  const holes: TimeRange[] = [];
  let coveredMs = whole.fromMs;
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs - coveredMs > leastMs) holes.push({ fromMs: coveredMs, toMs: fromMs });
    coveredMs = Math.max(coveredMs, toMs);
  }
  if (whole.toMs - coveredMs > leastMs) holes.push({ fromMs: coveredMs, toMs: whole.toMs });
  return holes;
}

function gapOf(
  { instrumentId, stream }: Coverage,
  { fromMs, toMs }: TimeRange,
  instruments: InstrumentTable,
): GapEvent {
  const row = instruments.latest(instrumentId);
  if (row === undefined) throw new Error(`the instrument ${instrumentId} is not in the table`);
  return {
    kind: 'gap',
    seq: 0,
    exchangeTimeMs: fromMs,
    receiveTimeMs: 0,
    instrument: row.index,
    venue: row.venue,
    stream,
    fromMs,
    toMs,
    reason: 'The imported files do not cover this.',
    missing: null,
    filled: false,
  };
}
