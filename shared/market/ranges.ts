/** Arithmetic of half-open spans of time. Lists it returns are sorted and disjoint. */
import type { TimeRange } from '../model/time';

/** The union; spans that touch become one. */
export function mergeRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const sorted = [...ranges].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && range.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, range.toMs);
    else merged.push({ ...range });
  }
  return merged;
}

/** What is left of `ranges` without `cut`. */
export function subtractRange(ranges: readonly TimeRange[], cut: TimeRange): readonly TimeRange[] {
  return ranges.flatMap((range) => {
    if (range.toMs <= cut.fromMs || range.fromMs >= cut.toMs) return [range];
    const left = { fromMs: range.fromMs, toMs: cut.fromMs };
    const right = { fromMs: cut.toMs, toMs: range.toMs };
    return [left, right].filter((part) => part.toMs > part.fromMs);
  });
}

/** Milliseconds of `span` that disjoint `ranges` cover. */
export function overlapMs(ranges: readonly TimeRange[], span: TimeRange): number {
  let total = 0;
  for (const range of ranges) {
    total += Math.max(0, Math.min(range.toMs, span.toMs) - Math.max(range.fromMs, span.fromMs));
  }
  return total;
}

export function anyOverlap(ranges: readonly TimeRange[], span: TimeRange): boolean {
  return ranges.some((range) => range.fromMs < span.toMs && range.toMs > span.fromMs);
}
