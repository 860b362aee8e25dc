/**
 * How much forced closing moves the price that forces it: a regression of the returns of 10 s on the signed flow
 * of liquidations and on the rest of the signed taker flow, forgetting with a half-life.
 *
 * Flows are signed by what they do: closing shorts buys, closing longs sells. Of venues that report a sample the
 * forced flow is a lower bound, so that what a forced dollar moves comes out too high and the share of the move
 * they explain about right.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';

const HALF_LIFE_BINS = 2_160;
const KEEP = 2 ** (-1 / HALF_LIFE_BINS);
/** Bins of weight below which no slope is told. */
const LEAST_WEIGHT = 60;
/** Both flows must vary apart from each other by this share. */
const LEAST_INDEPENDENCE = 1e-6;

/** Log return a signed USD brings. */
export interface Impact {
  readonly ofForced: number;
  readonly ofOther: number;
}

export class ImpactRegression {
  /** Weight, sums of forced, other and return, then of their products. */
  readonly #sums = new Float64Array(10);

  add(logReturn: number, forcedUsd: number, otherUsd: number): void {
    const sums = this.#sums;
    // In millions, so that the sums are of one size.
    const forced = forcedUsd / 1e6;
    const other = otherUsd / 1e6;
    const terms = [
      1,
      forced,
      other,
      logReturn,
      forced * forced,
      forced * other,
      other * other,
      forced * logReturn,
      other * logReturn,
      logReturn * logReturn,
    ];
    for (const [index, term] of terms.entries()) sums[index] = (sums[index] ?? 0) * KEEP + term;
  }

  /** Null with too few bins, or when a flow never varied. */
  impact(): Impact | null {
    const [weight = 0, f = 0, o = 0, r = 0, ff = 0, fo = 0, oo = 0, fr = 0, or = 0] = this.#sums;
    if (weight < LEAST_WEIGHT) return null;
    const varForced = ff - (f * f) / weight;
    const varOther = oo - (o * o) / weight;
    const covFlows = fo - (f * o) / weight;
    const covForced = fr - (f * r) / weight;
    const covOther = or - (o * r) / weight;
    const determinant = varForced * varOther - covFlows * covFlows;
    if (!(determinant > LEAST_INDEPENDENCE * varForced * varOther)) return null;
    return {
      ofForced: (varOther * covForced - covFlows * covOther) / determinant / 1e6,
      ofOther: (varForced * covOther - covFlows * covForced) / determinant / 1e6,
    };
  }

  write(writer: ByteWriter): void {
    for (const sum of this.#sums) writer.double(sum);
  }

  read(reader: ByteReader): void {
    for (let index = 0; index < this.#sums.length; index++) this.#sums[index] = reader.double();
  }
}

/**
 * Share of the move between two prices that the forced flow explains; may exceed 1 where others traded against
 * it. Null when the prices or the impact are not known, or nothing moved.
 */
export function explainedShare(
  impact: Impact | null,
  forcedUsd: number,
  fromPrice: number | null,
  toPrice: number | null,
): number | null {
  if (impact === null || fromPrice === null || toPrice === null || fromPrice === toPrice) return null;
  return (impact.ofForced * forcedUsd) / Math.log(toPrice / fromPrice);
}

/** Share of taker volume that was forced; null where fewer trades were heard than liquidations told of. */
export function forcedShare(forcedUsd: number, takerUsd: number): number | null {
  return takerUsd > 0 && takerUsd >= forcedUsd ? forcedUsd / takerUsd : null;
}
