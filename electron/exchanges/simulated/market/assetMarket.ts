/**
 * The market of one asset: spot and perpetual, value, makers, arbitrageurs, and traders with leverage whose
 * positions are closed by force when the mark price reaches them. Forced orders move the price like all others,
 * so liquidations can set off liquidations.
 *
 * Invariants:
 * - Net taker flow moves a price by flow / depth; apart from that only makers' news moves it.
 * - What step `n` does depends on the parameters, the seed and the lengths of the steps before it, on nothing
 *   else; a market restored from a snapshot goes on as the one it was taken from, byte by byte.
 * - Open interest is never negative, and falls by what forced orders close.
 * - A forced order is executed at or after the step in which the mark price reached its liquidation price.
 */

import { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import { DAY_MS, MINUTE_MS } from '../../../../shared/model/time';
import { exp, log } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import { Activity } from './activity';
import type { AssetStep, ForcedOrder, MarketLeg } from './assetStep';
import { TraderFlows } from './flows';
import { ForcedQueue } from './forcedQueue';
import { FundamentalPrice } from './fundamentalPrice';
import type { AssetMarketParams } from './marketParams';
import { Polyline } from './polyline';
import { PositionBook, type SideLedger } from './positionBook';
import { Premium } from './premium';
import { QuoteNews } from './quoteNews';
import { Traders } from './traders';
import { readNumbers, readWords, writeArray, writeNumbers } from './typedArrays';

/** Traders come and go for so long before the market opens, so that it opens with their positions. */
const WARM_UP_MS = 6 * DAY_MS;
const SIDES: readonly PositionSide[] = ['long', 'short'];
/** Time in which those who trade on value close 1 − 1/e of a gap: in the leading market, and in the other. */
const LEADER_TAU_MS = 200_000;
const FOLLOWER_TAU_MS = 900_000;
/** A gap of this size is closed twice as fast: the farther a price strays, the more are drawn in. */
const STRIKING_GAP = 0.004;
const ARBITRAGE_TAU_MS = 60_000;
/** Forced orders, and those of the traders, take at most this share of the 1 % depth per 5 s. */
const ORDER_CAP = 0.03;
const ORDER_CAP_MS = 5_000;
/** Lively markets have thinner books. */
const THINNING = 0.25;
/** Noise in volume, and net flow of those who know nothing, as a share of volume. */
const VOLUME_SIGMA = 0.35;
const NOISE_FLOW = 0.12;
/** Net flow that comes with makers' news, as a share of the flow that would make the same move. */
const NEWS_FLOW = 0.03;
/** Volume that a net flow brings with it. */
const VOLUME_PER_NET = 1.2;
const HEDGE_TAU_MS = 12 * 3_600_000;
const HEDGE_DEVIATION = 0.02;

/** A position that can still be liquidated. */
export interface LivePosition {
  readonly side: PositionSide;
  readonly quantityBase: number;
  readonly entryPrice: number;
  readonly leverage: number;
  readonly liquidationPrice: number;
}

export class AssetMarket {
  readonly #params: AssetMarketParams;
  readonly #fundamental: FundamentalPrice;
  readonly #activity: Activity;
  readonly #news: QuoteNews;
  readonly #premium: Premium;
  readonly #traders: Traders;
  readonly #volume: RandomStream;
  readonly #depth: Polyline;
  readonly #spotPressure: Polyline;
  readonly #book: PositionBook;
  readonly #queue = new ForcedQueue();
  readonly #flows: TraderFlows;
  readonly #hits: number[] = [];
  #timeMs: number;
  /** Logarithms of the prices. */
  #spot: number;
  #perpetual: number;
  #hedge = 0;

  /**
   * A market that opens at `startMs` (UTC, a full minute) at the start price of `params`, its traders in place.
   * @param seed integer; every purpose of every asset draws from a stream of its own
   * @param state from `snapshot` of a market with the same parameters, seed and start: goes on from there instead
   */
  constructor(params: AssetMarketParams, seed: number, startMs: number, state?: Uint8Array) {
    this.#params = params;
    this.#fundamental = new FundamentalPrice(params, seed);
    this.#activity = new Activity(params, seed);
    this.#news = new QuoteNews(params, seed);
    this.#premium = new Premium(params.asset, seed);
    this.#traders = new Traders(params, seed);
    this.#volume = new RandomStream(seed, `${params.asset}/volume`);
    this.#depth = new Polyline(params.depth);
    this.#spotPressure = new Polyline(params.spotPressure);
    this.#flows = new TraderFlows(params.quantityFactor);
    this.#spot = log(params.startPrice);
    this.#perpetual = this.#spot;
    this.#timeMs = startMs - WARM_UP_MS;
    this.#book = new PositionBook(params.startPrice, this.#timeMs);
    if (state === undefined) this.#warmUp(startMs);
    else this.#restore(new ByteReader(state));
  }

  /** A market as it was when `snapshot` gave these bytes; all else must be what it was made with. */
  static restore(params: AssetMarketParams, seed: number, startMs: number, state: Uint8Array): AssetMarket {
    return new AssetMarket(params, seed, startMs, state);
  }

  get asset(): string {
    return this.#params.asset;
  }

  /** End of the last step. */
  get timeMs(): number {
    return this.#timeMs;
  }

  /** What became of the positions of one side since before the market opened, in base units, as they leave it. */
  ledger(side: PositionSide): SideLedger {
    const { openedBase, closedBase, liquidatedBase, openBase } = this.#book.ledger(side);
    const factor = this.#params.quantityFactor[side];
    return {
      openedBase: openedBase * factor,
      closedBase: closedBase * factor,
      liquidatedBase: liquidatedBase * factor,
      openBase: openBase * factor,
    };
  }

  /** Positions that can still be liquidated, in an order that depends on what the market did alone. */
  *positions(): IterableIterator<LivePosition> {
    const book = this.#book;
    for (let slot = 0; slot < book.slotsUsed; slot += 1) {
      if (!book.isLive(slot)) continue;
      const side = book.sideOf(slot);
      yield {
        side,
        quantityBase: (book.quantityBase[slot] as number) * this.#params.quantityFactor[side],
        entryPrice: book.entryPrice[slot] as number,
        leverage: book.leverage[slot] as number,
        liquidationPrice: book.liquidationPrice[slot] as number,
      };
    }
  }

  /** Takes the market on by `durationMs`: 5 s where it is watched, 60 s before. */
  step(durationMs: number): AssetStep {
    return this.#advance(durationMs, false);
  }

  /** All of its state, for `restore`. */
  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writeNumbers(writer, this.#timeMs, this.#spot, this.#perpetual, this.#hedge);
    writeArray(writer, this.#volume.snapshot());
    for (const part of this.#parts()) part.snapshot(writer);
    return writer.finish();
  }

  #restore(reader: ByteReader): void {
    const [timeMs = 0, spot = 0, perpetual = 0, hedge = 0] = readNumbers(reader);
    this.#timeMs = timeMs;
    this.#spot = spot;
    this.#perpetual = perpetual;
    this.#hedge = hedge;
    this.#volume.restore(readWords(reader));
    for (const part of this.#parts()) part.restore(reader);
  }

  #parts() {
    return [
      this.#fundamental,
      this.#activity,
      this.#news,
      this.#premium,
      this.#traders,
      this.#book,
      this.#queue,
      this.#flows,
    ];
  }

  #warmUp(startMs: number): void {
    while (this.#timeMs < startMs) this.#advance(MINUTE_MS, true);
    const shift = log(this.#params.startPrice) - this.#spot;
    this.#spot += shift;
    this.#perpetual += shift;
    this.#fundamental.moveTo(this.#spot);
  }

  #advance(durationMs: number, isWarmUp: boolean): AssetStep {
    const fromMs = this.#timeMs;
    const activity = this.#activity.step(fromMs, durationMs);
    if (isWarmUp) this.#fundamental.stepAtRest(durationMs);
    else this.#fundamental.step(fromMs, durationMs);
    this.#news.step(durationMs, activity);
    this.#premium.stepAccepted(durationMs, this.#crowding());

    const { depth1PercentUsd, spotDepthShare, leader } = this.#params;
    const thinning = 1 + THINNING * Math.max(0, activity - 1);
    const depth1Percent = (depth1PercentUsd * this.#depth.valueAt(fromMs)) / thinning;
    const perpetualDepth = depth1Percent * 100;
    const spotDepth = perpetualDepth * spotDepthShare;
    const openSpot = exp(this.#spot);
    const openPerpetual = exp(this.#perpetual);

    const capUsd = (depth1Percent * ORDER_CAP * durationMs) / ORDER_CAP_MS;
    this.#flows.beginStep();
    this.#tradersAct(fromMs, durationMs, openPerpetual, activity);
    this.#flows.takeWaiting(capUsd);
    const forced = this.#executeForced(openPerpetual, capUsd);

    const spotTau = leader === 'spot' ? LEADER_TAU_MS : FOLLOWER_TAU_MS;
    const perpetualTau = leader === 'spot' ? FOLLOWER_TAU_MS : LEADER_TAU_MS;
    const value = this.#fundamental.value;
    const parallelDepth = (spotDepth * perpetualDepth) / (spotDepth + perpetualDepth);
    const excess = this.#perpetual - this.#spot - this.#premium.accepted;
    const arbitrageUsd = parallelDepth * closing(excess, durationMs / ARBITRAGE_TAU_MS);
    const { spotMove, perpetualMove } = this.#news;
    const ordinaryShare = (durationMs / DAY_MS) * activity;
    const spotVolume = this.#draw(this.#params.dailyVolumeUsd.spot * ordinaryShare);
    const perpetualVolume = this.#draw(this.#params.dailyVolumeUsd.perpetual * ordinaryShare);
    const spotNet =
      spotDepth * (closing(value - this.#spot, durationMs / spotTau) + NEWS_FLOW * spotMove) +
      arbitrageUsd +
      spotVolume * NOISE_FLOW * this.#volume.normal();
    const perpetualNet =
      perpetualDepth *
        (closing(value + this.#premium.accepted - this.#perpetual, durationMs / perpetualTau) +
          NEWS_FLOW * perpetualMove) -
      arbitrageUsd +
      perpetualVolume * NOISE_FLOW * this.#volume.normal();

    this.#spot += spotNet / spotDepth + (1 - NEWS_FLOW) * spotMove;
    const perpetualPush = perpetualNet + this.#flows.netUsd;
    this.#perpetual += perpetualPush / perpetualDepth + (1 - NEWS_FLOW) * perpetualMove;
    this.#timeMs = fromMs + durationMs;
    this.#stepHedge(durationMs);
    this.#premium.stepMark(fromMs, durationMs, this.#perpetual - this.#spot);
    const markPrice = exp(this.#spot + this.#premium.markBasis);
    this.#triggerPositions(markPrice);

    const pressureUsd = spotVolume * this.#spotPressure.valueAt(fromMs);
    const spot = leg(openSpot, exp(this.#spot), spotVolume, spotNet + pressureUsd);
    const market = leg(openPerpetual, exp(this.#perpetual), perpetualVolume, perpetualNet);
    return {
      asset: this.#params.asset,
      fromMs,
      toMs: this.#timeMs,
      spot,
      perpetual: {
        ...market,
        takerBuyUsd: market.takerBuyUsd + this.#flows.outBuyUsd,
        takerSellUsd: market.takerSellUsd + this.#flows.outSellUsd,
      },
      forced: forced.length === 0 ? NOTHING_FORCED : pricedOnTheWay(forced, market, perpetualDepth),
      openInterestBase: this.#openInterest(),
      indexPrice: spot.closePrice,
      markPrice,
      fundingRate: this.#premium.fundingRate,
      activity,
    };
  }

  /** Owners whose patience ends, and those who come. */
  #tradersAct(fromMs: number, durationMs: number, price: number, activity: number): void {
    const hits = this.#hits;
    hits.length = 0;
    this.#book.collectExpired(fromMs + durationMs, hits);
    for (const slot of hits) {
      this.#flows.add(this.#book.sideOf(slot), false, (this.#book.quantityBase[slot] as number) * price);
      this.#book.close(slot);
    }
    const markPrice = exp(this.#spot + this.#premium.markBasis);
    for (const side of SIDES) {
      const sign = side === 'long' ? 1 : -1;
      this.#traders.arrive(side, { fromMs, durationMs }, { price, activity }, (opening) => {
        const { position, notionalUsd, isTaker } = opening;
        // Nobody opens what would be closed at once, which the mark price can do where it lags behind.
        if (sign * (markPrice - position.adversePrice) <= 0) return;
        if (position.favourablePrice !== null && sign * (position.favourablePrice - markPrice) <= 0) return;
        this.#book.open(position);
        if (isTaker) this.#flows.add(side, true, notionalUsd);
      });
    }
  }

  #executeForced(price: number, capUsd: number): ForcedOrder[] {
    const book = this.#book;
    const forced: ForcedOrder[] = [];
    for (const side of SIDES) {
      this.#queue.execute(side, book, { capUsd, price }, (slot, quantityBase) => {
        this.#flows.take(side, false, quantityBase * price);
        forced.push({
          positionSide: side,
          positionId: book.id[slot] as number,
          quantityBase: quantityBase * this.#params.quantityFactor[side],
          fillPrice: price,
          entryPrice: book.entryPrice[slot] as number,
          leverage: book.leverage[slot] as number,
          liquidationPrice: book.liquidationPrice[slot] as number,
          openedMs: book.openedMs[slot] as number,
        });
      });
    }
    return forced;
  }

  /** Take-profits were resting orders: they are filled without pushing. Stops push in the next step. */
  #triggerPositions(markPrice: number): void {
    const book = this.#book;
    const hits = this.#hits;
    hits.length = 0;
    book.collectReached(markPrice, hits);
    for (const slot of hits) {
      const side = book.sideOf(slot);
      const sign = side === 'long' ? 1 : -1;
      const isAdverse = sign * (markPrice - (book.entryPrice[slot] as number)) < 0;
      if (isAdverse && !book.hasStop(slot)) {
        book.beginLiquidation(slot);
        this.#queue.push(side, slot);
        continue;
      }
      if (isAdverse) this.#flows.add(side, false, (book.quantityBase[slot] as number) * markPrice);
      book.close(slot);
    }
  }

  #crowding(): number {
    const long = this.#book.openBase('long');
    const short = this.#book.openBase('short');
    return long + short > 0 ? (long - short) / (long + short) : 0;
  }

  #stepHedge(durationMs: number): void {
    const decay = exp(-durationMs / HEDGE_TAU_MS);
    this.#hedge =
      this.#hedge * decay + HEDGE_DEVIATION * Math.sqrt(1 - decay * decay) * this.#volume.normal();
  }

  /** Each contract has two sides: hedgers hold what one side of the traders has more, and a base of their own. */
  #openInterest(): number {
    const { hedgedOpenInterestUsd, startPrice, quantityFactor } = this.#params;
    const hedgedBase = (hedgedOpenInterestUsd / startPrice) * exp(this.#hedge);
    const long = this.#book.openBase('long') * quantityFactor.long;
    const short = this.#book.openBase('short') * quantityFactor.short;
    return Math.max(0, long, short) + hedgedBase;
  }

  #draw(meanUsd: number): number {
    return meanUsd * this.#volume.lognormal(VOLUME_SIGMA) * VOLUME_MEAN_CORRECTION;
  }
}

const VOLUME_MEAN_CORRECTION = exp((-VOLUME_SIGMA * VOLUME_SIGMA) / 2);
const NOTHING_FORCED: readonly ForcedOrder[] = [];

/** The part of a gap that those who trade on it close in so many of their time constants. */
function closing(gap: number, constants: number): number {
  const strikes = gap / STRIKING_GAP;
  return gap * (1 - exp(-constants * (1 + strikes * strikes)));
}

/** Volume grows with the net flow, so that neither side is ever below nothing. */
function leg(openPrice: number, closePrice: number, ordinaryUsd: number, netUsd: number): MarketLeg {
  const volumeUsd = ordinaryUsd + VOLUME_PER_NET * Math.abs(netUsd);
  return {
    openPrice,
    closePrice,
    takerBuyUsd: (volumeUsd + netUsd) / 2,
    takerSellUsd: (volumeUsd - netUsd) / 2,
  };
}

/** Each forced order at the price to which those before it have pushed, within what the step traded at. */
function pricedOnTheWay(
  forced: readonly ForcedOrder[],
  { openPrice, closePrice }: MarketLeg,
  depth: number,
): ForcedOrder[] {
  const low = Math.min(openPrice, closePrice);
  const high = Math.max(openPrice, closePrice);
  let push = 0;
  return forced.map((order) => {
    const sign = order.positionSide === 'long' ? -1 : 1;
    const ownPush = (sign * order.quantityBase * openPrice) / depth;
    const price = openPrice * (1 + push + ownPush / 2);
    push += ownPush;
    return { ...order, fillPrice: Math.max(low, Math.min(high, price)) };
  });
}
