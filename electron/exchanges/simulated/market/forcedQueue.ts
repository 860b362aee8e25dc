/**
 * Liquidations that wait for depth. A liquidation engine sells no faster than the book can bear, so a wave of
 * them takes time, and the price it makes can set off the next one.
 *
 * Invariant: per side first come, first served; a position leaves the queue when it is filled to the end.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import type { PositionBook } from './positionBook';
import { readNumbers, writeNumbers } from './typedArrays';

export class ForcedQueue {
  #long: number[] = [];
  #short: number[] = [];

  push(side: PositionSide, slot: number): void {
    (side === 'long' ? this.#long : this.#short).push(slot);
  }

  /**
   * Fills up to `capUsd` of one side at `price`. `filled` hears of each piece while the book still holds it.
   */
  execute(
    side: PositionSide,
    book: PositionBook,
    limit: { readonly capUsd: number; readonly price: number },
    filled: (slot: number, quantityBase: number) => void,
  ): void {
    const queue = side === 'long' ? this.#long : this.#short;
    let leftBase = limit.capUsd / limit.price;
    let done = 0;
    while (done < queue.length && leftBase > 0) {
      const slot = queue[done] as number;
      const openBase = book.quantityBase[slot] as number;
      const quantityBase = Math.min(openBase, leftBase);
      filled(slot, quantityBase);
      book.fillLiquidation(slot, quantityBase);
      leftBase -= quantityBase;
      if (quantityBase === openBase) done += 1;
    }
    if (done > 0) queue.splice(0, done);
  }

  snapshot(writer: ByteWriter): void {
    writeNumbers(writer, ...this.#long);
    writeNumbers(writer, ...this.#short);
  }

  restore(reader: ByteReader): void {
    this.#long = readNumbers(reader);
    this.#short = readNumbers(reader);
  }
}
