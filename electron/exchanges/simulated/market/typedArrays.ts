/** Numbers and typed arrays in the bytes of a checkpoint; little-endian, as every machine this runs on is. */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';

type TypedArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

export function writeNumbers(writer: ByteWriter, ...values: readonly number[]): void {
  writer.list(values, (value) => writer.double(value));
}

export function readNumbers(reader: ByteReader): number[] {
  return reader.list(() => reader.double());
}

export function writeArray(writer: ByteWriter, values: TypedArray): void {
  writer.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** Copies the array that was written to the start of `target`, which must be as long at least. */
export function readArray(reader: ByteReader, target: TypedArray): void {
  const bytes = reader.bytes();
  new Uint8Array(target.buffer, target.byteOffset, bytes.length).set(bytes);
}

/** The state of a random stream. */
export function readWords(reader: ByteReader): Uint32Array {
  const words = new Uint32Array(4);
  readArray(reader, words);
  return words;
}
