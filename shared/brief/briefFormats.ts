/** The forms a brief can be had in. */
import type { Brief } from './brief';
import { briefHtml } from './briefHtml';
import { briefMarkdown } from './briefMarkdown';
import { replayLink } from './links';

export const BRIEF_FORMATS = ['md', 'html', 'json'] as const;
export type BriefFormat = (typeof BRIEF_FORMATS)[number];

export function formatBrief(brief: Brief, format: BriefFormat): string {
  if (format === 'md') return briefMarkdown(brief);
  return format === 'html' ? briefHtml(brief) : briefJson(brief);
}

/** Every cell with the link to where it is seen. */
function briefJson(brief: Brief): string {
  const sections = brief.sections.map((section) => ({
    ...section,
    rows: section.rows.map(({ name, cells }) => ({
      name,
      cells: cells.map((cell) => ({ ...cell, link: replayLink(brief.session.id, cell.atMs) })),
    })),
  }));
  return `${JSON.stringify({ ...brief, sections }, null, 2)}\n`;
}
