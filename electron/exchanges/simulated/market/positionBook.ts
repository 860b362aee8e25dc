/**
 * The live positions of an asset's traders, in slots of typed arrays.
 *
 * Invariants:
 * - Per side: opened = closed by their owners + liquidated + still open (see `ledger`).
 * - A position that is being liquidated counts as open until its orders are filled, but waits for nothing else.
 * - Same calls, same state: the order in which positions trigger depends on the order they were opened in.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import { MINUTE_MS } from '../../../../shared/model/time';
import { BucketLists } from './bucketLists';
import { PriceTriggers } from './priceTriggers';
import { readArray, readNumbers, writeArray, writeNumbers } from './typedArrays';

export interface NewPosition {
  readonly side: PositionSide;
  readonly quantityBase: number;
  readonly entryPrice: number;
  readonly leverage: number;
  readonly liquidationPrice: number;
  /** Against the position: its stop, or its liquidation price. */
  readonly adversePrice: number;
  /** Take-profit; null without. */
  readonly favourablePrice: number | null;
  readonly openedMs: number;
  /** When its owner closes it; at most `LONGEST_LIFE_MS` from now. */
  readonly expiresMs: number;
}

/** Base units since the market began. */
export interface SideLedger {
  readonly openedBase: number;
  readonly closedBase: number;
  readonly liquidatedBase: number;
  readonly openBase: number;
}

const WHEEL_MINUTES = 16_384;
export const LONGEST_LIFE_MS = (WHEEL_MINUTES - 1_440) * MINUTE_MS;
const FIRST_SLOTS = 4_096;

const FREE = 0;
const LIVE = 1;
const LIQUIDATING = 2;

export class PositionBook {
  /** By slot. Read by the market; written here only. */
  quantityBase = new Float64Array(0);
  entryPrice = new Float64Array(0);
  leverage = new Float64Array(0);
  liquidationPrice = new Float64Array(0);
  openedMs = new Float64Array(0);
  id = new Float64Array(0);
  #expiresMs = new Float64Array(0);
  #isShort = new Uint8Array(0);
  #hasStop = new Uint8Array(0);
  #state = new Uint8Array(0);
  /** Free slots below `#slotsUsed`, a stack. */
  #free = new Int32Array(0);
  #freeCount = 0;
  #slotsUsed = 0;
  #nextId = 1;
  #openCount = 0;
  readonly #up: PriceTriggers;
  readonly #down: PriceTriggers;
  readonly #expiry = new BucketLists(WHEEL_MINUTES);
  #expiryMinute = 0;
  /** [long, short] each. */
  readonly #opened = new Float64Array(2);
  readonly #closed = new Float64Array(2);
  readonly #liquidated = new Float64Array(2);
  readonly #open = new Float64Array(2);

  constructor(referencePrice: number, startMs: number) {
    this.#up = new PriceTriggers('up', referencePrice);
    this.#down = new PriceTriggers('down', referencePrice);
    this.#expiryMinute = Math.floor(startMs / MINUTE_MS);
    this.#grow(FIRST_SLOTS);
  }

  get openCount(): number {
    return this.#openCount;
  }

  get slotsUsed(): number {
    return this.#slotsUsed;
  }

