/** Reads where an imported session comes from; nothing of a session from before there were such tables. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportRecord } from '../../../../shared/model/importRecord';
import { plainText } from '../../../../shared/model/plainText';
import {
  IMPORT_FILE_TABLE,
  IMPORT_FINDING_TABLE,
  type ImportTable,
} from '../../../../shared/session/importTables';
import { selectRows } from './eventReader';
import { tableNames } from './metaTable';

const MOST_ROWS = 10_000;
const LONGEST_NAME = 300;
const LONGEST_DETAIL = 2_000;

export async function readImportRecord(connection: DuckDBConnection): Promise<ImportRecord> {
  const present = await tableNames(connection);
  const rowsOf = async <R>(table: ImportTable<R>): Promise<R[]> => {
    if (!present.has(table.name)) return [];
    const { name, cells } = table;
    const source = { name, columns: cells, rows: table.records };
    return selectRows(connection, source, `n <= ${MOST_ROWS}`, 'n');
  };
  const files = await rowsOf(IMPORT_FILE_TABLE);
  const findings = await rowsOf(IMPORT_FINDING_TABLE);
  // The words of files from elsewhere must not steer a terminal or a screen.
  return {
    files: files.map((file) => ({
      ...file,
      name: plainText(file.name, LONGEST_NAME),
      sha256: plainText(file.sha256, LONGEST_NAME),
      format: plainText(file.format, LONGEST_NAME),
      parameters: plainText(file.parameters, LONGEST_DETAIL),
    })),
    findings: findings.map((finding) => ({
      ...finding,
      file: plainText(finding.file, LONGEST_NAME),
      detail: plainText(finding.detail, LONGEST_DETAIL),
    })),
  };
}
