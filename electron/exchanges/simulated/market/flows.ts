/**
 * Market orders of the traders. Like the liquidation engine, traders take no more than the book can bear: what
 * is too large for one step waits for the next.
 *
 * Invariants:
 * - What was added and not yet taken waits; nothing is lost.
 * - Amounts push the price as they are; `outBuyUsd` and `outSellUsd` leave the market with the quantity factors.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import type { AssetMarketParams } from './marketParams';
import { readNumbers, writeNumbers } from './typedArrays';

interface Waiting {
  openingUsd: number;
  closingUsd: number;
}

export class TraderFlows {
  readonly #factor: AssetMarketParams['quantityFactor'];
  #long: Waiting = { openingUsd: 0, closingUsd: 0 };
  #short: Waiting = { openingUsd: 0, closingUsd: 0 };
  /** Of the step: bought less sold. */
  netUsd = 0;
  outBuyUsd = 0;
  outSellUsd = 0;

  constructor(factor: AssetMarketParams['quantityFactor']) {
    this.#factor = factor;
  }

  beginStep(): void {
    this.netUsd = 0;
    this.outBuyUsd = 0;
    this.outSellUsd = 0;
  }

  /** Orders that wait for their turn. */
  add(positionSide: PositionSide, isOpening: boolean, notionalUsd: number): void {
    const waiting = positionSide === 'long' ? this.#long : this.#short;
    if (isOpening) waiting.openingUsd += notionalUsd;
    else waiting.closingUsd += notionalUsd;
  }

  /** Takes of what waits up to `capUsd` each of openings and closings per side of position. */
  takeWaiting(capUsd: number): void {
    for (const side of ['long', 'short'] as const) {
      const waiting = side === 'long' ? this.#long : this.#short;
      const openingUsd = Math.min(capUsd, waiting.openingUsd);
      const closingUsd = Math.min(capUsd, waiting.closingUsd);
      waiting.openingUsd -= openingUsd;
      waiting.closingUsd -= closingUsd;
      this.take(side, true, openingUsd);
      this.take(side, false, closingUsd);
    }
  }

  /** An order of this step. Opening a long and closing a short buys. */
  take(positionSide: PositionSide, isOpening: boolean, notionalUsd: number): void {
    const outUsd = notionalUsd * this.#factor[positionSide];
    if ((positionSide === 'long') === isOpening) {
      this.netUsd += notionalUsd;
      this.outBuyUsd += outUsd;
    } else {
      this.netUsd -= notionalUsd;
      this.outSellUsd += outUsd;
    }
  }

  snapshot(writer: ByteWriter): void {
    const { openingUsd, closingUsd } = this.#long;
    writeNumbers(writer, openingUsd, closingUsd, this.#short.openingUsd, this.#short.closingUsd);
  }

  restore(reader: ByteReader): void {
    const [longOpening = 0, longClosing = 0, shortOpening = 0, shortClosing = 0] = readNumbers(reader);
    this.#long = { openingUsd: longOpening, closingUsd: longClosing };
    this.#short = { openingUsd: shortOpening, closingUsd: shortClosing };
  }
}
