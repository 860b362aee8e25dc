/**
 * Arbitrary events of every kind, and builders of single events, for property tests of anything that holds,
 * stores or folds them. `arbitraryEvent` explores the edges of one event; `arbitraryMarket` makes a stream
 * that a feed could have stamped, with reordering, back-fill, gaps, klines and widened instruments.
 */
import fc from 'fast-check';
import type {
  CandleEvent,
  EventKind,
  FeedStatusEvent,
  GapEvent,
  LiquidationEvent,
  MarketEvent,
  SeriesPointEvent,
  TickerEvent,
  TradeEvent,
} from '../events';
import { type InstrumentIndex, type InstrumentSpec, InstrumentTable, NO_INSTRUMENT } from '../instrument';
import { barOpenTimeMs, INTERVALS, intervalMs, MINUTE_MS } from '../time';
import type { TruthRecord } from '../truth';
import { type FeedState, STREAMS, type VenueInfo } from '../venue';

/** 8 Aug 2024 14:00 UTC, a full hour. */
export const START_MS = 1_723_125_600_000;

export const TEST_VENUES: readonly VenueInfo[] = [
  {
    id: 'binance',
    title: 'Binance',
    liquidationReporting: 'none',
    streams: ['trades', 'candles', 'ticker', 'book'],
  },
  {
    id: 'binanceusdm',
    title: 'Binance USD-M',
    liquidationReporting: 'largestPerSecond',
    streams: STREAMS,
  },
  { id: 'bybit', title: 'Bybit', liquidationReporting: 'full', streams: STREAMS },
];

/** Specification of `<venue>:<asset>USDT`. */
export function testInstrument(venue: string, asset: string, priceDecimals = 2): InstrumentSpec {
  return {
    id: `${venue}:${asset}USDT`,
    venue,
    symbol: `${asset}USDT`,
    asset,
    quote: 'USDT',
    kind: venue === 'binance' ? 'spot' : 'perpetual',
    priceDecimals,
    quantityDecimals: 3,
    tickSize: 0.1,
  };
}

/** Five instruments on three venues; rows 5 and 6 are widened rows of rows 0 and 1. */
export function testInstruments(): InstrumentTable {
  const table = InstrumentTable.from([
    testInstrument('binance', 'BTC'),
    testInstrument('binanceusdm', 'BTC', 1),
    testInstrument('bybit', 'BTC', 1),
    testInstrument('binanceusdm', 'ETH'),
    testInstrument('bybit', 'ETH'),
  ]);
  table.widen(0, 4, 5);
  table.widen(1, 2, 4);
  return table;
}

type Overrides<E> = Partial<Omit<E, 'kind'>>;

const UNSTAMPED = { seq: 0, exchangeTimeMs: START_MS, receiveTimeMs: 0, instrument: 0 };

export function trade(overrides: Overrides<TradeEvent> = {}): TradeEvent {
  return {
    kind: 'trade',
    ...UNSTAMPED,
    priceTicks: 6_180_030,
    quantityLots: 1_000,
    takerSide: 'buy',
    tradeId: null,
    backfilled: false,
    ...overrides,
  };
}

export function liquidation(overrides: Overrides<LiquidationEvent> = {}): LiquidationEvent {
  return {
    kind: 'liquidation',
    ...UNSTAMPED,
    instrument: 1,
    positionSide: 'short',
    priceTicks: 618_003,
    quantityLots: 1_000,
    notionalUsd: 61_800.3,
    ...overrides,
  };
}

export function candle(overrides: Overrides<CandleEvent> = {}): CandleEvent {
  return {
    kind: 'candle',
    ...UNSTAMPED,
    intervalMs: MINUTE_MS,
    openTimeMs: START_MS,
    openTicks: 6_180_000,
    highTicks: 6_190_000,
    lowTicks: 6_170_000,
    closeTicks: 6_185_000,
    volumeBase: 12.5,
    volumeQuote: 772_500,
    takerBuyBase: 7.25,
    tradeCount: 42,
    closed: true,
    origin: 'history',
    ...overrides,
  };
}

