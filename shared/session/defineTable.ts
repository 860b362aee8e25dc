/** The part all tables of events have in common: the stamp, which each of them starts with. */
import type { MarketEvent, Stamp } from '../model/events';
import type { EventColumn, EventTable, RowBlock } from './columns';
import { integer } from './columns';

const STAMP_COLUMNS: readonly EventColumn<MarketEvent>[] = [
  integer('seq', (event) => event.seq),
  integer('t', (event) => event.receiveTimeMs),
  integer('lag', (event) => event.receiveTimeMs - event.exchangeTimeMs),
  { name: 'inst', type: 'SMALLINT', nullable: false, stored: true, cell: (event) => event.instrument },
];

function stamps(block: RowBlock): (row: number) => Stamp {
  const seq = block.number('seq');
  const time = block.number('t');
  const lag = block.number('lag');
  const instrument = block.number('inst');
  return (row) => {
    const receiveTimeMs = time(row);
    return {
      seq: seq(row),
      exchangeTimeMs: receiveTimeMs - lag(row),
      receiveTimeMs,
      instrument: instrument(row),
    };
  };
}

interface Definition<E extends MarketEvent>
  extends Pick<EventTable<E>, 'kind' | 'name' | 'exportName' | 'addedLater'> {
  readonly columns: readonly EventColumn<E>[];
  /**
   * Makes the event. It names the stamp's fields one by one: spreading the stamp into an event takes ten times
   * as long, and replay at 600× and the content hash go through here for every event.
   */
  payload(block: RowBlock): (row: number, stamp: Stamp) => E;
}

/** A table with the stamp's columns before its own. */
export function define<E extends MarketEvent>({ columns, payload, ...names }: Definition<E>): EventTable<E> {
  return {
    ...names,
    columns: [...STAMP_COLUMNS, ...columns],
    events(block) {
      const stampAt = stamps(block);
      const eventAt = payload(block);
      return (row) => eventAt(row, stampAt(row));
    },
  };
}
