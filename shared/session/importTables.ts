/**
 * The tables of where an imported session comes from; see `importRecord.ts`. Empty in one that was recorded.
 *
 * Invariant: `n` counts the rows of a table from 1 in the order they were written.
 */
import { FINDING_ACTIONS, FINDING_KINDS, type Finding, type ImportedFile } from '../model/importRecord';
import { integer, plain, type RowBlock, type RowColumn, type Table, text, wordIn } from './columns';

export interface ImportTable<R> extends Table {
  /** The columns behind `n`. */
  readonly cells: readonly RowColumn<R>[];
  /** Rows back to records: the exact inverse of `cells`. */
  records(block: RowBlock): (row: number) => R;
}

function define<R>(table: Omit<ImportTable<R>, 'columns' | 'addedLater'>): ImportTable<R> {
  return { ...table, columns: [plain('n', 'BIGINT'), ...table.cells], addedLater: true };
}

export const IMPORT_FILE_TABLE = define<ImportedFile>({
  name: 'import_file',
  cells: [
    text('name', (file) => file.name),
    integer('bytes', (file) => file.bytes),
    text('sha256', (file) => file.sha256),
    text('format', (file) => file.format),
    text('parameters', (file) => file.parameters),
    integer('event_count', (file) => file.rows),
  ],
  records(block) {
    const name = block.text('name');
    const bytes = block.number('bytes');
    const sha256 = block.text('sha256');
    const format = block.text('format');
    const parameters = block.text('parameters');
    const rows = block.number('event_count');
    return (row) => ({
      name: name(row),
      bytes: bytes(row),
      sha256: sha256(row),
      format: format(row),
      parameters: parameters(row),
      rows: rows(row),
    });
  },
});

/** Words, not codes: few rows, read by people. */
export const IMPORT_FINDING_TABLE = define<Finding>({
  name: 'import_finding',
  cells: [
    text('file', (finding) => finding.file),
    text('kind', (finding) => finding.kind),
    text('action', (finding) => finding.action),
    integer('row_count', (finding) => finding.count),
    integer('first_line', (finding) => finding.firstLine),
    integer('last_line', (finding) => finding.lastLine),
    text('detail', (finding) => finding.detail),
  ],
  records(block) {
    const file = block.text('file');
    const kind = block.text('kind');
    const action = block.text('action');
    const count = block.number('row_count');
    const firstLine = block.number('first_line');
    const lastLine = block.number('last_line');
    const detail = block.text('detail');
    return (row) => ({
      file: file(row),
      kind: wordIn(FINDING_KINDS, kind(row)),
      action: wordIn(FINDING_ACTIONS, action(row)),
      count: count(row),
      firstLine: firstLine(row),
      lastLine: lastLine(row),
      detail: detail(row),
    });
  },
});

export const IMPORT_TABLES: readonly Table[] = [IMPORT_FILE_TABLE, IMPORT_FINDING_TABLE];
