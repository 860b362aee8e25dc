/**
 * Taker flow of the traders in one step, by side of the order and of the position. Amounts in USD as they push
 * the price; `out…` as they leave the market, with the quantity factors on them.
 */
import type { PositionSide } from '../../../../shared/model/events';
import type { AssetMarketParams } from './marketParams';

export class TraderFlows {
  readonly #factor: AssetMarketParams['quantityFactor'];
  /** Bought less sold. */
  netUsd = 0;
  outBuyUsd = 0;
  outSellUsd = 0;

  constructor(factor: AssetMarketParams['quantityFactor']) {
    this.#factor = factor;
  }

  clear(): void {
    this.netUsd = 0;
    this.outBuyUsd = 0;
    this.outSellUsd = 0;
  }

  /** Opening a long and closing a short buys. */
  add(positionSide: PositionSide, isOpening: boolean, notionalUsd: number): void {
    const outUsd = notionalUsd * this.#factor[positionSide];
    if ((positionSide === 'long') === isOpening) {
      this.netUsd += notionalUsd;
      this.outBuyUsd += outUsd;
    } else {
      this.netUsd -= notionalUsd;
      this.outSellUsd += outUsd;
    }
  }
}
