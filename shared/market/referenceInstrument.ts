/** Which of an asset's instruments its bars are looked at of. */
import type { VenueId } from '../model/venue';
import type { InstrumentState } from './instrumentState';

/** The first perpetual in the order of `venues`, else the first spot market; undefined without any. */
export function referenceOf(
  members: readonly InstrumentState[],
  venues: readonly VenueId[],
): InstrumentState | undefined {
  const rank = ({ row }: InstrumentState) =>
    (row.kind === 'perpetual' ? 0 : venues.length) + venues.indexOf(row.venue);
  return members.reduce<InstrumentState | undefined>(
    (best, one) => (best === undefined || rank(one) < rank(best) ? one : best),
    undefined,
  );
}
