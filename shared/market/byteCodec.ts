/**
 * Compact, exact binary writing and reading for checkpoints. Doubles keep every bit; whole numbers take as
 * few bytes as they need.
 */

/** Grows as it is written to. */
export class ByteWriter {
  #bytes = new Uint8Array(4_096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Integer of 0 … 2^53 − 1. */
  whole(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Any double, bit for bit. */
  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  nullable(value: number | null): void {
    this.flag(value !== null);
    if (value !== null) this.double(value);
  }

  flag(value: boolean): void {
    this.whole(value ? 1 : 0);
  }

  text(value: string): void {
    this.bytes(new TextEncoder().encode(value));
  }

  bytes(value: Uint8Array): void {
    this.whole(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  list<T>(items: readonly T[], write: (item: T) => void): void {
    this.whole(items.length);
    for (const item of items) write(item);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what `ByteWriter` wrote, in the same order. Throws `RangeError` past the end or on nonsense. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  whole(): number {
    let value = 0;
    let unit = 1;
    for (let index = 0; index < 8; index++) {
      const byte = this.#view.getUint8(this.#position++);
      value += (byte % 128) * unit;
      if (byte < 128) return value;
      unit *= 128;
    }
    throw new RangeError('a whole number is too long');
  }

  double(): number {
    const value = this.#view.getFloat64(this.#position, true);
    this.#position += 8;
    return value;
  }

  nullable(): number | null {
    return this.flag() ? this.double() : null;
  }

  flag(): boolean {
    return this.whole() === 1;
  }

  text(): string {
    return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes());
  }

  /** A view of the bytes that are read from. */
  bytes(): Uint8Array {
    const length = this.whole();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new RangeError('a text or other bytes reach past the end');
    const bytes = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return bytes;
  }

  list<T>(read: () => T): T[] {
    const length = this.whole();
    if (length > this.#bytes.length) throw new RangeError('a list is longer than its bytes');
    return Array.from({ length }, read);
  }

  atEnd(): boolean {
    return this.#position === this.#bytes.length;
  }
}
