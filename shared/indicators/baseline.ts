/**
 * What is usual of a value that is told once a bin: mean and deviation that forget with a half-life. While young
 * they are those of all values so far.
 */
import type { ByteReader, ByteWriter } from '../market/byteCodec';

export interface BaselineOptions {
  readonly halfLifeBins: number;
  /** Values before anything is called usual. */
  readonly youngBins: number;
  /** Least deviation: a value that never moved must not make every first move infinite. */
  readonly leastDeviation: number;
}

export class Baseline {
  readonly #options: BaselineOptions;
  readonly #slowestShare: number;
  #count = 0;
  #mean = 0;
  #variance = 0;

  constructor(options: BaselineOptions) {
    this.#options = options;
    this.#slowestShare = 1 - 2 ** (-1 / options.halfLifeBins);
  }

  add(value: number): void {
    if (this.#count < this.#options.youngBins || this.#count * this.#slowestShare < 1) this.#count++;
    const share = Math.max(this.#slowestShare, 1 / this.#count);
    const step = value - this.#mean;
    this.#mean += share * step;
    this.#variance = (1 - share) * (this.#variance + share * step * step);
  }

  /** Deviations from the mean; null while young. */
  score(value: number): number | null {
    if (this.#count < this.#options.youngBins) return null;
    return (value - this.#mean) / Math.max(this.#options.leastDeviation, Math.sqrt(this.#variance));
  }

  /** Null while young. */
  get deviation(): number | null {
    if (this.#count < this.#options.youngBins) return null;
    return Math.max(this.#options.leastDeviation, Math.sqrt(this.#variance));
  }

  /** Null while young. */
  get mean(): number | null {
    return this.#count < this.#options.youngBins ? null : this.#mean;
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#count);
    writer.double(this.#mean);
    writer.double(this.#variance);
  }

  read(reader: ByteReader): void {
    this.#count = reader.whole();
    this.#mean = reader.double();
    this.#variance = reader.double();
  }
}
