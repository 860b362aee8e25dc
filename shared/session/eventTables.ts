/**
 * One table per kind of event, with the way from event to row and back.
 *
 * Invariants:
 * - Every field of an event is stored, so that what is read equals what was written, bit for bit.
 * - Each table starts with the stamp: `seq`, `t` (our clock, ms), `lag` (`t` minus the venue's clock, so
 *   that it packs into few bits; equal to `t` when the venue gave no time), `inst` (row of `instrument`).
 * - A column or a word, once released, keeps its meaning; an incompatible change is a new SCHEMA_VERSION.
 */
import type {
  BookEvent,
  CandleEvent,
  EventKind,
  FeedStatusEvent,
  GapEvent,
  LiquidationEvent,
  MarketEvent,
  PositionSide,
  TakerSide,
  TradeEvent,
} from '../model/events';
import { EVENT_KINDS } from '../model/events';
import type { FeedState } from '../model/venue';
import { STREAMS } from '../model/venue';
import type { EventColumn, EventTable } from './columns';
import {
  double,
  doubleOrNull,
  flag,
  integer,
  integerOrNull,
  text,
  textOrNull,
  word,
  wordAt,
  wordIn,
} from './columns';
import { define } from './defineTable';
import { decodeLevels, encodeLevels } from './levels';
import { funding, mark, openInterest, ticker } from './quoteTables';
import { seriesPoint } from './seriesTable';

export const TAKER_SIDES = ['sell', 'buy'] as const satisfies readonly TakerSide[];
export const POSITION_SIDES = ['long', 'short'] as const satisfies readonly PositionSide[];
export const CANDLE_ORIGINS = [
  'history',
  'stream',
  'trades',
] as const satisfies readonly CandleEvent['origin'][];
const FEED_STATES = [
  'connecting',
  'live',
  'stale',
  'reconnecting',
  'down',
  'stopped',
] as const satisfies readonly FeedState[];

const trade = define<TradeEvent>({
  kind: 'trade',
  name: 'trade',
  exportName: 'trades',
  columns: [
    word('side', TAKER_SIDES, (event) => event.takerSide),
    integer('price', (event) => event.priceTicks),
    integer('quantity', (event) => event.quantityLots),
    integerOrNull('trade_id', (event) => event.tradeId),
    flag('backfilled', (event) => event.backfilled),
  ],
  payload(block) {
    const side = block.number('side');
    const price = block.number('price');
    const quantity = block.number('quantity');
    const tradeId = block.numberOrNull('trade_id');
    const backfilled = block.number('backfilled');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'trade',
      priceTicks: price(row),
      quantityLots: quantity(row),
      takerSide: wordAt(TAKER_SIDES, side(row)),
      tradeId: tradeId(row),
      backfilled: backfilled(row) === 1,
    });
  },
});

const liquidation = define<LiquidationEvent>({
  kind: 'liquidation',
  name: 'liquidation',
  exportName: 'liquidations',
  columns: [
    word('position_side', POSITION_SIDES, (event) => event.positionSide),
    integer('price', (event) => event.priceTicks),
    integer('quantity', (event) => event.quantityLots),
    double('notional_usd', (event) => event.notionalUsd),
  ],
  payload(block) {
    const side = block.number('position_side');
    const price = block.number('price');
    const quantity = block.number('quantity');
    const notional = block.number('notional_usd');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'liquidation',
      positionSide: wordAt(POSITION_SIDES, side(row)),
      priceTicks: price(row),
      quantityLots: quantity(row),
      notionalUsd: notional(row),
    });
  },
});

const candle = define<CandleEvent>({
  kind: 'candle',
  name: 'candle',
  exportName: 'candles',
  columns: [
    integer('interval_ms', (event) => event.intervalMs),
    integer('open_time', (event) => event.openTimeMs),
    integer('open', (event) => event.openTicks),
    integer('high', (event) => event.highTicks),
    integer('low', (event) => event.lowTicks),
    integer('close', (event) => event.closeTicks),
    double('volume_base', (event) => event.volumeBase),
    doubleOrNull('volume_quote', (event) => event.volumeQuote),
    doubleOrNull('taker_buy_base', (event) => event.takerBuyBase),
    integerOrNull('trade_count', (event) => event.tradeCount),
    flag('closed', (event) => event.closed),
    word('origin', CANDLE_ORIGINS, (event) => event.origin),
  ],
  payload(block) {
    const interval = block.number('interval_ms');
    const openTime = block.number('open_time');
    const open = block.number('open');
    const high = block.number('high');
    const low = block.number('low');
    const close = block.number('close');
    const volumeBase = block.number('volume_base');
    const volumeQuote = block.numberOrNull('volume_quote');
    const takerBuyBase = block.numberOrNull('taker_buy_base');
    const tradeCount = block.numberOrNull('trade_count');
    const closed = block.number('closed');
    const origin = block.number('origin');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'candle',
      intervalMs: interval(row),
      openTimeMs: openTime(row),
      openTicks: open(row),
      highTicks: high(row),
      lowTicks: low(row),
      closeTicks: close(row),
      volumeBase: volumeBase(row),
      volumeQuote: volumeQuote(row),
      takerBuyBase: takerBuyBase(row),
      tradeCount: tradeCount(row),
      closed: closed(row) === 1,
      origin: wordAt(CANDLE_ORIGINS, origin(row)),
    });
  },
});

