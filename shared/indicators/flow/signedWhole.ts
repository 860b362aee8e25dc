/** Whole numbers of either sign in few bytes, and lists of them as differences. Exact below 2^52. */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';

/** Stands for a missing entry of a list. */
const MISSING = 0;

function writeSigned(writer: ByteWriter, value: number, offset: number): void {
  writer.whole((value >= 0 ? 2 * value : -2 * value - 1) + offset);
}

function signedOf(coded: number): number {
  return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
}

/** NaN is kept as missing. */
export function writeSeries(writer: ByteWriter, length: number, at: (index: number) => number): void {
  let previous = 0;
  writer.whole(length);
  for (let index = 0; index < length; index++) {
    const value = at(index);
    if (Number.isNaN(value)) {
      writer.whole(MISSING);
      continue;
    }
    writeSigned(writer, value - previous, 1);
    previous = value;
  }
}

export function readSeries(reader: ByteReader): number[] {
  let previous = 0;
  return reader.list(() => {
    const coded = reader.whole();
    if (coded === MISSING) return Number.NaN;
    previous += signedOf(coded - 1);
    return previous;
  });
}
