import type { DuckDBConnection } from '@duckdb/node-api';

/** What makes a spreadsheet compute a cell instead of showing it, also behind blanks and in its wide forms. */
const FORMULA = '^[\\pC\\pZ]*[-=+@－＝＋＠]';

/**
 * The same rows for a file that people open in a spreadsheet: names and reasons come from venues and from
 * files of others, and one such as `=cmd|' /C calc'!A0` would be run. An apostrophe in front makes it text.
 */
export async function spreadsheetSafe(connection: DuckDBConnection, select: string): Promise<string> {
  const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
  const columns = described
    .getRows()
    .map(([name, type]) =>
      type === 'VARCHAR'
        ? `CASE WHEN regexp_matches("${name}", '${FORMULA}') THEN '''' || "${name}" ELSE "${name}" END AS "${name}"`
        : `"${name}"`,
    );
  return `SELECT ${columns.join(', ')} FROM (${select})`;
}
