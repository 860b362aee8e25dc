/**
 * What takers bought and sold of one instrument, over any window that ends now.
 *
 * Amounts are summed as whole lots, so they are exact in any order. A window's start is kept to the second
 * when it lies within the last 15 minutes and to the full minute when it is older; the start that was really
 * used is part of the answer, never earlier than 25 h before the end.
 */
import { fromScaled } from '../model/decimal';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../model/time';
import { BucketRing } from './bucketRing';
import type { ByteReader, ByteWriter } from './byteCodec';

/** A window's start older than this is moved back to a full minute. */
export const EXACT_START_MS = 15 * MINUTE_MS;
/** The longest window that is summed. */
export const LONGEST_FLOW_MS = 25 * HOUR_MS;

const BUY_LOTS = 0;
const SELL_LOTS = 1;
const BUY_USD = 2;
const SELL_USD = 3;
const COLUMNS = 4;
const WHOLE_COLUMNS = 2;
/** A minute of slack on either ring, for windows that end after the newest trade's bucket began. */
const SECONDS = EXACT_START_MS / SECOND_MS + 61;
const MINUTES = LONGEST_FLOW_MS / MINUTE_MS + 2;

export interface FlowSums {
  /** Exclusive start of the window that was summed. */
  readonly fromMs: number;
  /** Base units. */
  readonly buyBase: number;
  readonly sellBase: number;
  /** Buys minus sells, base units; exact in lots. */
  readonly deltaBase: number;
  readonly buyUsd: number;
  readonly sellUsd: number;
}

export class TakerFlow {
  readonly #seconds = new BucketRing(SECOND_MS, SECONDS, COLUMNS);
  readonly #minutes = new BucketRing(MINUTE_MS, MINUTES, COLUMNS);
  readonly #sums = new Float64Array(COLUMNS);

  add(timeMs: number, isBuy: boolean, lots: number, usd: number): void {
    addTo(this.#seconds, timeMs, isBuy, lots, usd);
    addTo(this.#minutes, timeMs, isBuy, lots, usd);
  }

  /** Lots held so far become `factor` times as many of a smaller unit. */
  rescale(factor: number): void {
    for (const ring of [this.#seconds, this.#minutes]) {
      ring.scaleColumn(BUY_LOTS, factor);
      ring.scaleColumn(SELL_LOTS, factor);
    }
  }

  /** Sums over `(asOfMs − windowMs, asOfMs]`; `asOfMs` is not before the newest trade. */
  sums(asOfMs: number, windowMs: number, quantityDecimals: number): FlowSums {
    const fromMs = flowStartMs(asOfMs, windowMs);
    const minuteMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
    const endMs = Math.ceil(asOfMs / MINUTE_MS) * MINUTE_MS;
    this.#sums.fill(0);
    if (minuteMs > fromMs) this.#seconds.addTo(this.#sums, fromMs, minuteMs);
    this.#minutes.addTo(this.#sums, minuteMs, endMs);
    const [buyLots = 0, sellLots = 0, buyUsd = 0, sellUsd = 0] = this.#sums;
    return {
      fromMs,
      buyBase: fromScaled(buyLots, quantityDecimals),
      sellBase: fromScaled(sellLots, quantityDecimals),
      deltaBase: fromScaled(buyLots - sellLots, quantityDecimals),
      buyUsd,
      sellUsd,
    };
  }

  write(writer: ByteWriter): void {
    this.#seconds.write(writer, WHOLE_COLUMNS);
    this.#minutes.write(writer, WHOLE_COLUMNS);
  }

  read(reader: ByteReader): void {
    this.#seconds.read(reader, WHOLE_COLUMNS);
    this.#minutes.read(reader, WHOLE_COLUMNS);
  }
}

/** The start that `TakerFlow.sums` uses: the wanted one, rounded back to what is kept. */
export function flowStartMs(asOfMs: number, windowMs: number): number {
  const wantedMs = asOfMs - Math.min(windowMs, LONGEST_FLOW_MS);
  const exactFromMs = Math.floor(asOfMs / SECOND_MS) * SECOND_MS - EXACT_START_MS;
  const unitMs = wantedMs >= exactFromMs ? SECOND_MS : MINUTE_MS;
  return Math.floor(wantedMs / unitMs) * unitMs;
}

function addTo(ring: BucketRing, timeMs: number, isBuy: boolean, lots: number, usd: number): void {
  const offset = ring.open(timeMs);
  if (offset < 0) return;
  const values = ring.values;
  const lotsAt = offset + (isBuy ? BUY_LOTS : SELL_LOTS);
  const usdAt = offset + (isBuy ? BUY_USD : SELL_USD);
  values[lotsAt] = (values[lotsAt] ?? 0) + lots;
  values[usdAt] = (values[usdAt] ?? 0) + usd;
}
