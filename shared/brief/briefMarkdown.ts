/** A brief as Markdown. */
import type { Brief, BriefCell, BriefSection } from './brief';
import { replayLink } from './links';

export function briefMarkdown(brief: Brief): string {
  const parts = [`# ${asText(brief.session.title)}`, asText(brief.paragraph)];
  for (const section of brief.sections) parts.push(sectionText(section, brief));
  parts.push(`Venues: ${brief.venues.map(({ title }) => asText(title)).join(', ') || '—'}.`);
  return `${parts.join('\n\n')}\n`;
}

function sectionText({ title, columns, rows, notes }: BriefSection, brief: Brief): string {
  const lines = [`## ${title}`, ''];
  if (rows.length > 0) {
    lines.push(`| | ${columns.join(' | ')} |`, `|---|${columns.map(() => '---').join('|')}|`);
    for (const { name, cells } of rows) {
      lines.push(`| ${asText(name)} | ${cells.map((cell) => cellText(cell, brief)).join(' | ')} |`);
    }
    if (notes.length > 0) lines.push('');
  }
  lines.push(...notes.map(asText));
  return lines.join('\n').trimEnd();
}

function cellText(cell: BriefCell, brief: Brief): string {
  if (cell.value === null) return asText(cell.text);
  const venues = cell.venues.join(', ');
  const title = venues === '' ? '' : ` "${venues.replace(/["\\\r\n|]/g, ' ')}"`;
  return `[${asText(cell.text)}](${replayLink(brief.session.id, cell.atMs)}${title})`;
}

/** Names come from venues and users: they must stay text. */
function asText(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}
