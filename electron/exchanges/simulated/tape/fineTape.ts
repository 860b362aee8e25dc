/**
 * The full tape of a step: plans what happens when, walks the prices through it, cuts the flows into trades, and
 * publishes it all in the order of time.
 *
 * Impact rule: takers trade at the best price of the moment, which follows the path of the step. So no trade lies
 * outside the book shown last by more than the paths can have moved since (`PricePath.low` and `high` of the steps
 * in between), the change of the venue's offset, the spread and a tick.
 */
import type { MarketEvent } from '../../../../shared/model/events';
import type { AssetStep } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';
import { type ChildOrder, takerIsBuyer } from './forcedOrders';
import { liquidationTruth } from './liquidationTruth';
import type { MarketTape } from './marketTape';
import { askTicksOf, bidTicksOf } from './quotes';
import * as item from './stepItems';
import { addCatchUps, addScheduled, addTrades } from './stepSchedule';
import type { EmitEvent, EmitTruth, TapeDetail, TapeLeg } from './tapeLeg';
import type { TapeProfile } from './tapeProfile';
import { isDark, type TapeMarket } from './tapeVenue';
import type { VenueOffsets } from './venueOffsets';

/** How much thinner books get when the market is in a hurry. */
const THINNING = 0.25;

export interface FineTapeOptions {
  readonly profile: TapeProfile;
  readonly spot: TapeLeg;
  readonly perpetual: TapeLeg;
  readonly tapes: readonly MarketTape[];
  readonly offsets: VenueOffsets;
  readonly tradeRandom: RandomStream;
  readonly pathRandom: RandomStream;
  readonly bookRandom: RandomStream;
}

/** In ticks, both ends included. */
export interface PriceSpan {
  readonly lowTicks: number;
  readonly highTicks: number;
}

export class FineTape {
  readonly #options: FineTapeOptions;
  readonly #markets: readonly TapeMarket[];
  readonly #items = new item.StepItems();

  constructor(options: FineTapeOptions) {
    this.#options = options;
    this.#markets = options.tapes.map((tape) => tape.market);
  }

