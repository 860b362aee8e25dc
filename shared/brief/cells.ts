/** Cells of a brief from figures. */
import type { Figure } from '../model/figure';
import { completenessMark, formatUsdFigure, UNKNOWN } from '../text/format';
import type { BriefCell } from './brief';

export type FigureIndex = ReadonlyMap<string, Figure>;

export function indexFigures(figures: readonly Figure[]): FigureIndex {
  return new Map(figures.map((figure) => [figure.id, figure]));
}

export function usdCell(figure: Figure | undefined, asOfMs: number): BriefCell {
  return figureCell(figure, asOfMs, (value) => formatUsdFigure(value, figure?.completeness ?? 'missing'));
}

/** `text` writes a known value; its certainty is put before it unless `text` has done so. */
export function figureCell(
  figure: Figure | undefined,
  asOfMs: number,
  text: (value: number) => string,
): BriefCell {
  if (figure === undefined || figure.value === null) return unknownCell(asOfMs);
  const { value, completeness, venues } = figure;
  const written = text(value);
  const mark = completenessMark(completeness);
  return {
    text: written.startsWith(mark) ? written : mark + written,
    value,
    completeness,
    venues,
    atMs: Math.min(figure.asOfMs, asOfMs),
  };
}

function unknownCell(atMs: number): BriefCell {
  return { text: UNKNOWN, value: null, completeness: 'missing', venues: [], atMs };
}

/** How a value changed between two figures of the same venues; unknown when either is. */
export function changeCell(
  now: Figure | undefined,
  before: Figure | undefined,
  asOfMs: number,
  change: (now: number, before: number) => number | null,
  text: (value: number) => string,
): BriefCell {
  if (now?.value == null || before?.value == null) return unknownCell(asOfMs);
  const value = change(now.value, before.value);
  if (value === null) return unknownCell(asOfMs);
  return {
    text: text(value),
    value,
    completeness: 'complete',
    venues: now.venues,
    atMs: Math.min(now.asOfMs, asOfMs),
  };
}
