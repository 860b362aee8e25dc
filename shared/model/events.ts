/**
 * The market as a sequence of events: the one path of live, simulated, replayed and imported data.
 *
 * Invariants:
 * - `seq` grows strictly within a session; it is the order of receipt and of replay.
 * - An event is never changed after the feed has stamped it.
 * - Prices and amounts are integers at the scale of their instrument row (`InstrumentTable`).
 * - `exchangeTimeMs` is the venue's clock, `receiveTimeMs` ours. Candles, windows and figures go by
 *   exchange time; recording, replay and alerts by `seq`.
 */
import type { InstrumentIndex } from './instrument';
import type { FeedState, Stream, VenueId } from './venue';

export interface Stamp {
  /** 0 until the feed stamps the event. */
  seq: number;
  /** Venue clock, UTC ms. 0 when the venue gave none and the market time is not known yet. */
  exchangeTimeMs: number;
  /** Our clock at receipt, UTC ms; never decreases within a session. 0 until stamped. */
  receiveTimeMs: number;
  /** The instrument's row; `NO_INSTRUMENT` for events about a whole venue. */
  instrument: InstrumentIndex;
}

export type TakerSide = 'buy' | 'sell';
export type PositionSide = 'long' | 'short';

export interface TradeEvent extends Stamp {
  kind: 'trade';
  priceTicks: number;
  /** Base units × 10^quantityDecimals. */
  quantityLots: number;
  takerSide: TakerSide;
  /** The venue's trade id; a 52-bit hash where the venue's ids are not integers; null when it has none. */
  tradeId: number | null;
  /** Fetched after the fact to fill a hole: corrects sums and candles, never fires an alert. */
  backfilled: boolean;
}

export interface LiquidationEvent extends Stamp {
  kind: 'liquidation';
  /** Side of the position that was closed, never the side of the forced order. */
  positionSide: PositionSide;
  priceTicks: number;
  quantityLots: number;
  /** price × quantity in USD (quote dollars taken at par). */
  notionalUsd: number;
}

export interface CandleEvent extends Stamp {
  kind: 'candle';
  intervalMs: number;
  openTimeMs: number;
  openTicks: number;
  highTicks: number;
  lowTicks: number;
  closeTicks: number;
  /** Base units. */
  volumeBase: number;
  /** Quote units; null when the venue does not say. */
  volumeQuote: number | null;
  /** Base units bought by takers; null when the venue does not say. */
  takerBuyBase: number | null;
  tradeCount: number | null;
  closed: boolean;
  /** `history`: REST; `stream`: the venue's candle stream; `trades`: built by the engine from trades. */
  origin: 'history' | 'stream' | 'trades';
}

export interface TickerEvent extends Stamp {
  kind: 'ticker';
  lastTicks: number;
  bidTicks: number | null;
  askTicks: number | null;
  /** Price 24 h ago by the venue's own rolling window. */
  open24hTicks: number | null;
  high24hTicks: number | null;
  low24hTicks: number | null;
  volume24hBase: number | null;
  volume24hQuote: number | null;
}

export interface MarkEvent extends Stamp {
  kind: 'mark';
  markPrice: number;
  indexPrice: number | null;
}

export interface FundingEvent extends Stamp {
  kind: 'funding';
  /** Rate for the current interval as a fraction: 0.0001 is 0.01 %. */
  rate: number;
  nextFundingTimeMs: number | null;
  /** Length of the funding interval; null when the venue does not say. */
  intervalHours: number | null;
}

export interface OpenInterestEvent extends Stamp {
  kind: 'openInterest';
  /** In base units (coins). */
  quantityBase: number;
  notionalUsd: number | null;
}

/**
 * The order book reduced to its best levels, best first, as a whole (no deltas): the adapter keeps the full
 * book in step with the venue and emits a copy at most once a second.
 */
export interface BookEvent extends Stamp {
  kind: 'book';
  bidTicks: readonly number[];
  bidLots: readonly number[];
  askTicks: readonly number[];
  askLots: readonly number[];
}

/** A change in the health of a venue's connection (`stream` null) or of one of its streams. */
export interface FeedStatusEvent extends Stamp {
  kind: 'feedStatus';
  venue: VenueId;
  stream: Stream | null;
  state: FeedState;
  /** Why, in words a user can read; empty when it needs no words. */
  reason: string;
}

/**
 * A span for which data of a stream is known to be missing. Gaps are data: they are recorded, drawn, and
 * make figures incomplete.
 */
export interface GapEvent extends Stamp {
  kind: 'gap';
  venue: VenueId;
  stream: Stream;
  /** Exchange time, half-open. */
  fromMs: number;
  toMs: number;
  reason: string;
  /** Number of events known to be missing; null when unknown. */
  missing: number | null;
  /** True when back-fill brought everything in the span: the gap is history, not a hole. */
  filled: boolean;
}

/** Unit of a published series: dollars, or a share of one (a probability of 0.89 is 89 %). */
export type SeriesUnit = 'usd' | 'fraction';

/**
 * One point of a series that is published beside the market, such as fund flows or the odds of a prediction
 * market. A later point of the same moment is a revision and replaces the earlier one.
 */
export interface SeriesPointEvent extends Stamp {
  kind: 'seriesPoint';
  venue: VenueId;
  /** Which series; see `seriesId.ts` for how it is spelled, e.g. `etfNetFlowUsd:BTC`. */
  series: string;
  /** Base asset it is about. */
  asset: string;
  value: number;
  unit: SeriesUnit;
  /** The moment the value stands for, which may be long before it was published (`exchangeTimeMs`). */
  asOfMs: number;
}

export type MarketEvent =
  | TradeEvent
  | LiquidationEvent
  | CandleEvent
  | TickerEvent
  | MarkEvent
  | FundingEvent
  | OpenInterestEvent
  | BookEvent
  | FeedStatusEvent
  | GapEvent
  | SeriesPointEvent;

export type EventKind = MarketEvent['kind'];

/** Every kind once, in a fixed order: tables, codecs and reports iterate over this. */
export const EVENT_KINDS = [
  'trade',
  'liquidation',
  'candle',
  'ticker',
  'mark',
  'funding',
  'openInterest',
  'book',
  'feedStatus',
  'gap',
  'seriesPoint',
] as const satisfies readonly EventKind[];
