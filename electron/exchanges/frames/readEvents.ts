/**
 * Events that every venue has, from the members its frames carry them in. Pure: null when a member is
 * missing or of the wrong kind.
 *
 * Invariant: an event is at one scale. When a finer value widens the instrument's row while it is being
 * read, the event is read again at the new one.
 */
import type {
  CandleEvent,
  LiquidationEvent,
  PositionSide,
  TakerSide,
  TickerEvent,
  TradeEvent,
} from '../../../shared/model/events';
import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import { amount, timeMs } from './fields';

export interface RawTrade {
  readonly price: unknown;
  /** In base units. */
  readonly quantity: unknown;
  readonly time: unknown;
  /** Null when the frame does not say: then it is no trade. */
  readonly takerSide: TakerSide | null;
  readonly tradeId: number | null;
  readonly backfilled: boolean;
}

export function readTrade(
  raw: RawTrade,
  scale: InstrumentScale,
): (TradeEvent & { readonly tradeId: number }) | null {
  const row = scale.index;
  const { takerSide, tradeId, backfilled } = raw;
  const priceTicks = scale.price(raw.price);
  const quantityLots = scale.quantity(raw.quantity);
  const exchangeTimeMs = timeMs(raw.time);
  if (priceTicks === null || !quantityLots || exchangeTimeMs === null) return null;
  if (takerSide === null || tradeId === null) return null;
  if (scale.index !== row) return readTrade(raw, scale);
  return {
    kind: 'trade',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: row,
    priceTicks,
    quantityLots,
    takerSide,
    tradeId,
    backfilled,
  };
}

export interface RawLiquidation {
  readonly price: unknown;
  /** In base units. */
  readonly quantity: unknown;
  readonly time: unknown;
  /** The position that was closed; null when the frame does not say. */
  readonly positionSide: PositionSide | null;
}

export function readLiquidation(raw: RawLiquidation, scale: InstrumentScale): LiquidationEvent | null {
  const row = scale.index;
  const { positionSide } = raw;
  const priceTicks = scale.price(raw.price);
  const quantityLots = scale.quantity(raw.quantity);
  const exchangeTimeMs = timeMs(raw.time);
  if (priceTicks === null || !quantityLots || exchangeTimeMs === null || positionSide === null) return null;
  if (scale.index !== row) return readLiquidation(raw, scale);
  return {
    kind: 'liquidation',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: row,
    positionSide,
    priceTicks,
    quantityLots,
    notionalUsd: Number(raw.price) * Number(raw.quantity),
  };
}

/** What a candle says beside its time, prices and base volume. */
export type CandleFacts = Pick<
  CandleEvent,
  'exchangeTimeMs' | 'intervalMs' | 'volumeQuote' | 'takerBuyBase' | 'tradeCount' | 'closed' | 'origin'
>;

/** `values` begins with open time, open, high, low, close and base volume, as REST rows of all venues do. */
export function readCandle(
  values: readonly unknown[],
  facts: CandleFacts,
  scale: InstrumentScale,
): CandleEvent | null {
  const row = scale.index;
  const openTimeMs = timeMs(values[0]);
  const openTicks = scale.price(values[1]);
  const highTicks = scale.price(values[2]);
  const lowTicks = scale.price(values[3]);
  const closeTicks = scale.price(values[4]);
  const volumeBase = amount(values[5]);
  if (openTimeMs === null || volumeBase === null) return null;
  if (openTicks === null || highTicks === null || lowTicks === null || closeTicks === null) return null;
  if (scale.index !== row) return readCandle(values, facts, scale);
  return {
    kind: 'candle',
    seq: 0,
    receiveTimeMs: 0,
    instrument: row,
    openTimeMs,
    openTicks,
    highTicks,
    lowTicks,
    closeTicks,
    volumeBase,
    ...facts,
  };
}

export interface RawTicker {
  readonly last: unknown;
  readonly bid: unknown;
  readonly ask: unknown;
  readonly open24h: unknown;
  readonly high24h: unknown;
  readonly low24h: unknown;
  readonly volume24hBase: unknown;
  readonly volume24hQuote: unknown;
}

/** Only the last price must be there; every other member is null where the venue does not say. */
export function readTicker(
  raw: RawTicker,
  exchangeTimeMs: number,
  scale: InstrumentScale,
): TickerEvent | null {
  const row = scale.index;
  const lastTicks = scale.price(raw.last);
  if (lastTicks === null) return null;
  const bidTicks = scale.price(raw.bid);
  const askTicks = scale.price(raw.ask);
  const open24hTicks = scale.price(raw.open24h);
  const high24hTicks = scale.price(raw.high24h);
  const low24hTicks = scale.price(raw.low24h);
  if (scale.index !== row) return readTicker(raw, exchangeTimeMs, scale);
  return {
    kind: 'ticker',
    seq: 0,
    exchangeTimeMs,
    receiveTimeMs: 0,
    instrument: row,
    lastTicks,
    bidTicks,
    askTicks,
    open24hTicks,
    high24hTicks,
    low24hTicks,
    volume24hBase: amount(raw.volume24hBase),
    volume24hQuote: amount(raw.volume24hQuote),
  };
}
