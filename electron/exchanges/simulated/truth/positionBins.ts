/** Where the live positions of an asset would be liquidated, by side and price. */
import type { PositionSide } from '../../../../shared/model/events';
import type { PositionBinTruth } from '../../../../shared/model/truth';

/** What is looked at of a position. Prices in USD. */
export interface LivePosition {
  readonly side: PositionSide;
  readonly quantityBase: number;
  readonly liquidationPrice: number;
}

const SIDES: readonly PositionSide[] = ['long', 'short'];
/** Wanted width of a bin against the price. */
const WIDTH_SHARE = 0.005;

/** Bins are multiples of a width that depends on the asset alone; empty ones are left out. Lowest price first. */
export function positionBins(
  asset: string,
  timeMs: number,
  binUsd: number,
  price: number,
  positions: Iterable<LivePosition>,
): PositionBinTruth[] {
  const sums = { long: new BinSums(), short: new BinSums() };
  for (const { side, quantityBase, liquidationPrice } of positions) {
    sums[side].add(Math.floor(liquidationPrice / binUsd), quantityBase);
  }
  return SIDES.flatMap((positionSide) => {
    const { quantities, counts } = sums[positionSide];
    const bins: PositionBinTruth[] = [];
    for (const [number, quantityBase] of quantities.entries()) {
      const count = counts[number] ?? 0;
      if (count === 0) continue;
      bins.push({
        kind: 'positionBin',
        timeMs,
        asset,
        positionSide,
        lowPrice: number * binUsd,
        highPrice: (number + 1) * binUsd,
        quantityBase,
        notionalUsd: quantityBase * price,
        count,
      });
    }
    return bins;
  });
}

/** By number of the bin: a few hundred, since a bin is a share of the price. */
class BinSums {
  readonly quantities: number[] = [];
  readonly counts: number[] = [];

  add(number: number, quantityBase: number): void {
    while (this.counts.length <= number) {
      this.counts.push(0);
      this.quantities.push(0);
    }
    this.counts[number] = (this.counts[number] as number) + 1;
    this.quantities[number] = (this.quantities[number] as number) + quantityBase;
  }
}

/** 1, 2 or 5 times a power of ten, at least the wanted share of the price. */
export function binWidth(price: number): number {
  const wanted = price * WIDTH_SHARE;
  for (let exponent = -9; ; exponent++) {
    for (const digit of [1, 2, 5]) {
      const width = Number(`${digit}e${exponent}`);
      if (width >= wanted) return width;
    }
  }
}
