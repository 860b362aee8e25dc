/**
 * Lines of a delimited file as fields. A row is a line: a quoted line break is a bad row, so that no quote that
 * was never closed can swallow the rest of a file, and line numbers are what an editor shows.
 */
import Papa from 'papaparse';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const QUOTE = '"';

/** Fields of one line; null when its quotes do not match. */
export function fieldsOf(line: string, delimiter: Delimiter): string[] | null {
  if (!line.includes(QUOTE)) return plainFields(line, delimiter);
  const { data, errors } = Papa.parse<string[]>(line, { delimiter, newline: '\n' });
  return errors.length === 0 && data.length === 1 ? (data[0] ?? null) : null;
}

/** As `line.split(delimiter)`, which takes half as long again for lines of this length. */
function plainFields(line: string, delimiter: Delimiter): string[] {
  const fields: string[] = [];
  let from = 0;
  for (;;) {
    const to = line.indexOf(delimiter, from);
    if (to < 0) {
      fields.push(line.substring(from));
      return fields;
    }
    fields.push(line.substring(from, to));
    from = to + 1;
  }
}

/** The delimiter that splits the lines into the same number of fields, at least two; null when none does. */
export function guessDelimiter(lines: readonly string[]): { delimiter: Delimiter; columns: number } | null {
  let best: { delimiter: Delimiter; columns: number; lines: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const columns = fieldsOf(line, delimiter)?.length ?? 0;
      if (columns > 1) counts.set(columns, (counts.get(columns) ?? 0) + 1);
    }
    for (const [columns, count] of counts) {
      if (best === null || count > best.lines) best = { delimiter, columns, lines: count };
    }
  }
  return best !== null && best.lines * 2 > lines.length ? best : null;
}

const DATA = /^[+-]?(\d|\.\d)|^\d{4}-\d\d/;

/** The first row names columns when nothing in it is a value. */
export function isHeader(row: readonly string[]): boolean {
  return row.some((field) => field.trim() !== '') && !row.some((field) => DATA.test(field.trim()));
}