export function ticker(overrides: Overrides<TickerEvent> = {}): TickerEvent {
  return {
    kind: 'ticker',
    ...UNSTAMPED,
    lastTicks: 6_180_000,
    bidTicks: null,
    askTicks: null,
    open24hTicks: 6_000_000,
    high24hTicks: 6_300_000,
    low24hTicks: 5_900_000,
    volume24hBase: null,
    volume24hQuote: null,
    ...overrides,
  };
}

export function feedStatus(overrides: Overrides<FeedStatusEvent> = {}): FeedStatusEvent {
  return {
    kind: 'feedStatus',
    ...UNSTAMPED,
    instrument: NO_INSTRUMENT,
    venue: 'bybit',
    stream: 'liquidations',
    state: 'live',
    reason: '',
    ...overrides,
  };
}

export function gap(overrides: Overrides<GapEvent> = {}): GapEvent {
  return {
    kind: 'gap',
    ...UNSTAMPED,
    instrument: NO_INSTRUMENT,
    venue: 'bybit',
    stream: 'trades',
    fromMs: START_MS,
    toMs: START_MS + 1_000,
    reason: 'The connection was lost.',
    missing: null,
    filled: false,
    ...overrides,
  };
}

export function seriesPoint(overrides: Overrides<SeriesPointEvent> = {}): SeriesPointEvent {
  return {
    kind: 'seriesPoint',
    ...UNSTAMPED,
    instrument: NO_INSTRUMENT,
    venue: 'bybit',
    series: 'etfNetFlowUsd:BTC',
    asset: 'BTC',
    value: 754_000_000,
    unit: 'usd',
    asOfMs: START_MS,
    ...overrides,
  };
}

/** Stamps `seq` from `firstSeq` on, and a `receiveTimeMs` that never decreases. */
export function stamped<E extends MarketEvent>(events: readonly E[], firstSeq = 1): E[] {
  let receiveTimeMs = START_MS;
  return events.map((event, index) => {
    receiveTimeMs = Math.max(receiveTimeMs, event.exchangeTimeMs + 40);
    return { ...event, seq: firstSeq + index, receiveTimeMs };
  });
}

const integer = (min: number, max: number) => fc.integer({ min, max });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const words = fc.constantFrom('', 'The connection was lost.', 'Quote " comma , line\nnext', 'größer → ≥');
const ticks = fc.oneof(integer(1, 10_000_000), integer(1, Number.MAX_SAFE_INTEGER));
const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
const positiveDouble = fc.double({ min: 0, max: 1e15, noNaN: true }).map((value) => value + 0);
const FEED_STATES = ['connecting', 'live', 'stale', 'reconnecting', 'down', 'stopped'] as const;
const feedState: fc.Arbitrary<FeedState> = fc.constantFrom(...FEED_STATES);
const anyTimeMs = fc.oneof(fc.constant(0), integer(START_MS, START_MS + 3_600_000));

