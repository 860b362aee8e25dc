/**
 * The whole session in columns (`market/overview`), as it was told by its events when the file was compacted.
 *
 * Invariant: it is derived. Rows count only for a session of just these events: `through_seq` is the last of them,
 * `from_time` the beginning of its extent, `bucket_ms` the length of a column.
 */
import { plain, type Table } from './columns';

/** `what` is `price`, `candle` or `liquidation`; `side` is that of a liquidation; `value` ticks, or USD. */
export const OVERVIEW_TABLE: Table = {
  name: 'overview',
  addedLater: true,
  columns: [
    plain('through_seq', 'BIGINT'),
    plain('from_time', 'BIGINT'),
    plain('bucket_ms', 'BIGINT'),
    plain('what', 'VARCHAR'),
    plain('t', 'BIGINT'),
    plain('inst', 'SMALLINT'),
    plain('side', 'UTINYINT', true),
    plain('value', 'DOUBLE'),
  ],
};
