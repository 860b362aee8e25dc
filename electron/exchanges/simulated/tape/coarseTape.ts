/**
 * The tape of a coarse step, a full minute: what a venue can be asked for later on. Closed candles as history,
 * liquidations as they were published, open interest and funding; no trades, quotes and books.
 */
import { HOUR_MS, MINUTE_MS } from '../../../../shared/model/time';
import type { AssetStep } from '../market/assetStep';
import type { RandomStream } from '../random/randomStream';
import { fillCoarseMinute } from './coarseMinute';
import type { ChildOrder } from './forcedOrders';
import { liquidationTruth } from './liquidationTruth';
import type { MarketTape } from './marketTape';
import { isDue } from './stepSchedule';
import type { EmitEvent, EmitTruth, TapeLeg } from './tapeLeg';
import { isDark } from './tapeVenue';
import type { VenueOffsets } from './venueOffsets';

const OPEN_INTEREST_EVERY_MS = 5 * MINUTE_MS;
const FUNDING_EVERY_MS = HOUR_MS;

export interface CoarseTapeOptions {
  readonly noiseBp: number;
  readonly spot: TapeLeg;
  readonly perpetual: TapeLeg;
  readonly tapes: readonly MarketTape[];
  readonly offsets: VenueOffsets;
  readonly random: RandomStream;
}

export class CoarseTape {
  readonly #options: CoarseTapeOptions;

  constructor(options: CoarseTapeOptions) {
    this.#options = options;
  }

  take(step: AssetStep, children: readonly ChildOrder[], emit: EmitEvent, truth: EmitTruth): void {
    if (step.toMs % MINUTE_MS !== 0 || step.toMs - step.fromMs !== MINUTE_MS) {
      throw new RangeError(`a coarse step is a full minute, not ${step.fromMs} to ${step.toMs}`);
    }
    const { tapes, spot, perpetual, random } = this.#options;
    random.restart(step.fromMs);
    this.#catchUp(step, emit);
    this.#liquidations(step, children, emit, truth);
    this.#trade(step, perpetual);
    this.#trade(step, spot);
    const timeMs = step.toMs - 1;
    for (const tape of tapes) {
      const isHeard = !isDark(tape.market.venue, timeMs);
      if (isHeard && tape.market.kind === 'perpetual') {
        if (isDue(step, FUNDING_EVERY_MS, 0)) emit(tape.funding(timeMs, step));
        if (isDue(step, OPEN_INTEREST_EVERY_MS, 0)) emit(tape.openInterest(timeMs, step));
      }
    }
    for (const tape of tapes) {
      const candle = tape.closeMinute(step.toMs, 'history', isDark(tape.market.venue, timeMs));
      if (candle !== undefined) emit(candle);
    }
  }

  #catchUp(step: AssetStep, emit: EmitEvent): void {
    for (const tape of this.#options.tapes) {
      const ended = tape.market.venue.outages.find(({ toMs }) => toMs >= step.fromMs && toMs < step.toMs);
      if (ended === undefined) continue;
      for (const candle of tape.catchUp(step.fromMs)) emit(candle);
    }
  }

  /** On the straight way from open to close. */
  #liquidations(step: AssetStep, children: readonly ChildOrder[], emit: EmitEvent, truth: EmitTruth): void {
    const { openPrice, closePrice } = step.perpetual;
    for (const child of children) {
      const tape = this.#options.tapes[child.slot];
      if (tape === undefined) continue;
      const part = (child.exchangeTimeMs - step.fromMs) / (step.toMs - step.fromMs);
      const price = openPrice + (closePrice - openPrice) * part;
      const priceTicks = Math.round(price * tape.market.ticksPerUsd);
      const isReported = child.isPublished && !isDark(tape.market.venue, child.exchangeTimeMs);
      if (isReported) emit(tape.liquidation(child, priceTicks));
      truth(liquidationTruth(tape, child, priceTicks, isReported));
    }
  }

  /** Deals the flow out by share; what is too little for a lot of one market goes to the next. */
  #trade(step: AssetStep, { kind, shares, sizes }: TapeLeg): void {
    const { tapes, offsets, noiseBp, random } = this.#options;
    const leg = step[kind];
    sizes.carry(leg.takerBuyUsd, leg.takerSellUsd);
    let shareLeft = shares.slots.reduce((sum, slot) => sum + (tapes[slot]?.market.share ?? 0), 0);
    for (const [turn, slot] of shares.slots.entries()) {
      const tape = tapes[slot];
      if (tape === undefined) continue;
      const isLast = turn === shares.slots.length - 1;
      const part = isLast ? 1 : tape.market.share / shareLeft;
      shareLeft -= tape.market.share;
      const wanted = { buyUsd: sizes.carriedBuyUsd * part, sellUsd: sizes.carriedSellUsd * part };
      const noise = noiseBp * Math.sqrt(Math.max(0, step.activity));
      const traded = fillCoarseMinute(tape.bars, tape.market, leg, offsets.of(slot), noise, wanted, random);
      sizes.carry(-traded.buyUsd, -traded.sellUsd);
    }
  }
}