/** Payloads of every kind, with extreme but valid values. */
function payloads(instrumentCount: number): { [K in EventKind]: fc.Arbitrary<MarketEvent> } {
  const stamp = {
    seq: fc.constant(0),
    exchangeTimeMs: anyTimeMs,
    receiveTimeMs: fc.constant(0),
    instrument: integer(0, instrumentCount - 1),
  };
  const venueStamp = { ...stamp, instrument: integer(NO_INSTRUMENT, instrumentCount - 1) };
  const venue = fc.constantFrom(...TEST_VENUES.map((info) => info.id));
  const stream = fc.constantFrom(...STREAMS);
  const levels = fc.array(integer(1, 1e12), { maxLength: 25 });
  return {
    trade: fc.record({
      ...stamp,
      kind: fc.constant('trade' as const),
      priceTicks: ticks,
      quantityLots: ticks,
      takerSide: fc.constantFrom('buy' as const, 'sell' as const),
      tradeId: optional(integer(0, 2 ** 52 - 1)),
      backfilled: fc.boolean(),
    }),
    liquidation: fc.record({
      ...stamp,
      kind: fc.constant('liquidation' as const),
      positionSide: fc.constantFrom('long' as const, 'short' as const),
      priceTicks: ticks,
      quantityLots: ticks,
      notionalUsd: positiveDouble,
    }),
    candle: fc.record({
      ...stamp,
      kind: fc.constant('candle' as const),
      intervalMs: fc.constantFrom(...INTERVALS.map(intervalMs)),
      openTimeMs: integer(0, 60).map((minute) => START_MS + minute * MINUTE_MS),
      openTicks: ticks,
      highTicks: ticks,
      lowTicks: ticks,
      closeTicks: ticks,
      volumeBase: positiveDouble,
      volumeQuote: optional(positiveDouble),
      takerBuyBase: optional(positiveDouble),
      tradeCount: optional(integer(0, 1e9)),
      closed: fc.boolean(),
      origin: fc.constantFrom('history' as const, 'stream' as const, 'trades' as const),
    }),
    ticker: fc.record({
      ...stamp,
      kind: fc.constant('ticker' as const),
      lastTicks: ticks,
      bidTicks: optional(ticks),
      askTicks: optional(ticks),
      open24hTicks: optional(ticks),
      high24hTicks: optional(ticks),
      low24hTicks: optional(ticks),
      volume24hBase: optional(positiveDouble),
      volume24hQuote: optional(positiveDouble),
    }),
    mark: fc.record({
      ...stamp,
      kind: fc.constant('mark' as const),
      markPrice: positiveDouble,
      indexPrice: optional(positiveDouble),
    }),
    funding: fc.record({
      ...stamp,
      kind: fc.constant('funding' as const),
      rate: anyDouble.map((value) => value + 0),
      nextFundingTimeMs: optional(integer(START_MS, START_MS + 1e8)),
      intervalHours: optional(fc.constantFrom(1, 4, 8)),
    }),
    openInterest: fc.record({
      ...stamp,
      kind: fc.constant('openInterest' as const),
      quantityBase: positiveDouble,
      notionalUsd: optional(positiveDouble),
    }),
    book: fc.record({
      ...stamp,
      kind: fc.constant('book' as const),
      bidTicks: levels,
      bidLots: levels,
      askTicks: levels,
      askLots: levels,
    }),
    feedStatus: fc.record({
      ...venueStamp,
      kind: fc.constant('feedStatus' as const),
      venue,
      stream: optional(stream),
      state: feedState,
      reason: words,
    }),
    gap: fc.record({
      ...venueStamp,
      kind: fc.constant('gap' as const),
      venue,
      stream,
      fromMs: integer(START_MS, START_MS + 60_000),
      toMs: integer(START_MS + 60_001, START_MS + 3_600_000),
      reason: words,
      missing: optional(integer(0, 1e9)),
      filled: fc.boolean(),
    }),
    seriesPoint: fc.record({
      ...stamp,
      instrument: fc.constant(NO_INSTRUMENT),
      kind: fc.constant('seriesPoint' as const),
      venue,
      series: fc.constantFrom('etfNetFlowUsd:BTC', 'probability:BTC-100k', 'größer → ≥'),
      asset: fc.constantFrom('BTC', 'ETH'),
      value: anyDouble.map((value) => value + 0),
      unit: fc.constantFrom('usd' as const, 'fraction' as const),
      asOfMs: integer(0, START_MS + 3_600_000),
    }),
  };
}

/** One event of any kind with extreme but valid values; unstamped. For stores and codecs. */
function arbitraryEvent(instrumentCount: number): fc.Arbitrary<MarketEvent> {
  return fc.oneof(...Object.values(payloads(instrumentCount)));
}

