/**
 * Reported liquidations of an asset by side and venue: the cells that the totals of `liquidationFigures.ts` are
 * the sums of.
 *
 * Invariant: the values of a side that are known, added in their order, are its total exactly.
 */
import { reportingBadge } from '../indicators/liquidations/secondRule';
import type { Figure } from '../model/figure';
import { type FigureSource, windowFigure } from './figureParts';
import { heardOn, type LiquidationLine } from './liquidationCoverage';
import { EXACT_WINDOW_MS } from './rollingWindow';

/** By side, then by venue; over `(asOfMs − windowMs, asOfMs]`. The text is the rule the venue reports by. */
export function venueLiquidationFigures(
  source: FigureSource,
  asset: string,
  asOfMs: number,
  windowMs: number,
): Figure[] {
  const fromMs = asOfMs - Math.min(windowMs, EXACT_WINDOW_MS);
  const span = { fromMs: fromMs + 1, toMs: asOfMs + 1 };
  const lines = new Map(source.liquidationCoverage.lines(asset).map((line) => [line.venue, line]));
  const totals = new Map(source.liquidations.byVenue(asset, fromMs).map((each) => [each.venue, each]));
  // Of what was told where nobody was heard, there is no total either.
  const isHeard = [...lines.values()].some((line) => heardOn(line, span) !== 'none');
  const venues = [...new Set([...lines.keys(), ...totals.keys()])].sort();
  return (['short', 'long'] as const).flatMap((side) =>
    venues.map((venue) => {
      const line = lines.get(venue);
      const value = totals.get(venue)?.[`${side}Usd`] ?? 0;
      const isFull = line !== undefined && windowMs <= EXACT_WINDOW_MS && heardOn(line, span) === 'full';
      const isKnown = isHeard && (value > 0 || isFull);
      const id = `liquidations.${asset}.${side}.${venue}`;
      const completeness = isFull && !line.isSampled ? 'complete' : 'lowerBound';
      const figure = isKnown
        ? windowFigure(id, 'usd', value, [venue], asOfMs, fromMs, completeness)
        : windowFigure(id, 'usd', null, [], asOfMs, fromMs);
      return { ...figure, text: ruleOf(line) };
    }),
  );
}

function ruleOf(line: LiquidationLine | undefined): string {
  const rule = line?.rule ?? null;
  return rule === null ? 'not known how fully it reports' : `reports: ${reportingBadge(rule)}`;
}
