/**
 * What price and open interest say together over 1, 4 and 24 hours, as figures.
 *
 * Both are looked at over the same span, which ends with the newest sample of open interest: a multiple of five
 * minutes, so prices are closes of 5-minute bars of the reference instrument.
 */

import {
  openInterestQuadrant,
  type QuadrantAnswer,
  returnDeviation,
} from '../indicators/flow/openInterestQuadrant';
import type { IndicatorBar } from '../indicators/indicator';
import type { Completeness, Figure, FigureUnit } from '../model/figure';
import { barOpenTimeMs, HOUR_MS, type Interval, MINUTE_MS } from '../model/time';
import type { VenueId } from '../model/venue';
import { firstFrom } from './barFoldRun';
import type { ClosedBars } from './closedBars';
import type { InstrumentState } from './instrumentState';
import { heardOn } from './liquidationCoverage';
import type { MarketState } from './marketState';

const HOURS = [1, 4, 24] as const;
const SAMPLE_MS = 5 * MINUTE_MS;
/** Returns of so many hours say how much the price usually moves. */
const DEVIATION_HOURS = 14 * 24;

const WORDS: Readonly<Record<NonNullable<QuadrantAnswer['quadrant']>, string>> = {
  newLongs: 'new longs: price up, open interest up',
  shortCovering: 'short covering: price up, open interest down',
  newShorts: 'new shorts: price down, open interest up',
  longUnwinding: 'long unwinding: price down, open interest down',
  none: 'no move: price or open interest hardly changed',
};

type BarsOf = (state: InstrumentState, interval: Interval) => ClosedBars;

/** Of the asset of `reference`, whose bars say how the price moved. */
export function quadrantFigures(
  state: MarketState,
  reference: InstrumentState,
  barsOf: BarsOf,
  asOfMs: number,
): Figure[] {
  const fiveMinutes = barsOf(reference, '5m').bars;
  const hourly = barsOf(reference, '1h').bars;
  return HOURS.flatMap((hours) => figuresOf(state, reference, fiveMinutes, hourly, asOfMs, hours));
}

function figuresOf(
  state: MarketState,
  { row: { asset, venue } }: InstrumentState,
  fiveMinutes: readonly IndicatorBar[],
  hourly: readonly IndicatorBar[],
  asOfMs: number,
  hours: number,
): Figure[] {
  const change = state.folds.openInterest.change(asset, hours * HOUR_MS);
  const toMs = change?.toMs ?? barOpenTimeMs(asOfMs, SAMPLE_MS);
  const fromMs = toMs - hours * HOUR_MS;
  const before = closeAt(fiveMinutes, fromMs, SAMPLE_MS);
  const after = closeAt(fiveMinutes, toMs, SAMPLE_MS);
  const returnFraction = before === null || after === null ? null : after / before - 1;
  const deviation = returnDeviation(hourlyCloses(hourly, toMs), hours);
  const shortUsd = shortLiquidationsUsd(state, asset, fromMs, toMs);
  const price = before === null || after === null ? null : (before + after) / 2;
  // Of other perpetuals than the fall is of, they would not be a share of it.
  const isComparable = change?.isWhole === true && shortUsd !== null && price !== null;
  const { quadrant, openInterestChange, isSqueeze } = openInterestQuadrant({
    returnFraction,
    deviation,
    openInterestBeforeBase: change?.beforeBase ?? null,
    openInterestAfterBase: change?.afterBase ?? null,
    shortLiquidationsBase: isComparable ? shortUsd / price : null,
  });
  const interestVenues = [...new Set(change?.instruments.map((id) => venueOf(state, id)) ?? [])];
  const make = (
    name: string,
    unit: FigureUnit,
    value: number | null,
    venues: readonly VenueId[],
    completeness: Completeness,
  ): Figure => ({
    id: `quadrant.${asset}.${hours}h${name}`,
    value,
    unit,
    venues: value === null ? [] : [...new Set(venues)].sort(),
    asOfMs: toMs,
    completeness: value === null ? 'missing' : completeness,
    fromMs,
  });
  const percent = (fraction: number | null) => (fraction === null ? null : fraction * 100);
  const verdict = make('', 'count', quadrant === null ? null : 1, [venue, ...interestVenues], 'estimate');
  const words = quadrant === null ? whyUnknown(returnFraction, deviation) : wordsOf(quadrant, isSqueeze);
  return [
    { ...verdict, text: words },
    make('.return', 'percent', percent(returnFraction), [venue], 'complete'),
    make('.deviation', 'percent', percent(deviation), [venue], 'estimate'),
    make(
      '.openInterestChange',
      'percent',
      percent(openInterestChange),
      interestVenues,
      change?.isWhole === true ? 'complete' : 'estimate',
    ),
  ];
}

function wordsOf(quadrant: NonNullable<QuadrantAnswer['quadrant']>, isSqueeze: boolean | null): string {
  if (quadrant !== 'shortCovering') return WORDS[quadrant];
  const forced = {
    true: 'a good part was forced',
    false: 'little of it was forced',
    null: 'not known how much was forced',
  };
  return `${WORDS[quadrant]}; ${forced[`${isSqueeze}`]}`;
}

function whyUnknown(returnFraction: number | null, deviation: number | null): string {
  if (returnFraction === null) return 'A price at an end of the window is not known.';
  if (deviation === null) return 'Less than a day of hourly prices: what is a move is not known.';
  return 'Open interest at an end of the window is not known.';
}

/** The price at a moment that is a multiple of the bars' length; null without a whole bar that ends there. */
function closeAt(bars: readonly IndicatorBar[], timeMs: number, lengthMs: number): number | null {
  const bar = bars[firstFrom(bars, timeMs - lengthMs)];
  return bar === undefined || bar.openTimeMs !== timeMs - lengthMs || bar.touchedByGap ? null : bar.close;
}

/** Of the newest hours that were over by then, in order; NaN where one is not known. */
function hourlyCloses(bars: readonly IndicatorBar[], toMs: number): number[] {
  const lastMs = barOpenTimeMs(toMs, HOUR_MS);
  return Array.from({ length: DEVIATION_HOURS + 1 }, (_, index) => {
    return closeAt(bars, lastMs - (DEVIATION_HOURS - index) * HOUR_MS, HOUR_MS) ?? Number.NaN;
  });
}

/** Reported in `[fromMs, toMs)`; null unless every venue was heard throughout. */
function shortLiquidationsUsd(
  state: MarketState,
  asset: string,
  fromMs: number,
  toMs: number,
): number | null {
  const lines = state.liquidationCoverage.lines(asset);
  const isHeard = lines.length > 0 && lines.every((line) => heardOn(line, { fromMs, toMs }) === 'full');
  return isHeard ? state.liquidations.ofBar(asset, 'short', fromMs, toMs) : null;
}

function venueOf(state: MarketState, id: string): VenueId {
  return state.find(id)?.row.venue ?? '';
}
