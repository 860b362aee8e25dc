/**
 * The range in which the true sum of an asset's liquidations is likely to lie, as figures of their own: what was
 * reported never changes.
 *
 * Invariants:
 * - The lower end is never below the reported sum of the same window: the estimate goes by spans of 5 minutes that
 *   hold the window, and the sum of the window is multiplied with what it found for them.
 * - Where a venue was not heard throughout, or the window is not kept, nothing is estimated.
 */
import type { VenueEstimate } from '../indicators/liquidations/reportedEstimate';
import type { PositionSide } from '../model/events';
import type { Figure } from '../model/figure';
import { DAY_MS } from '../model/time';
import { formatUsd } from '../text/format';
import type { EventFolds } from './eventFolds';
import { type FigureSource, windowFigure } from './figureParts';
import { heardOn } from './liquidationCoverage';

/** Both sides over `(asOfMs − windowMs, asOfMs]`, at most 24 h. Nothing of an asset without perpetuals. */
export function trueLiquidationFigures(
  source: FigureSource,
  folds: EventFolds,
  asset: string,
  asOfMs: number,
  windowMs: number,
): Figure[] {
  return (['short', 'long'] as const).flatMap((side) =>
    figuresOf(source, folds, asset, side, asOfMs, windowMs),
  );
}

function figuresOf(
  source: FigureSource,
  folds: EventFolds,
  asset: string,
  side: PositionSide,
  asOfMs: number,
  windowMs: number,
): Figure[] {
  const range = folds.reportedEstimate.range(asset, side, windowMs);
  if (range === null) return [];
  const fromMs = asOfMs - windowMs;
  const make = (end: 'low' | 'high', value: number | null, text: string): Figure => {
    const summed = range.venues.filter(({ rule }) => rule !== 'none').map(({ venue }) => venue);
    const venues = value === null ? [] : [...new Set(summed)].sort();
    const id = `liquidationsTrue.${asset}.${side}.${end}`;
    return { ...windowFigure(id, 'usd', value, venues, asOfMs, fromMs, 'estimate'), text };
  };
  const reason = whyUnknown(source, asset, fromMs, asOfMs, windowMs, range.sinceMs);
  if (reason !== null) return [make('low', null, reason), make('high', null, reason)];
  const reportedUsd = source.liquidations.after(asset, fromMs)[`${side}Usd`];
  const text = range.venues.map(wordsOf).join('; ');
  const times = (usd: number) => (range.reportedUsd === 0 ? 1 : usd / range.reportedUsd);
  const { lowUsd, highUsd } = range;
  return [
    make('low', reportedUsd * times(lowUsd), text),
    make('high', highUsd === null ? null : reportedUsd * times(highUsd), text),
  ];
}

/** Null when it can be estimated. */
function whyUnknown(
  source: FigureSource,
  asset: string,
  fromMs: number,
  asOfMs: number,
  windowMs: number,
  sinceMs: number,
): string | null {
  if (windowMs > DAY_MS) return 'Longer than the 24 h that are kept.';
  if (sinceMs > fromMs + 1) return 'Not listened to for the whole window.';
  const span = { fromMs: fromMs + 1, toMs: asOfMs + 1 };
  const lines = source.liquidationCoverage.lines(asset);
  const missing = lines.filter((line) => heardOn(line, span) !== 'full').map(({ venue }) => venue);
  return missing.length === 0 ? null : `Not heard throughout: ${missing.join(', ')}.`;
}

/** "binanceusdm (largest per second): $1.2M reported, $2.1M by its rule, $2.4M by open interest" */
function wordsOf({ venue, badge, rule, reportedUsd, methods, highUsd }: VenueEstimate): string {
  if (rule === 'none') return `${venue} (${badge}): not in the sums`;
  if (methods === null) return `${venue} (${badge}): as reported`;
  const { byRule, byCopies, byOpenInterest } = methods;
  const found = [
    ...(byRule === null ? [] : [`${formatUsd(byRule)} by its rule`]),
    ...(byCopies === null ? [] : [`${formatUsd(byCopies)} by its rule and size`]),
    ...(byOpenInterest === null ? [] : [`${formatUsd(byOpenInterest)} by open interest`]),
  ];
  const open = highUsd === null ? ['nothing to go by for what it left out'] : [];
  return `${venue} (${badge}): ${[`${formatUsd(reportedUsd)} reported`, ...found, ...open].join(', ')}`;
}
