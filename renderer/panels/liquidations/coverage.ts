/** Says of a figure what it stands on. */
import type { Figure } from '../../../shared/model/figure';
import type { VenueInfo } from '../../../shared/model/venue';
import { formatDateTime, zoneLabel } from '../../ui/time';

type Venue = Pick<VenueInfo, 'id' | 'title' | 'liquidationReporting'>;

/** One or two sentences: venues, time, and whether the figure is complete, or why it is not. */
export function describeCoverage(
  figure: Figure | undefined,
  venues: readonly Venue[],
  timeZone: string,
): string {
  if (figure === undefined || figure.completeness === 'missing' || figure.value === null) {
    return 'Not known: no venue that publishes liquidations has covered this window.';
  }
  const contributing = figure.venues.map((id) => venues.find((venue) => venue.id === id)?.title ?? id);
  const asOf = `${formatDateTime(figure.asOfMs, timeZone)} ${zoneLabel(timeZone, figure.asOfMs)}`;
  const sources = contributing.length === 0 ? 'No venue' : contributing.join(', ');
  return `${sources}; as of ${asOf}. ${completenessSentence(figure, venues)}`;
}

function completenessSentence(figure: Figure, venues: readonly Venue[]): string {
  if (figure.completeness === 'complete')
    return 'Complete: every venue reports all liquidations, without a gap.';
  if (figure.completeness === 'estimate') return 'An estimate.';
  const sampled = venues.filter(
    (venue) =>
      figure.venues.includes(venue.id) &&
      (venue.liquidationReporting === 'latestPerSecond' || venue.liquidationReporting === 'largestPerSecond'),
  );
  if (sampled.length === 0) return 'A lower bound: data is missing in a part of the window.';
  const names = sampled.map((venue) => venue.title).join(', ');
  const verb = sampled.length === 1 ? 'publishes' : 'publish';
  return `A lower bound: ${names} ${verb} at most one liquidation per symbol and second.`;
}
