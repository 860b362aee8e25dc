/**
 * What it costs to stay in each perpetual of an asset, and how far it stands above the spot market, as figures.
 *
 * The spot market is the first in the order of venues with the same quote: over another quote, the basis would hold
 * the rate between the quotes, too.
 */
import { annualisedFunding, basisFraction, crowdedSide } from '../indicators/flow/funding';
import type { Figure } from '../model/figure';
import { MINUTE_MS } from '../model/time';
import type { VenueId } from '../model/venue';
import { pointFigure } from './figureParts';
import type { InstrumentState } from './instrumentState';
import type { MarketState } from './marketState';
import { referenceOf } from './referenceInstrument';

/** Prices further apart in time are not compared. */
const SAME_TIME_MS = MINUTE_MS;

const CROWDED = {
  longs: 'longs pay: they are crowded',
  shorts: 'shorts pay: they are crowded',
  none: 'nobody is crowded',
} as const;

/** By instrument; `members` are the instruments of one asset, `venues` in the order of preference. */
export function fundingFigures(
  state: MarketState,
  members: readonly InstrumentState[],
  venues: readonly VenueId[],
  asOfMs: number,
): Figure[] {
  const perpetuals = members.filter(({ row }) => row.kind === 'perpetual');
  return perpetuals.flatMap((perpetual) => {
    const { id, quote } = perpetual.row;
    const spots = members.filter(({ row }) => row.kind === 'spot' && row.quote === quote);
    const settled = state.folds.openInterest.settled(id).at(-1);
    const { funding } = perpetual.prices;
    const told = funding && { timeMs: funding.timeMs, ...funding.values };
    return [
      yearly(`fundingYear.${id}`, told ?? undefined, perpetual, asOfMs),
      yearly(`fundingSettledYear.${id}`, settled, perpetual, asOfMs),
      spotBasis(perpetual, referenceOf(spots, venues), asOfMs),
    ];
  });
}

interface Rate {
  readonly timeMs: number;
  readonly rate: number;
  readonly intervalHours: number | null;
}

function yearly(id: string, told: Rate | undefined, { row }: InstrumentState, asOfMs: number): Figure {
  if (told === undefined) return pointFigure(id, 'fraction', null, row.venue, asOfMs);
  const rate = annualisedFunding(told.rate, told.intervalHours);
  const side = crowdedSide(rate);
  const figure = pointFigure(id, 'fraction', rate, row.venue, told.timeMs);
  const words = side === null ? 'The venue does not say how often it is paid.' : CROWDED[side];
  return { ...figure, text: words };
}

function spotBasis(
  { row, prices }: InstrumentState,
  spot: InstrumentState | undefined,
  asOfMs: number,
): Figure {
  const id = `spotBasis.${row.id}`;
  const missing = (text: string): Figure => ({
    ...pointFigure(id, 'fraction', null, row.venue, asOfMs),
    text,
  });
  if (spot === undefined) return missing(`No spot market in ${row.quote} is listened to.`);
  const [ours, theirs] = [prices.last, spot.prices.last];
  const apartMs = Math.abs((ours?.timeMs ?? Number.NaN) - (theirs?.timeMs ?? Number.NaN));
  if (!(apartMs <= SAME_TIME_MS)) return missing(`No price of the same minute as ${spot.row.id}.`);
  const value = basisFraction(ours?.price ?? null, theirs?.price ?? null);
  const figure = pointFigure(
    id,
    'fraction',
    value,
    row.venue,
    Math.max(ours?.timeMs ?? 0, theirs?.timeMs ?? 0),
  );
  const venues = value === null ? [] : [...new Set([row.venue, spot.row.venue])].sort();
  return { ...figure, venues, text: `over ${spot.row.id}` };
}
