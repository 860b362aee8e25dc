/**
 * The closed candles of a market's past, as a venue would answer when asked for its history: minutes, and longer
 * bars folded from them, each as deep as wanted.
 *
 * Invariants:
 * - Candles of an instrument come in order of time; a longer bar is kept once a later candle shows it is over.
 * - A bar is kept as numbers, 64 bytes, so that months of minutes of all instruments fit.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { CandleEvent } from '../../../../shared/model/events';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/model/time';
import { BarColumn } from './barColumn';

/** Bars kept by interval, newest ones; 0 for none. */
export interface ArchiveDepth {
  readonly minutes: number;
  readonly fiveMinutes: number;
  readonly quarterHours: number;
  readonly hours: number;
}

/** What a venue answers, as deep as the adapters of the live venues ask for. */
export const SHOWN_DEPTH: ArchiveDepth = {
  minutes: 1_500,
  fiveMinutes: 1_000,
  quarterHours: 1_000,
  hours: Number.POSITIVE_INFINITY,
};

/**
 * What is recorded beside the newest minutes, which are sent as they are made. Minutes of all months would be two
 * million rows of a session, to be read at each seek, of which a chart keeps a week at most.
 */
export const RECORDED_DEPTH: ArchiveDepth = {
  minutes: 0,
  fiveMinutes: 0,
  quarterHours: Number.POSITIVE_INFINITY,
  hours: Number.POSITIVE_INFINITY,
};

const EVENTS_A_PART = 2_048;

export class CandleArchive {
  /** By instrument row; shortest interval first. */
  readonly #columns: readonly (readonly BarColumn[])[];

  constructor(instruments: number, depth: ArchiveDepth) {
    this.#columns = Array.from({ length: instruments }, () => [
      new BarColumn(MINUTE_MS, depth.minutes),
      new BarColumn(5 * MINUTE_MS, depth.fiveMinutes),
      new BarColumn(15 * MINUTE_MS, depth.quarterHours),
      new BarColumn(HOUR_MS, depth.hours),
    ]);
  }

  /** A closed candle of a minute. */
  add(candle: CandleEvent): void {
    for (const column of this.#columns[candle.instrument] ?? []) {
      column.add(candle);
    }
  }

  /** As answers to a request: with origin `history` and without an exchange time; in parts. */
  *events(): Iterable<CandleEvent[]> {
    let part: CandleEvent[] = [];
    for (const [instrument, columns] of this.#columns.entries()) {
      for (const column of columns) {
        for (let index = 0; index < column.length; index++) {
          part.push(column.candle(index, instrument));
          if (part.length < EVENTS_A_PART) continue;
          yield part;
          part = [];
        }
      }
    }
    yield part;
  }

  write(writer: ByteWriter): void {
    for (const columns of this.#columns) for (const column of columns) column.write(writer);
  }

  read(reader: ByteReader): void {
    for (const columns of this.#columns) for (const column of columns) column.read(reader);
  }
}
