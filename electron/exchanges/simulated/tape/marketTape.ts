/**
 * The tape of one market (an instrument at a venue): makes its events and keeps what they add up to.
 *
 * Invariant: trade ids are consecutive, unheard trades of an outage included.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { fromScaled } from '../../../../shared/model/decimal';
import type {
  CandleEvent,
  FundingEvent,
  LiquidationEvent,
  MarkEvent,
  OpenInterestEvent,
  TickerEvent,
  TradeEvent,
} from '../../../../shared/model/events';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/model/time';
import type { AssetStep } from '../market/assetStep';
import type { BookPicture } from './bookPicture';
import type { ChildOrder } from './forcedOrders';
import { MinuteBars } from './minuteBars';
import type { TapeMarket } from './tapeVenue';

const FUNDING_HOURS = 8;
/** Of a rate; mark prices have two decimals more than trades. */
const RATE_DECIMALS = 8;
const MARK_DECIMALS = 2;

export class MarketTape {
  readonly market: TapeMarket;
  readonly bars: MinuteBars;
  readonly book: BookPicture | null;
  #tradeId = 0;
  /** Closed candles of a running outage. */
  #missed: CandleEvent[] = [];

  constructor(market: TapeMarket, book: BookPicture | null) {
    this.market = market;
    this.book = book;
    this.bars = new MinuteBars(market);
  }

  trade(priceTicks: number, quantityLots: number, isBuy: boolean): void {
    this.bars.add(priceTicks, quantityLots, isBuy);
    this.book?.trade(priceTicks, quantityLots * priceTicks * this.market.usdPerLotTick);
    this.#tradeId += 1;
  }

  /** What the venue says about the newest trade. */
  lastTrade(timeMs: number, quantityLots: number, isBuy: boolean): TradeEvent {
    return {
      kind: 'trade',
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument: this.market.instrument,
      priceTicks: this.bars.lastTicks,
      quantityLots,
      takerSide: isBuy ? 'buy' : 'sell',
      tradeId: this.#tradeId,
      backfilled: false,
    };
  }

  liquidation(child: ChildOrder, priceTicks: number): LiquidationEvent {
    return {
      kind: 'liquidation',
      seq: 0,
      exchangeTimeMs: child.exchangeTimeMs,
      receiveTimeMs: 0,
      instrument: this.market.instrument,
      positionSide: child.order.positionSide,
      priceTicks,
      quantityLots: child.quantityLots,
      notionalUsd: this.notionalUsd(priceTicks, child.quantityLots),
    };
  }

  notionalUsd(priceTicks: number, quantityLots: number): number {
    const { priceDecimals, quantityDecimals } = this.market;
    return fromScaled(priceTicks, priceDecimals) * fromScaled(quantityLots, quantityDecimals);
  }

  /** Undefined before the first trade. */
  ticker(timeMs: number, bidTicks: number, askTicks: number): TickerEvent | undefined {
    if (this.bars.lastTicks === 0) return undefined;
    const day = this.bars.day();
    return {
      kind: 'ticker',
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument: this.market.instrument,
      lastTicks: this.bars.lastTicks,
      bidTicks,
      askTicks,
      open24hTicks: day?.openTicks ?? null,
      high24hTicks: day?.highTicks ?? null,
      low24hTicks: day?.lowTicks ?? null,
      volume24hBase: day?.volumeBase ?? null,
      volume24hQuote: day?.volumeQuote ?? null,
    };
  }

  mark(timeMs: number, step: AssetStep): MarkEvent {
    return {
      kind: 'mark',
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument: this.market.instrument,
      markPrice: this.#fine(step.markPrice),
      indexPrice: this.#fine(step.indexPrice),
    };
  }

  funding(timeMs: number, step: AssetStep): FundingEvent {
    const intervalMs = FUNDING_HOURS * HOUR_MS;
    return {
      kind: 'funding',
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument: this.market.instrument,
      rate: fromScaled(Math.round(step.fundingRate * 1e8), RATE_DECIMALS),
      nextFundingTimeMs: (Math.floor(timeMs / intervalMs) + 1) * intervalMs,
      intervalHours: FUNDING_HOURS,
    };
  }

  /** The venue's share of all open interest. */
  openInterest(timeMs: number, step: AssetStep): OpenInterestEvent {
    const { instrument, share, lotsPerUnit, quantityDecimals } = this.market;
    const lots = Math.round(step.openInterestBase * share * lotsPerUnit);
    const quantityBase = fromScaled(lots, quantityDecimals);
    return {
      kind: 'openInterest',
      seq: 0,
      exchangeTimeMs: timeMs,
      receiveTimeMs: 0,
      instrument,
      quantityBase,
      notionalUsd: quantityBase * this.#fine(step.markPrice),
    };
  }

  /** Ends the minute before `endMs`; undefined when nothing is to be published now. */
  closeMinute(endMs: number, origin: 'stream' | 'history', isDark: boolean): CandleEvent | undefined {
    const candle = this.bars.close(endMs - MINUTE_MS, origin);
    if (candle === undefined || !isDark) return candle;
    this.#missed.push(candle);
    return undefined;
  }

  /** The candles an outage kept back, as a venue gives them when asked for its past. */
  catchUp(timeMs: number): CandleEvent[] {
    const missed = this.#missed;
    this.#missed = [];
    return missed.map((candle) => ({ ...candle, exchangeTimeMs: timeMs, origin: 'history' }));
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#tradeId);
    this.bars.write(writer);
    this.book?.write(writer);
    writer.list(this.#missed, (candle) => writeMissed(writer, candle));
  }

  read(reader: ByteReader): void {
    this.#tradeId = reader.whole();
    this.bars.read(reader);
    this.book?.read(reader);
    this.#missed = reader.list(() => readMissed(reader, this.market.instrument));
  }

  #fine(price: number): number {
    const { ticksPerUsd, priceDecimals } = this.market;
    return fromScaled(Math.round(price * ticksPerUsd * 100), priceDecimals + MARK_DECIMALS);
  }
}

function writeMissed(writer: ByteWriter, candle: CandleEvent): void {
  writer.whole(candle.openTimeMs);
  for (const ticks of [candle.openTicks, candle.highTicks, candle.lowTicks, candle.closeTicks]) {
    writer.whole(ticks);
  }
  writer.double(candle.volumeBase);
  for (const value of [candle.volumeQuote, candle.takerBuyBase, candle.tradeCount]) writer.nullable(value);
}

function readMissed(reader: ByteReader, instrument: number): CandleEvent {
  const openTimeMs = reader.whole();
  return {
    kind: 'candle',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument,
    intervalMs: MINUTE_MS,
    openTimeMs,
    openTicks: reader.whole(),
    highTicks: reader.whole(),
    lowTicks: reader.whole(),
    closeTicks: reader.whole(),
    volumeBase: reader.double(),
    volumeQuote: reader.nullable(),
    takerBuyBase: reader.nullable(),
    tradeCount: reader.nullable(),
    closed: true,
    origin: 'history',
  };
}
