import type { BookmarkRow } from '../contract/bookmarks';
import type { Cell, PlainColumn, Table } from './columns';
import { plain } from './columns';

interface BookmarkColumn extends PlainColumn {
  cell(row: BookmarkRow): Cell;
}

interface BookmarkTable extends Table {
  readonly columns: readonly BookmarkColumn[];
}

function column(definition: PlainColumn, cell: (row: BookmarkRow) => Cell): BookmarkColumn {
  return { ...definition, cell };
}

/** States of bookmarks, see `contract/bookmarks`; `t` and `t_end` are exchange times. Rows are only added. */
export const BOOKMARK_TABLE: BookmarkTable = {
  name: 'bookmark',
  addedLater: true,
  columns: [
    column(plain('row', 'VARCHAR'), ({ row }) => row),
    column(plain('id', 'VARCHAR'), ({ id }) => id),
    column(plain('revision', 'BIGINT'), ({ revision }) => revision),
    column(plain('t', 'BIGINT'), ({ timeMs }) => timeMs),
    column(plain('t_end', 'BIGINT', true), ({ endMs }) => endMs),
    column(plain('colour', 'VARCHAR'), ({ color }) => color),
    column(plain('text', 'VARCHAR'), ({ text }) => text),
    column(plain('link', 'VARCHAR', true), ({ link }) => link),
    column(plain('created_ms', 'BIGINT'), ({ createdMs }) => createdMs),
    column(plain('deleted', 'UTINYINT'), ({ deleted }) => (deleted ? 1 : 0)),
  ],
};
