/**
 * A stream of random numbers with a name.
 *
 * Invariant: what a stream gives depends on its seed, its name and the number of draws alone: the same on every
 * machine, and untouched by what other streams do. Give every purpose a stream of its own, or one purpose's
 * change of mind shakes all others.
 */
import { exp, log } from './portableMath';

const WARM_UP_DRAWS = 12;
const UNIT = 1 / 0x1_0000_0000;

export class RandomStream {
  readonly #keyA: number;
  readonly #keyB: number;
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /**
   * @param seed integer below 2^53
   * @param name purpose, e.g. `BTC/openings`
   */
  constructor(seed: number, name: string) {
    const low = seed >>> 0;
    const high = Math.floor(seed / 0x1_0000_0000) >>> 0;
    this.#keyA = hashText(name, mix(low ^ 0x9e3779b9) ^ high);
    this.#keyB = hashText(name, mix(this.#keyA ^ low) ^ mix(high ^ 0x85ebca6b));
    this.restart(0);
  }

  /**
   * Starts over as the stream number `index` of this seed and name, without an allocation. For streams keyed by
   * a step: what one step draws then does not depend on what others drew. A new stream stands at index 0.
   */
  restart(index: number): void {
    this.#a = mix(this.#keyA ^ (index >>> 0));
    this.#b = mix(this.#keyB ^ (Math.floor(index / 0x1_0000_0000) >>> 0));
    this.#c = mix(this.#a ^ this.#b ^ 0x27d4eb2f);
    this.#counter = 1;
    for (let draw = 0; draw < WARM_UP_DRAWS; draw += 1) this.uint32();
  }

  /** sfc32 of Chris Doty-Humphrey: small, fast, passes PractRand. */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Above 0 and below 1, so that its logarithm is finite. */
  uniform(): number {
    return (this.uint32() + 0.5) * UNIT;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** 0 … `count` − 1. */
  integer(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Mean 0, deviation 1. By the polar method; the second number of a pair is dropped to keep no other state. */
  normal(): number {
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square < 1 && square > 0) return x * Math.sqrt((-2 * log(square)) / square);
    }
  }

  exponential(mean: number): number {
    return -mean * log(this.uniform());
  }

  /** At least 1, with P(X > x) = x^−alpha. */
  pareto(alpha: number): number {
    return exp(-log(this.uniform()) / alpha);
  }

  /** Median 1; `sigma` is the deviation of its logarithm. */
  lognormal(sigma: number): number {
    return exp(sigma * this.normal());
  }

  /** Where the stream stands: four unsigned 32-bit integers. */
  snapshot(): Uint32Array {
    return Uint32Array.of(this.#a, this.#b, this.#c, this.#counter);
  }

  /** Goes on from where `snapshot` of a stream with the same seed and name was taken. */
  restore(state: ArrayLike<number>): void {
    const [a = 0, b = 0, c = 0, counter = 0] = Array.from(state);
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#counter = counter | 0;
  }
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the result. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hashText(text: string, start: number): number {
  let hash = start | 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = mix(Math.imul(hash ^ text.charCodeAt(index), 0x01000193));
  }
  return hash >>> 0;
}
