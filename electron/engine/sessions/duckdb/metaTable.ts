/**
 * What a session file says about itself, and whether it is one.
 *
 * Invariant: a file may come from anyone. Titles leave here fit to be shown; names, which are compared and so
 * cannot be mended, are fit to be shown or the file is refused.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { MAX_TITLE } from '../../../../shared/contract/api';
import { tagsSchema, thumbnailSchema } from '../../../../shared/contract/library';
import { sessionSummarySchema, venueSchema } from '../../../../shared/contract/values';
import { type Instrument, InstrumentTable } from '../../../../shared/model/instrument';
import { isName, plainText } from '../../../../shared/model/plainText';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { META_KEYS, SCHEMA_VERSION, TABLES } from '../../../../shared/session/schema';
import { sqlText } from './database';
import { notASession } from './openErrors';

const MAX_FEED = 1_000;

const name = z.string().refine(isName);
const names = z.array(name).max(1_000);
const title = z.string().transform((text) => plainText(text, MAX_TITLE) || 'Untitled');
const feed = z.string().transform((text) => plainText(text, MAX_FEED));

const summarySchema = sessionSummarySchema
  .omit({ id: true, bytes: true })
  .extend({ title, feed, assets: names, venues: names });

const metaSchema = z.object({
  [META_KEYS.schemaVersion]: z.number().int(),
  [META_KEYS.appVersion]: z.string().transform((text) => plainText(text, 100)),
  [META_KEYS.title]: title,
  [META_KEYS.feed]: feed,
  [META_KEYS.startedAtMs]: z.number(),
  [META_KEYS.venues]: z.array(venueSchema.extend({ id: name, title })),
  [META_KEYS.state]: z.enum(['recording', 'closed', 'recovered']),
  [META_KEYS.summary]: summarySchema.optional(),
  [META_KEYS.tags]: tagsSchema.optional().catch(undefined),
  [META_KEYS.pinned]: z.boolean().optional().catch(undefined),
  [META_KEYS.thumbnail]: thumbnailSchema.nullable().optional().catch(undefined),
  [META_KEYS.compacted]: z.object({ layout: z.number().int() }).optional(),
});

export type SessionMeta = z.output<typeof metaSchema>;

/** Adds rows; the newest row of a key counts, so nothing is ever updated in place. */
export async function writeMeta(connection: DuckDBConnection, meta: Partial<SessionMeta>): Promise<void> {
  const rows = Object.entries(meta).map(
    ([key, value]) => `(${sqlText(key)}, ${sqlText(JSON.stringify(value))})`,
  );
  await connection.run(`INSERT INTO meta VALUES ${rows.join(', ')}`);
}

/**
 * The file's own description, once its tables are known to be what this version expects. Views posing as
 * tables are refused: a file from elsewhere must not make us run its SQL.
 */
export async function readMeta(connection: DuckDBConnection, path: string): Promise<Result<SessionMeta>> {
  const present = await tableNames(connection);
  const columns = await columnTypes(connection, present);
  if (!columns.has('meta.key') || !columns.has('meta.value')) {
    return notASession(path, 'is a DuckDB file but holds no session');
  }
  const values = await metaValues(connection);
  const version = values[META_KEYS.schemaVersion];
  if (typeof version !== 'number') return notASession(path, 'is a DuckDB file but holds no session');
  if (version > SCHEMA_VERSION) {
    return fail(
      'session-too-new',
      `${path} has format ${version}; this Breakwater reads up to ${SCHEMA_VERSION}.`,
      'Update Breakwater.',
    );
  }
  for (const table of TABLES) {
    if (table.addedLater && !present.has(table.name)) continue;
    for (const { name, type } of table.columns) {
      if (columns.get(`${table.name}.${name}`) !== type) {
        return damaged(path, `its column ${table.name}.${name} is missing or of another type`);
      }
    }
  }
  const meta = metaSchema.safeParse(values);
  return meta.success
    ? ok(meta.data)
    : damaged(path, `its description is broken (${meta.error.issues[0]?.path.join('.')})`);
}

function damaged(path: string, why: string): Result<never> {
  return fail('session-damaged', `${path} is damaged: ${why}.`, 'The file was left as it is.');
}

/** `table.column` to type. Views have columns as well, but never the name of a table. */
async function columnTypes(
  connection: DuckDBConnection,
  tables: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const result = await connection.runAndReadAll(
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main'`,
  );
  const columns = result.getRows().filter(([table]) => tables.has(String(table)));
  return new Map(columns.map(([table, column, type]) => [`${table}.${column}`, String(type)]));
}

/** Real tables of the session; a file may lack those that were added to the format after it was written. */
export async function tableNames(connection: DuckDBConnection): Promise<ReadonlySet<string>> {
  const result = await connection.runAndReadAll(
    `SELECT table_name FROM duckdb_tables()
     WHERE database_name = current_database() AND schema_name = 'main'`,
  );
  return new Set(result.getRows().map(([name]) => String(name)));
}

async function metaValues(connection: DuckDBConnection): Promise<Record<string, unknown>> {
  const result = await connection.runAndReadAll('SELECT key, value FROM meta ORDER BY rowid');
  const values: Record<string, unknown> = {};
  for (const [key, value] of result.getRows()) {
    try {
      values[String(key)] = JSON.parse(String(value));
    } catch {
      values[String(key)] = undefined;
    }
  }
  return values;
}

/** Refuses names that cannot be shown. */
export async function readInstruments(
  connection: DuckDBConnection,
  path: string,
): Promise<Result<readonly Instrument[]>> {
  const result = await connection.runAndReadAll(
    `SELECT id, venue, symbol, asset, quote, kind, price_decimals, quantity_decimals, tick_size
     FROM instrument ORDER BY inst`,
  );
  const specs = result
    .getRows()
    .map(([id, venue, symbol, asset, quote, kind, price, quantity, tickSize]) => ({
      id: String(id),
      venue: String(venue),
      symbol: String(symbol),
      asset: String(asset),
      quote: String(quote),
      kind: kind === 'spot' ? ('spot' as const) : ('perpetual' as const),
      priceDecimals: Number(price),
      quantityDecimals: Number(quantity),
      tickSize: tickSize === null ? null : Number(tickSize),
    }));
  const unfit = specs.findIndex(({ id, venue, symbol, asset, quote }) =>
    [id, venue, symbol, asset, quote].some((text) => !isName(text)),
  );
  return unfit < 0
    ? ok(InstrumentTable.from(specs).rows())
    : damaged(path, `its instrument ${unfit + 1} has a name that cannot be shown`);
}
