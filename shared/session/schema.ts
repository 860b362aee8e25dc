/**
 * The tables of a session file beside those of events, and the SQL that creates all of them.
 *
 * Invariant: no keys, no indexes, no defaults. A write-ahead log with any of them may not be replayable after
 * a kill, and zone maps do the seeking.
 */
import { BOOKMARK_TABLE } from './bookmarkTable';
import type { Table } from './columns';
import { plain } from './columns';
import { EVENT_TABLES } from './eventTables';
import { IMPORT_TABLES } from './importTables';
import { OVERVIEW_TABLE } from './overviewTable';
import { STRETCH_TABLE } from './stretchTable';
import { TRUTH_TABLES } from './truthTables';

/**
 * Of the tables and their meaning. A file with a newer one is refused, never guessed at. New tables and new
 * words at the end of a list do not need a new version; a changed column does. New tables are `addedLater`.
 */
export const SCHEMA_VERSION = 1;

/** Facts about the session by name; see `META_KEYS`. The newest row of a key counts. */
const META_TABLE: Table = {
  name: 'meta',
  columns: [plain('key', 'VARCHAR'), plain('value', 'VARCHAR')],
};

/** Keys of the `meta` table. Values are JSON. */
export const META_KEYS = {
  schemaVersion: 'schema_version',
  appVersion: 'app_version',
  title: 'title',
  /** Where the data came from; see `NewSession.feed`. */
  feed: 'feed',
  /** Wall clock, UTC ms. */
  startedAtMs: 'started_at_ms',
  /** List of `VenueInfo`. */
  venues: 'venues',
  /** `recording`, `closed` or `recovered`. */
  state: 'state',
  /** `SessionSummary` without `bytes` and `id`, written when the session ends, for quick listing. */
  summary: 'summary',
  /** Words of the user's, whether it is exempt from the limits of size and age, and a small picture. */
  tags: 'tags',
  pinned: 'pinned',
  thumbnail: 'thumbnail',
  /** `{layout}`, once the rows were regrouped to take less room; see `compaction.ts`. */
  compacted: 'compacted',
} as const;

/** `inst` counts from 0 in the order of the rows and is what the event tables refer to. */
export const INSTRUMENT_TABLE: Table = {
  name: 'instrument',
  columns: [
    plain('inst', 'SMALLINT'),
    plain('id', 'VARCHAR'),
    plain('venue', 'VARCHAR'),
    plain('symbol', 'VARCHAR'),
    plain('asset', 'VARCHAR'),
    plain('quote', 'VARCHAR'),
    plain('kind', 'VARCHAR'),
    plain('price_decimals', 'SMALLINT'),
    plain('quantity_decimals', 'SMALLINT'),
    plain('tick_size', 'DOUBLE', true),
  ],
};

/** Saved states of the market model, deflated; `t` is market time. */
export const CHECKPOINT_TABLE: Table = {
  name: 'checkpoint',
  columns: [plain('seq', 'BIGINT'), plain('t', 'BIGINT'), plain('state', 'BLOB')],
};

export const TABLES: readonly Table[] = [
  META_TABLE,
  INSTRUMENT_TABLE,
  CHECKPOINT_TABLE,
  ...EVENT_TABLES,
  ...TRUTH_TABLES,
  ...IMPORT_TABLES,
  BOOKMARK_TABLE,
  STRETCH_TABLE,
  OVERVIEW_TABLE,
];

export function createTableSql(table: Table): string {
  const columns = table.columns.map(({ name, type, nullable }) =>
    nullable ? `"${name}" ${type}` : `"${name}" ${type} NOT NULL`,
  );
  return `CREATE TABLE "${table.name}" (${columns.join(', ')})`;
}
