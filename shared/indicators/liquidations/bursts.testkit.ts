/** Streams of events for tests of bursts: a calm market, and what is forced in it. */
import { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { LiquidationEvent, MarketEvent, PositionSide, TradeEvent } from '../../model/events';
import { type Instrument, InstrumentTable, NO_INSTRUMENT } from '../../model/instrument';
import type { LiquidationReporting, VenueInfo } from '../../model/venue';
import { BurstDetector } from './burstDetector';

export const START_MS = Date.UTC(2026, 0, 1);
export const SECOND = 1_000;
export const MINUTE = 60_000;

/** A BTC perpetual at each venue, which reports by its rule. */
export function perpetualsOf(rules: readonly (readonly [string, LiquidationReporting])[]) {
  const venues: readonly VenueInfo[] = rules.map(([id, liquidationReporting]) => ({
    id,
    title: id,
    liquidationReporting,
    streams: [],
  }));
  const instruments = InstrumentTable.from(
    rules.map(([venue]) => ({
      id: `${venue}:BTCUSDT`,
      venue,
      symbol: 'BTCUSDT',
      asset: 'BTC',
      quote: 'USDT',
      kind: 'perpetual',
      priceDecimals: 1,
      quantityDecimals: 3,
      tickSize: 0.1,
    })),
  );
  return { venues, instruments };
}

const { venues, instruments } = perpetualsOf([
  ['alpha', 'full'],
  ['beta', 'full'],
]);

export { venues };

function stamp(timeMs: number, instrument: number) {
  return { seq: 0, exchangeTimeMs: timeMs, receiveTimeMs: 0, instrument };
}

export function mark(timeMs: number, price: number, instrument = 0): MarketEvent {
  return { kind: 'mark', ...stamp(timeMs, instrument), markPrice: price, indexPrice: null };
}

export function liquidation(
  timeMs: number,
  positionSide: PositionSide,
  usd: number,
  instrument = 0,
): LiquidationEvent {
  return {
    kind: 'liquidation',
    ...stamp(timeMs, instrument),
    positionSide,
    priceTicks: 900_000,
    quantityLots: 1,
    notionalUsd: usd,
  };
}

export function trade(timeMs: number, price: number, base: number, backfilled = false): TradeEvent {
  return {
    kind: 'trade',
    ...stamp(timeMs, 0),
    priceTicks: Math.round(price * 10),
    quantityLots: Math.round(Math.abs(base) * 1_000),
    takerSide: base > 0 ? 'buy' : 'sell',
    tradeId: null,
    backfilled,
  };
}

export function openInterest(timeMs: number, base: number): MarketEvent {
  return { kind: 'openInterest', ...stamp(timeMs, 0), quantityBase: base, notionalUsd: null };
}

export function status(timeMs: number, venue: string, state: 'live' | 'reconnecting'): MarketEvent {
  return {
    kind: 'feedStatus',
    ...stamp(timeMs, NO_INSTRUMENT),
    venue,
    stream: null,
    state,
    reason: '',
  };
}

/** Numbers of 0 … 1 that look random, the same for the same seed. */
export function numbersOf(seed: number): () => number {
  let state = (seed >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Rush {
  readonly atMinute: number;
  readonly minutes: number;
  readonly side: PositionSide;
  /** Every 5 s. */
  readonly usd: number;
  /** Log return from its start to its end. */
  readonly move: number;
}

/** A calm market of marks and small liquidations at any moment, with rushes in it. In order of time. */
export function marketOf(minutes: number, rushes: readonly Rush[], seed = 1): MarketEvent[] {
  const next = numbersOf(seed);
  const events: MarketEvent[] = [];
  let log = Math.log(90_000);
  for (let step = 0; step < minutes * 12; step++) {
    const timeMs = START_MS + step * 5 * SECOND;
    const minute = step / 12;
    const rush = rushes.find((each) => minute >= each.atMinute && minute < each.atMinute + each.minutes);
    log += 0.0004 * (next() - 0.5) + (rush === undefined ? 0 : rush.move / (rush.minutes * 12));
    events.push(mark(timeMs, Math.exp(log)));
    if (next() < 0.1) {
      const side = next() < 0.5 ? 'short' : 'long';
      const instrument = next() < 0.5 ? 0 : 1;
      events.push(
        liquidation(timeMs + Math.floor(next() * 4_000), side, 1_000 + 20_000 * next(), instrument),
      );
    }
    if (rush !== undefined) events.push(liquidation(timeMs + 4_500, rush.side, rush.usd, step % 2));
  }
  return events;
}

export function detect(events: readonly MarketEvent[], detector = new BurstDetector(venues)): BurstDetector {
  let nowMs = 0;
  for (const event of events) {
    nowMs = Math.max(nowMs, event.exchangeTimeMs);
    detector.apply(event, rowOf(event), nowMs);
  }
  return detector;
}

export function rowOf(event: MarketEvent): Instrument | null {
  return event.instrument === NO_INSTRUMENT ? null : instruments.get(event.instrument);
}

/** What a detector is after being written and read. */
export function copyOf(detector: BurstDetector): BurstDetector {
  const writer = new ByteWriter();
  detector.write(writer);
  const copy = new BurstDetector(venues);
  const reader = new ByteReader(writer.finish());
  copy.read(reader);
  if (!reader.atEnd()) throw new Error('more was written than read');
  return copy;
}
