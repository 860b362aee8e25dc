/** Reads truth back from its tables, in the order it was written. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TruthKind, TruthOf } from '../../../../shared/model/truth';
import { truthTable } from '../../../../shared/session/truthTables';
import { selectRows } from './eventReader';
import { tableNames } from './metaTable';

const WINDOW_ROWS = 65_536;

/** Nothing when the file is from before there was such a table. */
export async function* readTruth<K extends TruthKind>(
  connection: DuckDBConnection,
  kind: K,
): AsyncGenerator<readonly TruthOf<K>[]> {
  const table = truthTable(kind);
  if (!(await tableNames(connection)).has(table.name)) return;
  for (let after = 0; ; after += WINDOW_ROWS) {
    const records = await selectRows(
      connection,
      { name: table.name, columns: table.cells, rows: (block) => table.records(block) },
      `n > ${after} AND n <= ${after + WINDOW_ROWS}`,
      'n',
    );
    if (records.length === 0) return;
    yield records;
  }
}
