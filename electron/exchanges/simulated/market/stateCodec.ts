/**
 * The state of a market as bytes and back: typed arrays one after another, read in the order they were written.
 *
 * Invariant: little-endian, as on every machine this application runs on; each part starts at a multiple of 8.
 */

type TypedArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

export class StateWriter {
  readonly #parts: Uint8Array[] = [];
  #byteLength = 0;

  numbers(...values: readonly number[]): void {
    this.array(Float64Array.from(values));
  }

  array(values: TypedArray): void {
    this.#push(Uint8Array.from(new Uint8Array(Float64Array.of(values.byteLength).buffer)));
    this.#push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#byteLength);
    let offset = 0;
    for (const part of this.#parts) {
      bytes.set(part, offset);
      offset += aligned(part.byteLength);
    }
    return bytes;
  }

  #push(part: Uint8Array): void {
    this.#parts.push(part);
    this.#byteLength += aligned(part.byteLength);
  }
}

/** Throws when the bytes end early: the caller checks what it opens before it gets here. */
export class StateReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    // A copy starts at offset 0, so that typed arrays over it are aligned.
    this.#bytes = bytes.slice();
  }

  numbers(): Float64Array {
    return new Float64Array(this.bytes().buffer);
  }

  /** The next part, in memory of its own. */
  bytes(): Uint8Array {
    const [length] = new Float64Array(this.#take(8).buffer);
    return this.#take(length as number);
  }

  /** Copies the next part to the start of `target` and returns how many elements came. */
  into(target: TypedArray): number {
    const part = this.bytes();
    new Uint8Array(target.buffer, target.byteOffset, part.byteLength).set(part);
    return part.byteLength / target.BYTES_PER_ELEMENT;
  }

  #take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (!(end <= this.#bytes.byteLength)) throw new Error('The state of the market ends too early.');
    const part = this.#bytes.slice(this.#offset, end);
    this.#offset += aligned(length);
    return part;
  }
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}