function bestLevel(name: string, best: (event: BookEvent) => number | undefined): EventColumn<BookEvent> {
  return { name, type: 'BIGINT', nullable: true, stored: false, cell: (event) => best(event) ?? null };
}

const book = define<BookEvent>({
  kind: 'book',
  name: 'book',
  exportName: 'books',
  columns: [
    bestLevel('bid', (event) => event.bidTicks[0]),
    bestLevel('bid_quantity', (event) => event.bidLots[0]),
    bestLevel('ask', (event) => event.askTicks[0]),
    bestLevel('ask_quantity', (event) => event.askLots[0]),
    { name: 'levels', type: 'BLOB', nullable: false, stored: true, cell: encodeLevels },
  ],
  payload(block) {
    const levels = block.bytes('levels');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'book',
      ...decodeLevels(levels(row)),
    });
  },
});

const feedStatus = define<FeedStatusEvent>({
  kind: 'feedStatus',
  name: 'feed_status',
  exportName: 'feed-status',
  columns: [
    text('venue', (event) => event.venue),
    textOrNull('stream', (event) => event.stream),
    text('state', (event) => event.state),
    text('reason', (event) => event.reason),
  ],
  payload(block) {
    const venue = block.text('venue');
    const stream = block.textOrNull('stream');
    const state = block.text('state');
    const reason = block.text('reason');
    return (row, stamp) => {
      const name = stream(row);
      return {
        seq: stamp.seq,
        exchangeTimeMs: stamp.exchangeTimeMs,
        receiveTimeMs: stamp.receiveTimeMs,
        instrument: stamp.instrument,
        kind: 'feedStatus',
        venue: venue(row),
        stream: name === null ? null : wordIn(STREAMS, name),
        state: wordIn(FEED_STATES, state(row)),
        reason: reason(row),
      };
    };
  },
});

const gap = define<GapEvent>({
  kind: 'gap',
  name: 'gap',
  exportName: 'gaps',
  columns: [
    text('venue', (event) => event.venue),
    text('stream', (event) => event.stream),
    integer('from_time', (event) => event.fromMs),
    integer('to_time', (event) => event.toMs),
    text('reason', (event) => event.reason),
    integerOrNull('missing', (event) => event.missing),
    flag('filled', (event) => event.filled),
  ],
  payload(block) {
    const venue = block.text('venue');
    const stream = block.text('stream');
    const from = block.number('from_time');
    const to = block.number('to_time');
    const reason = block.text('reason');
    const missing = block.numberOrNull('missing');
    const filled = block.number('filled');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'gap',
      venue: venue(row),
      stream: wordIn(STREAMS, stream(row)),
      fromMs: from(row),
      toMs: to(row),
      reason: reason(row),
      missing: missing(row),
      filled: filled(row) === 1,
    });
  },
});

const byKind: { readonly [K in EventKind]: EventTable<Extract<MarketEvent, { kind: K }>> } = {
  trade,
  liquidation,
  candle,
  ticker,
  mark,
  funding,
  openInterest,
  book,
  feedStatus,
  gap,
  seriesPoint,
};

/** The table of a kind. Its `cell` functions must only be given events of that kind. */
export function eventTable(kind: EventKind): EventTable<MarketEvent> {
  return byKind[kind];
}

/** In the order of `EVENT_KINDS`. */
export const EVENT_TABLES: readonly EventTable<MarketEvent>[] = EVENT_KINDS.map(eventTable);

/** By table name (`trade`, `open_interest`) or by the name users type (`trades`, `open-interest`). */
export function findEventTable(name: string): EventTable<MarketEvent> | undefined {
  return EVENT_TABLES.find((table) => table.name === name || table.exportName === name);
}
