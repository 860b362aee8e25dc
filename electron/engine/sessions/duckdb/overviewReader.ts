/** A whole session in columns, summed up by the database: no event leaves it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { RecordedInfo } from '../../../../shared/feed/source';
import { bucketMsFor, OverviewFold } from '../../../../shared/market/overview';
import { InstrumentTable } from '../../../../shared/model/instrument';
import { POSITION_SIDES } from '../../../../shared/session/eventTables';

export async function readOverview(connection: DuckDBConnection, info: RecordedInfo): Promise<OverviewFold> {
  const { fromMs, toMs } = info.range;
  const bucketMs = bucketMsFor(toMs - fromMs);
  const overview = new OverviewFold(InstrumentTable.from(info.instruments), fromMs, bucketMs);
  const column = `(t - lag) // ${bucketMs}`;
  const inside = `seq <= ${info.lastSeq} AND t - lag >= ${fromMs}`;
  const prices = await connection.runAndReadAll(
    `SELECT ${column} AS bucket, inst, arg_max(price, seq) FROM trade WHERE ${inside}
     GROUP BY bucket, inst ORDER BY bucket, max(seq)`,
  );
  for (const [bucket, inst, price] of prices.getRows()) {
    overview.addPrice(Number(bucket) * bucketMs, Number(inst), Number(price));
  }
  const candleEnd = 'open_time + interval_ms - 1';
  const candles = await connection.runAndReadAll(
    `SELECT max(${candleEnd}), inst, arg_max(close, ${candleEnd}) FROM candle
     WHERE closed = 1 AND seq <= ${info.lastSeq} AND ${candleEnd} BETWEEN ${fromMs} AND ${toMs}
     GROUP BY (${candleEnd}) // ${bucketMs}, inst`,
  );
  for (const [endMs, inst, close] of candles.getRows()) {
    overview.addCandle(Number(endMs), Number(inst), Number(close));
  }
  const sums = await connection.runAndReadAll(
    `SELECT ${column} AS bucket, inst, position_side, sum(notional_usd) FROM liquidation WHERE ${inside}
     GROUP BY bucket, inst, position_side ORDER BY bucket, inst, position_side`,
  );
  for (const [bucket, inst, side, usd] of sums.getRows()) {
    const positionSide = POSITION_SIDES[Number(side)] ?? 'long';
    overview.addLiquidation(Number(bucket) * bucketMs, Number(inst), positionSide, Number(usd));
  }
  return overview;
}
