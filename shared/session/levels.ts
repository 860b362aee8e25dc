/**
 * The levels of a book as bytes: each side's prices as differences from the level before, then its amounts,
 * all as variable-length integers. Near levels lie a few ticks apart, so most prices take one byte.
 *
 * Invariant: exact for amounts of 0 … 2^53 − 1 and for prices that differ by less than 2^52 ticks.
 */
import { ByteReader, ByteWriter } from '../market/byteCodec';
import type { BookEvent } from '../model/events';

export type Levels = Pick<BookEvent, 'bidTicks' | 'bidLots' | 'askTicks' | 'askLots'>;

export function encodeLevels(levels: Levels): Uint8Array {
  const writer = new ByteWriter();
  writeTicks(writer, levels.bidTicks);
  writer.list(levels.bidLots, (amount) => writer.whole(amount));
  writeTicks(writer, levels.askTicks);
  writer.list(levels.askLots, (amount) => writer.whole(amount));
  return writer.finish();
}

/** Throws a `RangeError` when the bytes are cut short or say more than they hold. */
export function decodeLevels(bytes: Uint8Array): Levels {
  const reader = new ByteReader(bytes);
  const bidTicks = readTicks(reader);
  const bidLots = reader.list(() => reader.whole());
  const askTicks = readTicks(reader);
  const askLots = reader.list(() => reader.whole());
  return { bidTicks, bidLots, askTicks, askLots };
}

function writeTicks(writer: ByteWriter, ticks: readonly number[]): void {
  let previous = 0;
  writer.list(ticks, (tick) => {
    const step = tick - previous;
    // The sign goes to the lowest bit ("zigzag"), so that small steps down stay short.
    writer.whole(step < 0 ? -2 * step - 1 : 2 * step);
    previous = tick;
  });
}

function readTicks(reader: ByteReader): number[] {
  let previous = 0;
  return reader.list(() => {
    const code = reader.whole();
    previous += code % 2 === 1 ? -(code + 1) / 2 : code / 2;
    return previous;
  });
}
