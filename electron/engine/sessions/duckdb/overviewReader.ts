/** A whole session in columns, summed up by the database, or as it was summed up before: no event leaves it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RecordedInfo } from '../../../../shared/feed/source';
import { bucketMsFor, OverviewFold } from '../../../../shared/market/overview';
import { InstrumentTable } from '../../../../shared/model/instrument';
import { POSITION_SIDES } from '../../../../shared/session/eventTables';
import { OVERVIEW_TABLE } from '../../../../shared/session/overviewTable';
import { createTableSql } from '../../../../shared/session/schema';
import { tableNames } from './metaTable';

const TABLE = OVERVIEW_TABLE.name;

/** What the columns are made of, and whether rows of the table are about just that. */
type OverviewScope = Pick<RecordedInfo, 'range' | 'lastSeq'>;

export async function readOverview(connection: DuckDBConnection, info: RecordedInfo): Promise<OverviewFold> {
  const overview = new OverviewFold(
    InstrumentTable.from(info.instruments),
    info.range.fromMs,
    bucketMsOf(info),
  );
  const questions = (await isStored(connection, info)) ? [storedRows(info)] : summedRows(info);
  for (const question of questions) {
    const answer = await connection.runAndReadAll(question);
    for (const [what, time, inst, side, value] of answer.getRows()) {
      const [timeMs, index, amount] = [Number(time), Number(inst), Number(value)];
      if (what === 'price') overview.addPrice(timeMs, index, amount);
      else if (what === 'candle') overview.addCandle(timeMs, index, amount);
      else overview.addLiquidation(timeMs, index, POSITION_SIDES[Number(side)] ?? 'long', amount);
    }
  }
  return overview;
}

/** Keeps it in a file that nobody else uses, for whoever reads it next. */
export async function storeOverview(connection: DuckDBConnection, scope: OverviewScope): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${TABLE}`);
  await connection.run(createTableSql(OVERVIEW_TABLE));
  const { range, lastSeq } = scope;
  const key = `${lastSeq}, ${range.fromMs}, ${bucketMsOf(scope)}`;
  for (const rows of summedRows(scope)) {
    await connection.run(`INSERT INTO ${TABLE} SELECT ${key}, summed.* FROM (${rows}) AS summed`);
  }
}

async function isStored(connection: DuckDBConnection, scope: OverviewScope): Promise<boolean> {
  if (!(await tableNames(connection)).has(TABLE)) return false;
  const found = await connection.runAndReadAll(`SELECT 1 FROM ${TABLE} WHERE ${isAbout(scope)} LIMIT 1`);
  return found.currentRowCount > 0;
}

function storedRows(scope: OverviewScope): string {
  return `SELECT what, t, inst, side, value FROM ${TABLE} WHERE ${isAbout(scope)} ORDER BY rowid`;
}

function isAbout(scope: OverviewScope): string {
  const { range, lastSeq } = scope;
  return `through_seq = ${lastSeq} AND from_time = ${range.fromMs} AND bucket_ms = ${bucketMsOf(scope)}`;
}

function bucketMsOf({ range }: OverviewScope): number {
  return bucketMsFor(range.toMs - range.fromMs);
}

/** Rows of what, t, inst, side and value, in the order in which a later one replaces an earlier one. */
function summedRows(scope: OverviewScope): readonly string[] {
  const { range, lastSeq } = scope;
  const bucketMs = bucketMsOf(scope);
  const bucket = `(t - lag) // ${bucketMs}`;
  const inside = `seq <= ${lastSeq} AND t - lag >= ${range.fromMs}`;
  const candleEnd = 'open_time + interval_ms - 1';
  return [
    `SELECT 'price', (${bucket}) * ${bucketMs}, inst, NULL, arg_max(price, seq) FROM trade WHERE ${inside}
     GROUP BY ${bucket}, inst ORDER BY ${bucket}, max(seq)`,
    `SELECT 'candle', max(${candleEnd}), inst, NULL, arg_max(close, ${candleEnd}) FROM candle
     WHERE closed = 1 AND seq <= ${lastSeq} AND ${candleEnd} BETWEEN ${range.fromMs} AND ${range.toMs}
     GROUP BY (${candleEnd}) // ${bucketMs}, inst ORDER BY 2, 3`,
    `SELECT 'liquidation', (${bucket}) * ${bucketMs}, inst, position_side, sum(notional_usd)
     FROM liquidation WHERE ${inside} GROUP BY ${bucket}, inst, position_side ORDER BY 2, 3, 4`,
  ];
}
