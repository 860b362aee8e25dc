/** A brief as one HTML page without scripts, to be pasted or printed. */
import type { Brief, BriefCell, BriefSection } from './brief';
import { replayLink } from './links';

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'table{border-collapse:collapse}th,td{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #ccc}' +
  'th:first-child{text-align:left}';

export function briefHtml(brief: Brief): string {
  const title = asText(brief.session.title);
  const venues = brief.venues.map((venue) => asText(venue.title)).join(', ');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${title}</title><style>${STYLE}</style></head><body>`,
    `<h1>${title}</h1>`,
    `<p>${asText(brief.paragraph)}</p>`,
    ...brief.sections.map((section) => sectionHtml(section, brief)),
    `<p>Venues: ${venues === '' ? '—' : venues}.</p>`,
    '</body></html>\n',
  ].join('\n');
}

function sectionHtml({ title, columns, rows, notes }: BriefSection, brief: Brief): string {
  const head = `<tr><th></th>${columns.map((column) => `<th scope="col">${asText(column)}</th>`).join('')}</tr>`;
  const body = rows.map(({ name, cells }) => {
    const values = cells.map((cell) => `<td>${cellHtml(cell, brief)}</td>`).join('');
    return `<tr><th scope="row">${asText(name)}</th>${values}</tr>`;
  });
  const table =
    rows.length === 0 ? [] : [`<table><thead>${head}</thead><tbody>`, ...body, '</tbody></table>'];
  return [`<h2>${asText(title)}</h2>`, ...table, ...notes.map((note) => `<p>${asText(note)}</p>`)].join('\n');
}

function cellHtml(cell: BriefCell, brief: Brief): string {
  if (cell.value === null) return asText(cell.text);
  const link = asText(replayLink(brief.session.id, cell.atMs));
  return `<a href="${link}" title="${asText(cell.venues.join(', '))}">${asText(cell.text)}</a>`;
}

/** Names come from venues and users: they must stay text. */
function asText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