  openBase(side: PositionSide): number {
    return openOf(this.#open, side === 'short' ? 1 : 0);
  }

  ledger(side: PositionSide): SideLedger {
    const index = side === 'short' ? 1 : 0;
    return {
      openedBase: this.#opened[index] as number,
      closedBase: this.#closed[index] as number,
      liquidatedBase: this.#liquidated[index] as number,
      openBase: openOf(this.#open, index),
    };
  }

  sideOf(slot: number): PositionSide {
    return this.#isShort[slot] === 1 ? 'short' : 'long';
  }

  isLive(slot: number): boolean {
    return this.#state[slot] === LIVE;
  }

  hasStop(slot: number): boolean {
    return this.#hasStop[slot] === 1;
  }

  open(position: NewPosition): void {
    const slot = this.#takeSlot();
    const isShort = position.side === 'short';
    this.quantityBase[slot] = position.quantityBase;
    this.entryPrice[slot] = position.entryPrice;
    this.leverage[slot] = position.leverage;
    this.liquidationPrice[slot] = position.liquidationPrice;
    this.openedMs[slot] = position.openedMs;
    this.id[slot] = this.#nextId;
    this.#expiresMs[slot] = position.expiresMs;
    this.#isShort[slot] = isShort ? 1 : 0;
    this.#hasStop[slot] = position.adversePrice === position.liquidationPrice ? 0 : 1;
    this.#state[slot] = LIVE;
    (isShort ? this.#up : this.#down).add(slot, position.adversePrice);
    if (position.favourablePrice !== null) {
      (isShort ? this.#down : this.#up).add(slot, position.favourablePrice);
    }
    this.#expiry.add(slot, Math.floor(position.expiresMs / MINUTE_MS) % WHEEL_MINUTES);
    this.#nextId += 1;
    this.#openCount += 1;
    this.#add(this.#opened, slot, position.quantityBase);
    this.#add(this.#open, slot, position.quantityBase);
  }

  /** Closed by its owner, whole. */
  close(slot: number): void {
    const quantity = this.quantityBase[slot] as number;
    this.#add(this.#closed, slot, quantity);
    this.#add(this.#open, slot, -quantity);
    this.#unlist(slot);
    this.#release(slot);
  }

  beginLiquidation(slot: number): void {
    this.#unlist(slot);
    this.#state[slot] = LIQUIDATING;
  }

  /** Part of a position that is being liquidated was filled; with the last part it is gone. */
  fillLiquidation(slot: number, quantityBase: number): void {
    const left = (this.quantityBase[slot] as number) - quantityBase;
    this.#add(this.#liquidated, slot, quantityBase);
    this.#add(this.#open, slot, -quantityBase);
    this.quantityBase[slot] = left;
    if (left <= 0) this.#release(slot);
  }

  /** Slots whose stop, liquidation price or take-profit is reached at `price`. */
  collectReached(price: number, reached: number[]): void {
    this.#up.collect(price, reached);
    this.#down.collect(price, reached);
  }

  /** Slots whose life ends before `timeMs`. */
  collectExpired(timeMs: number, expired: number[]): void {
    const lastMinute = Math.floor((timeMs - 1) / MINUTE_MS);
    for (let minute = this.#expiryMinute; minute <= lastMinute; minute += 1) {
      const bucket = minute % WHEEL_MINUTES;
      for (let slot = this.#expiry.first(bucket); slot >= 0; slot = this.#expiry.after(slot)) {
        if ((this.#expiresMs[slot] as number) < timeMs) expired.push(slot);
      }
    }
    this.#expiryMinute = lastMinute;
  }

  snapshot(writer: ByteWriter): void {
    const count = this.#slotsUsed;
    writeNumbers(writer, count, this.#freeCount, this.#nextId, this.#openCount, this.#expiryMinute);
    for (const column of this.#columns()) writeArray(writer, column.subarray(0, count));
    writeArray(writer, this.#free.subarray(0, this.#freeCount));
    this.#up.snapshot(writer, count);
    this.#down.snapshot(writer, count);
    this.#expiry.snapshot(writer, count);
    for (const sums of this.#sums()) writeArray(writer, sums);
  }

  restore(reader: ByteReader): void {
    const [count = 0, freeCount = 0, nextId = 0, openCount = 0, expiryMinute = 0] = readNumbers(reader);
    if (count > this.#state.length) this.#grow(count);
    this.#slotsUsed = count;
    this.#freeCount = freeCount;
    this.#nextId = nextId;
    this.#openCount = openCount;
    this.#expiryMinute = expiryMinute;
    for (const column of this.#columns()) readArray(reader, column);
    readArray(reader, this.#free);
    this.#up.restore(reader);
    this.#down.restore(reader);
    this.#expiry.restore(reader);
    for (const sums of this.#sums()) readArray(reader, sums);
  }

  #columns(): (Float64Array | Uint8Array)[] {
    const { quantityBase, entryPrice, leverage, liquidationPrice, openedMs, id } = this;
    const prices = [quantityBase, entryPrice, leverage, liquidationPrice, openedMs, id, this.#expiresMs];
    return [...prices, this.#isShort, this.#hasStop, this.#state];
  }

  #sums(): Float64Array[] {
    return [this.#opened, this.#closed, this.#liquidated, this.#open];
  }

  #add(sums: Float64Array, slot: number, quantityBase: number): void {
    const index = this.#isShort[slot] as number;
    sums[index] = (sums[index] as number) + quantityBase;
  }

  #unlist(slot: number): void {
    this.#up.remove(slot);
    this.#down.remove(slot);
    this.#expiry.remove(slot);
  }

  #release(slot: number): void {
    this.#state[slot] = FREE;
    this.quantityBase[slot] = 0;
    this.#free[this.#freeCount] = slot;
    this.#freeCount += 1;
    this.#openCount -= 1;
  }

  #takeSlot(): number {
    if (this.#freeCount > 0) {
      this.#freeCount -= 1;
      return this.#free[this.#freeCount] as number;
    }
    if (this.#slotsUsed === this.#state.length) this.#grow(2 * this.#slotsUsed);
    this.#slotsUsed += 1;
    return this.#slotsUsed - 1;
  }

  #grow(slots: number): void {
    this.quantityBase = largerFloats(this.quantityBase, slots);
    this.entryPrice = largerFloats(this.entryPrice, slots);
    this.leverage = largerFloats(this.leverage, slots);
    this.liquidationPrice = largerFloats(this.liquidationPrice, slots);
    this.openedMs = largerFloats(this.openedMs, slots);
    this.id = largerFloats(this.id, slots);
    this.#expiresMs = largerFloats(this.#expiresMs, slots);
    this.#isShort = largerBytes(this.#isShort, slots);
    this.#hasStop = largerBytes(this.#hasStop, slots);
    this.#state = largerBytes(this.#state, slots);
    const free = new Int32Array(slots);
    free.set(this.#free);
    this.#free = free;
    for (const lists of [this.#up, this.#down, this.#expiry]) lists.grow(slots);
  }
}

/** Sums that come and go end at rounding errors, not at nothing. */
function openOf(sums: Float64Array, index: number): number {
  return Math.max(0, sums[index] as number);
}

function largerFloats(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(values);
  return larger;
}

function largerBytes(values: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(values);
  return larger;
}