/** Stamped events of any kind, in `seq` order. For stores and codecs. */
export function arbitraryEvents(instrumentCount: number, maxLength = 60): fc.Arbitrary<MarketEvent[]> {
  return fc.array(arbitraryEvent(instrumentCount), { maxLength }).map((events) => stamped(events));
}

/** What only a simulator knows, of every kind, with extreme but valid values. */
export function arbitraryTruth(): fc.Arbitrary<TruthRecord> {
  const asset = fc.constantFrom('BTC', 'ETH');
  const positionSide = fc.constantFrom('long' as const, 'short' as const);
  return fc.oneof(
    fc.record({
      kind: fc.constant('liquidation' as const),
      exchangeTimeMs: anyTimeMs,
      asset,
      venue: optional(fc.constantFrom('binance', 'bybit')),
      positionSide,
      notionalUsd: positiveDouble,
      quantityBase: positiveDouble,
      fillPrice: positiveDouble,
      entryPrice: positiveDouble,
      leverage: positiveDouble,
      liquidationPrice: positiveDouble,
      reported: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('positionBin' as const),
      timeMs: anyTimeMs,
      asset,
      positionSide,
      lowPrice: positiveDouble,
      highPrice: positiveDouble,
      quantityBase: positiveDouble,
      notionalUsd: positiveDouble,
      count: integer(0, 1e9),
    }),
    fc.record({
      kind: fc.constant('label' as const),
      timeMs: anyTimeMs,
      endMs: optional(anyTimeMs),
      name: words,
      asset: optional(asset),
      value: optional(anyDouble.map((value) => value + 0)),
    }),
  );
}

/** One step of a market: what happens, how much later, and how late it is told. */
interface Step {
  readonly what: number;
  readonly afterMs: number;
  readonly lateMs: number;
  readonly row: number;
  readonly size: number;
  readonly flag: boolean;
}

const { what, row, size, flag } = {
  what: integer(0, 99),
  row: integer(0, 6),
  size: integer(1, 50_000),
  flag: fc.boolean(),
};
const minutesStep: fc.Arbitrary<Step> = fc.record({
  what,
  row,
  size,
  flag,
  afterMs: fc.oneof(
    { weight: 10, arbitrary: integer(0, 4_000) },
    { weight: 2, arbitrary: integer(0, 90_000) },
    { weight: 1, arbitrary: integer(0, 900_000) },
  ),
  lateMs: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: integer(0, 3_000) },
    { weight: 2, arbitrary: integer(0, 300_000) },
  ),
});
const daysStep: fc.Arbitrary<Step> = fc.record({
  what,
  row,
  size,
  flag,
  afterMs: fc.oneof(integer(0, 60_000), integer(0, 3_600_000), integer(0, 40_000_000)),
  lateMs: fc.oneof(fc.constant(0), integer(0, 10_000_000), integer(0, 200_000_000)),
});

/**
 * A stamped stream over `testInstruments()` that a real feed could have produced: values stay in a plausible
 * band, times mostly advance, some events come late or back-filled, streams go down and leave gaps.
 */
export function arbitraryMarket(maxLength = 150): fc.Arbitrary<MarketEvent[]> {
  return marketOf(minutesStep, maxLength);
}

/** The same over days, with events that are hours or days late: for the limits of what is kept. */
export function arbitraryMarketOfDays(maxLength = 80): fc.Arbitrary<MarketEvent[]> {
  return marketOf(daysStep, maxLength);
}

function marketOf(step: fc.Arbitrary<Step>, maxLength: number): fc.Arbitrary<MarketEvent[]> {
  return fc.array(step, { maxLength }).map((steps) => {
    const table = testInstruments();
    let nowMs = START_MS;
    const events = steps.map((each, index) => {
      nowMs += each.afterMs;
      return marketEvent(each, nowMs, index, table);
    });
    return stamped(events);
  });
}