  take(
    step: AssetStep,
    children: readonly ChildOrder[],
    emit: EmitEvent,
    truth: EmitTruth,
    detail: TapeDetail,
  ): void {
    const { spot, perpetual } = this.#options;
    this.#plan(step, children);
    this.#price(step, children);
    perpetual.sizes.fill(this.#items, step.perpetual);
    spot.sizes.fill(this.#items, step.spot);
    this.#publish(step, children, emit, truth, detail === 'all');
  }

  /** The impact rule in numbers: the reach of the last step's path, the venue's offset, the spread and a tick. */
  reach(slot: number): PriceSpan {
    const market = this.#markets[slot];
    if (market === undefined) throw new RangeError(`the asset has no market ${slot}`);
    const { path, profile } = this.#options[market.kind];
    const middle = 1 + this.#options.offsets.of(slot);
    return {
      lowTicks: bidTicksOf(market, path.low * middle, profile.halfSpreadBp) - 1,
      highTicks: askTicksOf(market, path.high * middle, profile.halfSpreadBp) + 1,
    };
  }

  #plan(step: AssetStep, children: readonly ChildOrder[]): void {
    const items = this.#items;
    const { profile, spot, perpetual, tradeRandom } = this.#options;
    items.clear();
    tradeRandom.restart(step.fromMs);
    addCatchUps(items, step, this.#markets);
    for (const [index, { slot, exchangeTimeMs, order }] of children.entries()) {
      items.add(item.FORCED, slot, exchangeTimeMs - step.fromMs, takerIsBuyer(order.positionSide), index);
    }
    addTrades(items, step, perpetual, tradeRandom);
    addTrades(items, step, spot, tradeRandom);
    addScheduled(items, step, this.#markets, profile);
    items.sort();
  }

  #price(step: AssetStep, children: readonly ChildOrder[]): void {
    const items = this.#items;
    const { profile, spot, perpetual, offsets, pathRandom } = this.#options;
    const lengthMs = step.toMs - step.fromMs;
    const noiseBp = profile.noiseBp * Math.sqrt(Math.max(0, step.activity));
    pathRandom.restart(step.fromMs);
    spot.path.begin(step.spot, noiseBp);
    perpetual.path.begin(step.perpetual, noiseBp);
    for (let place = 0; place < items.count; place += 1) {
      const index = items.at(place);
      const kind = items.kinds[index] ?? 0;
      const slot = items.slots[index] ?? 0;
      const market = this.#markets[slot];
      if (market === undefined || !item.hasPrice(kind)) continue;
      const { path, profile: look } = market.kind === 'spot' ? spot : perpetual;
      const part = (items.offsetsMs[index] ?? 0) / lengthMs;
      const price = path.at(part, pathRandom) * (1 + offsets.of(slot));
      items.prices[index] = price;
      const isBuy = items.buys[index] === 1;
      items.priceTicks[index] = isBuy
        ? askTicksOf(market, price, look.halfSpreadBp)
        : bidTicksOf(market, price, look.halfSpreadBp);
      items.lots[index] = kind === item.FORCED ? (children[items.values[index] ?? -1]?.quantityLots ?? 0) : 0;
    }
  }

  #publish(
    step: AssetStep,
    children: readonly ChildOrder[],
    emit: EmitEvent,
    truth: EmitTruth,
    isWhole: boolean,
  ): void {
    const items = this.#items;
    this.#options.bookRandom.restart(step.fromMs);
    for (let place = 0; place < items.count; place += 1) {
      const index = items.at(place);
      const tape = this.#options.tapes[items.slots[index] ?? -1];
      if (tape === undefined) continue;
      const kind = items.kinds[index] ?? 0;
      const timeMs = step.fromMs + (items.offsetsMs[index] ?? 0);
      const isHeard = !isDark(tape.market.venue, timeMs);
      if (kind === item.TRADE || kind === item.FORCED) {
        const lots = items.lots[index] ?? 0;
        if (lots === 0) continue;
        const priceTicks = items.priceTicks[index] ?? 0;
        tape.trade(priceTicks, lots, items.buys[index] === 1);
        if (isHeard && isWhole) emit(tape.lastTrade(timeMs, lots, items.buys[index] === 1));
        if (kind === item.TRADE) continue;
        const child = children[items.values[index] ?? -1];
        if (child === undefined) continue;
        const isReported = child.isPublished && isHeard;
        if (isReported) emit(tape.liquidation(child, priceTicks));
        truth(liquidationTruth(tape, child, priceTicks, isReported));
      } else if (kind === item.MINUTE_END) {
        const candle = tape.closeMinute(step.toMs, 'stream', !isHeard);
        if (candle !== undefined) emit(candle);
      } else if (kind === item.CATCH_UP) {
        for (const candle of tape.catchUp(timeMs)) emit(candle);
      } else {
        if (kind === item.BOOK) tape.book?.recover();
        if (!isWhole && kind <= item.TICKER) continue;
        // Unheard ones are made, too: an outage must not change what others draw.
        const quote = this.#quote(step, tape, kind, timeMs, items.prices[index] ?? 0);
        if (quote !== undefined && isHeard) emit(quote);
      }
    }
  }

  /** A book, a ticker or a state of the contract; undefined while there is nothing to say. */
  #quote(
    step: AssetStep,
    tape: MarketTape,
    kind: number,
    timeMs: number,
    price: number,
  ): MarketEvent | undefined {
    if (kind === item.MARK) return tape.mark(timeMs, step);
    if (kind === item.FUNDING) return tape.funding(timeMs, step);
    if (kind === item.OPEN_INTEREST) return tape.openInterest(timeMs, step);
    const { profile, bookRandom } = this.#options;
    const { halfSpreadBp } = profile[tape.market.kind];
    const bidTicks = bidTicksOf(tape.market, price, halfSpreadBp);
    const askTicks = askTicksOf(tape.market, price, halfSpreadBp);
    if (kind === item.TICKER) return tape.ticker(timeMs, bidTicks, askTicks);
    const thickness = 1 / (1 + THINNING * Math.max(0, step.activity - 1));
    return tape.book?.picture(timeMs, bidTicks, askTicks, thickness, bookRandom);
  }
}
