/**
 * The bytes a session's content hash is made of: every event in `seq` order, cell by cell, each instrument
 * spelled out before its first event. Independent of file format, row groups and page sizes.
 */
import { ByteWriter } from '../market/byteCodec';
import { EVENT_KINDS, type EventKind, type MarketEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import { NO_INSTRUMENT } from '../model/instrument';
import { TRUTH_KINDS, type TruthKind, type TruthOf } from '../model/truth';
import type { Cell } from './columns';
import { eventTable } from './eventTables';
import { truthTable } from './truthTables';

/** Marks an instrument where else a kind stands; kinds that were added later count on behind it. */
const INSTRUMENT_TAG = 10;

/** Marks what only a simulator knows, far behind the kinds of events. */
const FIRST_TRUTH_TAG = 100;

export class CanonicalEncoder {
  readonly #instruments: readonly Instrument[];
  readonly #seen = new Set<number>();

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments;
  }

  /** Events in `seq` order, continuing after those of the previous call. */
  encode(events: readonly MarketEvent[]): Uint8Array {
    const writer = new ByteWriter();
    for (const event of events) {
      this.#introduce(event.instrument, writer);
      writer.whole(kindTag(event.kind));
      for (const column of eventTable(event.kind).columns) {
        if (column.stored) writeCell(writer, column.cell(event));
      }
    }
    return writer.finish();
  }

  /** Behind all events, kind by kind in the order of `TRUTH_KINDS`. A session without any adds no byte. */
  encodeTruth<K extends TruthKind>(kind: K, records: readonly TruthOf<K>[]): Uint8Array {
    const writer = new ByteWriter();
    for (const record of records) {
      writer.whole(FIRST_TRUTH_TAG + TRUTH_KINDS.indexOf(kind));
      for (const column of truthTable(kind).cells) writeCell(writer, column.cell(record));
    }
    return writer.finish();
  }

  #introduce(index: number, writer: ByteWriter): void {
    if (index === NO_INSTRUMENT || this.#seen.has(index)) return;
    this.#seen.add(index);
    const row = this.#instruments[index];
    if (row === undefined) throw new RangeError(`an event refers to instrument ${index}, which has no row`);
    writer.whole(INSTRUMENT_TAG);
    for (const cell of [
      row.id,
      row.venue,
      row.symbol,
      row.asset,
      row.quote,
      row.kind,
      row.priceDecimals,
      row.quantityDecimals,
      row.tickSize,
    ]) {
      writeCell(writer, cell);
    }
  }
}

function kindTag(kind: EventKind): number {
  const place = EVENT_KINDS.indexOf(kind);
  return place < INSTRUMENT_TAG ? place : place + 1;
}

/** The leading tag keeps 0, NULL and empty text apart. */
function writeCell(writer: ByteWriter, cell: Cell): void {
  if (cell === null) {
    writer.whole(0);
  } else if (typeof cell === 'number') {
    if (Number.isSafeInteger(cell) && cell >= 0 && !Object.is(cell, -0)) {
      writer.whole(1);
      writer.whole(cell);
    } else {
      writer.whole(2);
      writer.double(cell);
    }
  } else if (typeof cell === 'string') {
    writer.whole(3);
    writer.text(cell);
  } else {
    writer.whole(4);
    writer.list([...cell], (byte) => writer.whole(byte));
  }
}