function marketEvent(each: Step, nowMs: number, index: number, table: InstrumentTable): MarketEvent {
  const instrument = each.row as InstrumentIndex;
  const row = table.get(instrument);
  const exchangeTimeMs = nowMs - each.lateMs;
  const priceTicks = Math.round((1_000 + each.size / 1_000) * 10 ** row.priceDecimals);
  const at = { exchangeTimeMs, instrument };
  if (each.what < 45) {
    return trade({
      ...at,
      priceTicks,
      quantityLots: each.size,
      takerSide: each.flag ? 'buy' : 'sell',
      tradeId: each.size % 3 === 0 ? null : index * 7 + (each.size % 11),
      backfilled: each.lateMs > 3_000,
    });
  }
  if (each.what < 62) {
    return liquidation({
      ...at,
      instrument: row.kind === 'spot' ? 1 : instrument,
      positionSide: each.flag ? 'short' : 'long',
      priceTicks,
      quantityLots: each.size,
      notionalUsd: each.size / 8,
    });
  }
  if (each.what < 74) return marketCandle(each, nowMs, instrument, priceTicks);
  if (each.what < 78) return ticker({ ...at, lastTicks: priceTicks, open24hTicks: priceTicks + 50 });
  if (each.what < 80)
    return { kind: 'mark', ...UNSTAMPED, ...at, markPrice: each.size / 7, indexPrice: null };
  if (each.what < 82) {
    const funding = { rate: each.size / 1e8, nextFundingTimeMs: null, intervalHours: 8 };
    return { kind: 'funding', ...UNSTAMPED, ...at, ...funding };
  }
  if (each.what < 83) return marketSeriesPoint(each, nowMs, row.venue);
  if (each.what < 85) {
    return { kind: 'openInterest', ...UNSTAMPED, ...at, quantityBase: each.size / 3, notionalUsd: null };
  }
  const stream = each.flag ? 'trades' : 'liquidations';
  if (each.what < 93) {
    const state = FEED_STATES[each.size % FEED_STATES.length] ?? 'live';
    const whole = each.size % 5 === 0;
    return feedStatus({
      exchangeTimeMs: each.size % 7 === 0 ? 0 : nowMs,
      venue: row.venue,
      stream: whole ? null : stream,
      state: each.size % 2 === 0 ? 'live' : state,
      reason: each.flag ? '' : 'The connection was lost.',
    });
  }
  const fromMs = nowMs - (each.size % 200_000);
  return gap({
    exchangeTimeMs: nowMs,
    venue: row.venue,
    stream,
    instrument: each.size % 3 === 0 ? instrument : NO_INSTRUMENT,
    fromMs,
    toMs: Math.max(fromMs + 1, exchangeTimeMs),
    filled: each.size % 4 === 0,
  });
}

/** Points come late, out of order, and again with another value. */
function marketSeriesPoint(each: Step, nowMs: number, venue: string): SeriesPointEvent {
  return seriesPoint({
    exchangeTimeMs: nowMs,
    venue,
    series: each.flag ? 'etfNetFlowUsd:BTC' : 'probability:BTC-100k',
    value: each.size / (each.flag ? 0.001 : 50_000),
    unit: each.flag ? 'usd' : 'fraction',
    asOfMs: START_MS - (each.size % 600) * MINUTE_MS,
  });
}

function marketCandle(each: Step, nowMs: number, instrument: number, priceTicks: number): CandleEvent {
  const lengthMs = intervalMs(INTERVALS[each.size % INTERVALS.length] ?? '1m');
  const openTimeMs = barOpenTimeMs(nowMs - each.lateMs, lengthMs);
  return candle({
    exchangeTimeMs: nowMs,
    instrument,
    intervalMs: lengthMs,
    openTimeMs,
    openTicks: priceTicks,
    highTicks: priceTicks + 90,
    lowTicks: priceTicks - 90,
    closeTicks: priceTicks + 10,
    volumeBase: each.size / 100,
    takerBuyBase: each.flag ? each.size / 300 : null,
    closed: openTimeMs + lengthMs <= nowMs,
    origin: each.flag ? 'history' : 'stream',
  });
}
