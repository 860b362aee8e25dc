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
  const bins = { long: new Map<number, PositionBinTruth>(), short: new Map<number, PositionBinTruth>() };
  for (const { side, quantityBase, liquidationPrice } of positions) {
    const number = Math.floor(liquidationPrice / binUsd);
    let bin = bins[side].get(number);
    if (bin === undefined) {
      bin = {
        kind: 'positionBin',
        timeMs,
        asset,
        positionSide: side,
        lowPrice: number * binUsd,
        highPrice: (number + 1) * binUsd,
        quantityBase: 0,
        notionalUsd: 0,
        count: 0,
      };
      bins[side].set(number, bin);
    }
    bin.quantityBase += quantityBase;
    bin.notionalUsd += quantityBase * price;
    bin.count++;
  }
  return SIDES.flatMap((side) => [...bins[side].values()].sort((a, b) => a.lowPrice - b.lowPrice));
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
