/** What figures are read from, and how a single one is put together. */
import type { Completeness, Figure, FigureUnit } from '../model/figure';
import type { VenueId } from '../model/venue';
import type { GapLedger } from './gapLedger';
import type { InstrumentState } from './instrumentState';
import type { LiquidationCoverage } from './liquidationCoverage';
import type { LiquidationTotals } from './liquidationTotals';
import type { Listening } from './listening';
import type { PublishedSeries } from './publishedSeries';

export interface FigureSource {
  /** Sorted by id. */
  readonly instruments: readonly InstrumentState[];
  readonly gaps: GapLedger;
  readonly listening: Listening;
  readonly liquidations: LiquidationTotals;
  readonly liquidationCoverage: LiquidationCoverage;
  readonly series: PublishedSeries;
  /** Grows when what is known about completeness changes. */
  readonly coverageRevision: number;
}

/** A value of one venue at one moment; null is `missing`. */
export function pointFigure(
  id: string,
  unit: FigureUnit,
  value: number | null,
  venue: VenueId,
  asOfMs: number,
): Figure {
  if (value === null) return { id, value, unit, venues: [], asOfMs, completeness: 'missing' };
  return { id, value, unit, venues: [venue], asOfMs, completeness: 'complete' };
}

/** A figure over `(fromMs, asOfMs]`; a null value is `missing` whatever the completeness. */
export function windowFigure(
  id: string,
  unit: FigureUnit,
  value: number | null,
  venues: readonly VenueId[],
  asOfMs: number,
  fromMs: number,
  completeness: Completeness = 'complete',
): Figure {
  return { id, value, unit, venues, asOfMs, completeness: value === null ? 'missing' : completeness, fromMs };
}
