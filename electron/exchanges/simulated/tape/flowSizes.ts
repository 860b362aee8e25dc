/**
 * The sizes of ordinary trades: what takers bought and sold in a step, less what was forced, cut into trades.
 *
 * Invariant: per kind and side, the USD of all trades plus what is carried equal the flows of all steps. Less
 * than a lot is carried after a step with a trade of that side, the whole flow after one without; below zero only
 * when more was forced than flowed.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { InstrumentKind } from '../../../../shared/model/instrument';
import type { MarketLeg } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';
import { FORCED, type StepItems, TRADE } from './stepItems';
import type { TapeMarket } from './tapeVenue';

/** Part of the trades that come in round lots. */
const ROUND_LOTS = 0.35;

export class FlowSizes {
  readonly #markets: readonly TapeMarket[];
  readonly #kind: InstrumentKind;
  readonly #random: RandomStream;
  #buyUsd = 0;
  #sellUsd = 0;

  constructor(markets: readonly TapeMarket[], kind: InstrumentKind, random: RandomStream) {
    this.#markets = markets;
    this.#kind = kind;
    this.#random = random;
  }

  get carriedBuyUsd(): number {
    return this.#buyUsd;
  }

  get carriedSellUsd(): number {
    return this.#sellUsd;
  }

  /** Takes a flow that was traded elsewhere, as whole lots, into account. */
  carry(buyUsd: number, sellUsd: number): void {
    this.#buyUsd += buyUsd;
    this.#sellUsd += sellUsd;
  }

  /** Sets the lots of the step's ordinary trades; 0 where a trade turned out too small for a lot. */
  fill(items: StepItems, leg: MarketLeg): void {
    this.#buyUsd = this.#fillSide(items, 1, this.#buyUsd + leg.takerBuyUsd);
    this.#sellUsd = this.#fillSide(items, 0, this.#sellUsd + leg.takerSellUsd);
  }

  write(writer: ByteWriter): void {
    writer.double(this.#buyUsd);
    writer.double(this.#sellUsd);
  }

  read(reader: ByteReader): void {
    this.#buyUsd = reader.double();
    this.#sellUsd = reader.double();
  }

  /** Returns what is left of `flowUsd`; below zero when more was forced than flowed. */
  #fillSide(items: StepItems, side: number, flowUsd: number): number {
    let budgetUsd = flowUsd;
    let weight = 0;
    let last = -1;
    for (let place = 0; place < items.count; place += 1) {
      const index = items.at(place);
      const market = this.#marketOf(items, index, side);
      if (market === undefined) continue;
      if (items.kinds[index] === FORCED) {
        budgetUsd -= (items.lots[index] ?? 0) * (items.priceTicks[index] ?? 0) * market.usdPerLotTick;
      } else {
        weight += items.values[index] ?? 0;
        last = index;
      }
    }
    if (last < 0) return budgetUsd;
    const usdOfWeight = budgetUsd / weight;
    let openUsd = 0;
    for (let place = 0; place < items.count; place += 1) {
      const index = items.at(place);
      const market = this.#marketOf(items, index, side);
      if (market === undefined || items.kinds[index] === FORCED) continue;
      openUsd += usdOfWeight * (items.values[index] ?? 0);
      const lotUsd = (items.priceTicks[index] ?? 1) * market.usdPerLotTick;
      let lots = Math.max(0, Math.floor((index === last ? budgetUsd : openUsd) / lotUsd));
      if (index !== last && this.#random.uniform() < ROUND_LOTS) lots = roundDown(lots);
      items.lots[index] = lots;
      openUsd -= lots * lotUsd;
      budgetUsd -= lots * lotUsd;
    }
    return budgetUsd;
  }

  /** Undefined unless the item is a trade of this kind and side. */
  #marketOf(items: StepItems, index: number, side: number): TapeMarket | undefined {
    const kind = items.kinds[index] ?? -1;
    if ((kind !== TRADE && kind !== FORCED) || items.buys[index] !== side) return undefined;
    const market = this.#markets[items.slots[index] ?? -1];
    return market?.kind === this.#kind ? market : undefined;
  }
}

/** To the leading digit: 0.3472 becomes 0.3. */
function roundDown(lots: number): number {
  let unit = 1;
  while (lots >= unit * 10) unit *= 10;
  return Math.floor(lots / unit) * unit;
}
