/** What is known to be missing in the window. */
import { plural } from '../../text/format';
import type { BriefInput, BriefSection } from '../brief';
import { formatMoment } from '../moments';

/** More are counted, not listed. */
const LISTED = 20;

export function gapsSection({ gaps, session, asOfMs, windowMs }: BriefInput): BriefSection {
  const fromMs = asOfMs - windowMs;
  const isShort = session.range.fromMs > fromMs;
  const began = `The session was recorded from ${formatMoment(session.range.fromMs)}, after the window's beginning.`;
  const more = gaps.length - LISTED;
  return {
    id: 'gaps',
    title: 'Gaps',
    columns: ['From', 'To', 'Why'],
    rows: gaps.slice(0, LISTED).map((gap) => ({
      name: `${gap.venue} ${gap.stream}`,
      cells: [formatMoment(gap.fromMs), formatMoment(gap.toMs), gap.reason].map((text) => ({
        text,
        value: null,
        completeness: 'complete' as const,
        venues: [gap.venue],
        atMs: gap.fromMs,
      })),
    })),
    notes: [
      ...(gaps.length === 0 ? ['No gap was recorded in this window.'] : []),
      ...(more > 0 ? [`And ${plural(more, 'gap')} more.`] : []),
      ...(isShort ? [began] : []),
    ],
    sentence: gaps.length === 0 ? '' : `${plural(gaps.length, 'gap')} in the data of this window.`,
  };
}
