/** Figures of liquidations by asset and side of the closed position, and over all assets. */
import type { Figure } from '../model/figure';
import type { VenueId } from '../model/venue';
import { type FigureSource, windowFigure } from './figureParts';
import { heardOn } from './liquidationCoverage';
import { EXACT_WINDOW_MS } from './rollingWindow';

/** Sums and what they rest on. */
interface HeardTotals {
  readonly shortUsd: number;
  readonly longUsd: number;
  readonly largestUsd: number;
  /** Venues heard in some part of the window, sorted. */
  readonly venues: readonly VenueId[];
  /** Every venue was heard throughout: a sum of nothing is a true 0. */
  readonly isFull: boolean;
  /** Besides, every venue reports every liquidation. */
  readonly isComplete: boolean;
}

export function liquidationFigures(source: FigureSource, asOfMs: number, windowMs: number): Figure[] {
  const fromMs = asOfMs - Math.min(windowMs, EXACT_WINDOW_MS);
  const assets = source.liquidationCoverage.assets();
  const totals = assets.map((asset) => heardTotals(source, asset, asOfMs, windowMs));
  const figures = assets.flatMap((asset, index) => {
    const heard = totals[index];
    return heard === undefined ? [] : figuresOf(asset, heard, asOfMs, fromMs);
  });
  return assets.length === 0 ? [] : [...figures, ...figuresOf('all', addUp(totals), asOfMs, fromMs)];
}

function heardTotals(source: FigureSource, asset: string, asOfMs: number, windowMs: number): HeardTotals {
  const fromMs = asOfMs - Math.min(windowMs, EXACT_WINDOW_MS);
  const span = { fromMs: fromMs + 1, toMs: asOfMs + 1 };
  const lines = source.liquidationCoverage.lines(asset);
  const heard = lines.filter((line) => heardOn(line, span) !== 'none');
  const isFull =
    lines.length > 0 && windowMs <= EXACT_WINDOW_MS && lines.every((line) => heardOn(line, span) === 'full');
  return {
    ...source.liquidations.after(asset, fromMs),
    venues: heard.map((line) => line.venue),
    isFull,
    isComplete: isFull && lines.every((line) => !line.isSampled),
  };
}

function addUp(totals: readonly HeardTotals[]): HeardTotals {
  const sum = (part: (heard: HeardTotals) => number) => totals.reduce((all, heard) => all + part(heard), 0);
  return {
    shortUsd: sum((heard) => heard.shortUsd),
    longUsd: sum((heard) => heard.longUsd),
    largestUsd: Math.max(0, ...totals.map((heard) => heard.largestUsd)),
    venues: [...new Set(totals.flatMap((heard) => heard.venues))].sort(),
    isFull: totals.every((heard) => heard.isFull),
    isComplete: totals.every((heard) => heard.isComplete),
  };
}

function figuresOf(name: string, heard: HeardTotals, asOfMs: number, fromMs: number): Figure[] {
  const { shortUsd, longUsd, largestUsd, venues, isFull, isComplete } = heard;
  const isKnown = (value: number) => venues.length > 0 && (value > 0 || isFull);
  const bound = isComplete ? 'complete' : 'lowerBound';
  const sum = (id: string, value: number): Figure => {
    if (!isKnown(value)) return windowFigure(id, 'usd', null, [], asOfMs, fromMs);
    return windowFigure(id, 'usd', value, venues, asOfMs, fromMs, bound);
  };
  const totalUsd = shortUsd + longUsd;
  const hasShare = totalUsd > 0 && isKnown(shortUsd) && isKnown(longUsd);
  return [
    sum(`liquidations.${name}.short`, shortUsd),
    sum(`liquidations.${name}.long`, longUsd),
    sum(`liquidations.${name}.total`, totalUsd),
    windowFigure(
      `liquidations.${name}.shareShort`,
      'fraction',
      hasShare ? shortUsd / totalUsd : null,
      hasShare ? venues : [],
      asOfMs,
      fromMs,
      isComplete ? 'complete' : 'estimate',
    ),
    sum(name === 'all' ? 'liquidations.largest' : `liquidations.${name}.largest`, largestUsd),
  ];
}
