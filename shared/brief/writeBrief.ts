/** Puts a brief together from its sections. */
import { isSimulated, SIMULATED } from '../model/venue';
import type { Brief, BriefInput } from './brief';
import { formatMoment } from './moments';
import { BRIEF_SECTIONS } from './sections/registry';

export function writeBrief(input: BriefInput): Brief {
  const { session, venues, asOfMs, windowMs } = input;
  const simulated = isSimulated(venues);
  const sections = BRIEF_SECTIONS.map((section) => section(input));
  const sentences = sections.map(({ sentence }) => sentence).filter((sentence) => sentence !== '');
  const opening = `${simulated ? `${SIMULATED} market. ` : ''}As of ${formatMoment(asOfMs)}:`;
  return {
    session,
    simulated,
    asOfMs,
    window: { fromMs: asOfMs - windowMs, toMs: asOfMs },
    venues,
    paragraph: [opening, ...(sentences.length === 0 ? ['nothing is known.'] : sentences)].join(' '),
    sections,
  };
}
