/**
 * An index of a session: what its events say in sum, stretch by stretch of `seq`, kind by kind, instrument row by
 * instrument row. Whoever has it need not look at every event to know the extent of a session, or the place of a
 * moment in it.
 *
 * Invariants:
 * - Rows are about a prefix of the session: every event up to the greatest `last_seq` is counted, none twice.
 *   What comes after it (the newest stretch, what a recovery adds) has to be looked at itself.
 * - It is derived: a session without these rows, or with fewer, is the same session.
 */
import { plain, type Table } from './columns';

/** Events with the same `floor(seq / STRETCH_SEQS)` make a stretch. */
export const STRETCH_SEQS = 65_536;

/** Times are exchange times, NULL when no event has one; see `StreamStatistics`. `kind` is the kind of event. */
export const STRETCH_TABLE: Table = {
  name: 'stretch',
  addedLater: true,
  columns: [
    plain('first_seq', 'BIGINT'),
    plain('last_seq', 'BIGINT'),
    plain('kind', 'VARCHAR'),
    plain('inst', 'SMALLINT'),
    plain('event_count', 'BIGINT'),
    plain('first_time', 'BIGINT', true),
    plain('last_time', 'BIGINT', true),
    plain('first_heard_time', 'BIGINT', true),
    plain('first_live_time', 'BIGINT', true),
  ],
};
