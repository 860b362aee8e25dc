/** What is said of a line of the story besides its text. */
import type { StoryLine } from '../../../shared/model/structure';
import type { VenueInfo } from '../../../shared/model/venue';
import { UNKNOWN } from '../../../shared/text/format';
import { formatDateTime, zoneLabel } from '../../ui/time';

/** The sign beside its text that says it is no complete figure; the text may carry it already. */
export function markOf({ completeness, text }: StoryLine): '≥' | 'est.' | null {
  if (text === UNKNOWN) return null;
  if (completeness === 'lowerBound' && !text.includes('≥')) return '≥';
  return completeness === 'estimate' && !text.includes('est.') ? 'est.' : null;
}

const COMPLETENESS: Readonly<Record<StoryLine['completeness'], string>> = {
  complete: 'Complete.',
  lowerBound: 'A lower bound: a venue reports a sample, or data is missing.',
  estimate: 'An estimate.',
  missing: 'Not known.',
};

/** How it came about, from which venues, as of when, and whether it is complete. */
export function describeLine(
  line: StoryLine,
  venues: readonly Pick<VenueInfo, 'id' | 'title'>[],
  timeZone: string,
): string {
  const { detail, asOfMs, completeness } = line;
  const names = line.venues.map((id) => venues.find((venue) => venue.id === id)?.title ?? id).join(', ');
  const asOf =
    asOfMs === null ? '' : `as of ${formatDateTime(asOfMs, timeZone)} ${zoneLabel(timeZone, asOfMs)}`;
  const source = [names, asOf].filter((part) => part !== '').join('; ');
  const sentences = [detail, source === '' ? '' : `${source}.`, COMPLETENESS[completeness]];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
