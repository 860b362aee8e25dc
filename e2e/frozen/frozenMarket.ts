/**
 * A made-up market to take pictures of: a range of a day, a breakout, a short squeeze, and a hole in the data.
 *
 * Invariant: it is the same to the last digit wherever and whenever it is made: all chance is seeded, and all
 * times follow from `FROZEN_START_MS`.
 */
import type { MarketEvent } from '../../shared/model/events';
import { InstrumentTable, NO_INSTRUMENT } from '../../shared/model/instrument';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/model/time';
import type { Stream, VenueInfo } from '../../shared/model/venue';
import { FrozenSymbol } from './frozenSymbol';

/** 14 January 2026 16:30 UTC. */
export const FROZEN_START_MS = 1_768_408_200_000;
export const FROZEN_TITLE = 'January breakout';

const SESSION_MS = 110 * MINUTE_MS;
const HISTORY_MS = 26 * HOUR_MS;
/** One venue was away for these minutes of the session. */
const HOLE = { venue: 'bybit', fromMinute: 78, toMinute: 84 } as const;

/** Written out: a stream that the app learns later must not change the pictures. */
const STREAMS: readonly Stream[] = ['trades', 'candles', 'ticker', 'mark', 'openInterest', 'liquidations'];

export const FROZEN_VENUES: readonly VenueInfo[] = [
  {
    id: 'binanceusdm',
    title: 'Binance USD-M',
    liquidationReporting: 'largestPerSecond',
    streams: STREAMS,
  },
  { id: 'bybit', title: 'Bybit linear', liquidationReporting: 'full', streams: STREAMS },
];

/** Base price in dollars, decimals of price and quantity, share of the market's moves, dollars of a trade. */
const ASSETS = [
  { asset: 'BTC', basePrice: 93_800, priceDecimals: 1, quantityDecimals: 3, beta: 1, tradeUsd: 9_000 },
  { asset: 'ETH', basePrice: 3_262, priceDecimals: 2, quantityDecimals: 3, beta: 1.25, tradeUsd: 6_000 },
  { asset: 'SOL', basePrice: 143.4, priceDecimals: 3, quantityDecimals: 1, beta: 1.4, tradeUsd: 3_000 },
  { asset: 'XRP', basePrice: 2.11, priceDecimals: 4, quantityDecimals: 1, beta: 1.1, tradeUsd: 2_000 },
] as const;

export interface FrozenMarket {
  readonly instruments: InstrumentTable;
  /** Stamped, in order of `seq`. */
  readonly events: readonly MarketEvent[];
}

export function frozenMarket(): FrozenMarket {
  const instruments = new InstrumentTable();
  const history: MarketEvent[] = [];
  const session: MarketEvent[] = [];
  for (const [venueAt, { id: venue }] of FROZEN_VENUES.entries()) {
    for (const [assetAt, { asset, ...shape }] of ASSETS.entries()) {
      const instrument = instruments.register({
        id: `${venue}:${asset}USDT`,
        venue,
        symbol: `${asset}USDT`,
        asset,
        quote: 'USDT',
        kind: 'perpetual',
        priceDecimals: shape.priceDecimals,
        quantityDecimals: shape.quantityDecimals,
        tickSize: 10 ** -shape.priceDecimals,
      });
      const symbol = new FrozenSymbol({ ...shape, instrument, seed: 100 * venueAt + assetAt });
      history.push(...symbol.history(FROZEN_START_MS - HISTORY_MS, FROZEN_START_MS));
      session.push(...symbol.session(FROZEN_START_MS, FROZEN_START_MS + SESSION_MS));
    }
  }
  const isMissed = (event: MarketEvent) =>
    instruments.get(event.instrument).venue === HOLE.venue && isInHole(event.exchangeTimeMs);
  const lived = session.filter((event) => !isMissed(event)).concat(feedStatuses(), holes());
  lived.sort((one, other) => one.exchangeTimeMs - other.exchangeTimeMs);
  return { instruments, events: stamped([...history, ...lived]) };
}

const minuteMs = (minute: number) => FROZEN_START_MS + minute * MINUTE_MS;

function isInHole(timeMs: number): boolean {
  return timeMs >= minuteMs(HOLE.fromMinute) && timeMs < minuteMs(HOLE.toMinute);
}

const UNSTAMPED = { seq: 0, receiveTimeMs: 0, instrument: NO_INSTRUMENT } as const;

function feedStatuses(): MarketEvent[] {
  const status = (venue: string, exchangeTimeMs: number, state: 'live' | 'reconnecting', reason: string) =>
    [null, ...STREAMS].map(
      (stream) =>
        ({ kind: 'feedStatus', ...UNSTAMPED, exchangeTimeMs, venue, stream, state, reason }) as const,
    );
  return [
    ...FROZEN_VENUES.flatMap(({ id }) => status(id, FROZEN_START_MS, 'live', '')),
    ...status(HOLE.venue, minuteMs(HOLE.fromMinute), 'reconnecting', 'the connection was closed'),
    ...status(HOLE.venue, minuteMs(HOLE.toMinute), 'live', ''),
  ];
}

function holes(): MarketEvent[] {
  return (['trades', 'liquidations', 'mark', 'openInterest'] as const).map((stream) => ({
    kind: 'gap',
    ...UNSTAMPED,
    exchangeTimeMs: minuteMs(HOLE.toMinute),
    venue: HOLE.venue,
    stream,
    fromMs: minuteMs(HOLE.fromMinute),
    toMs: minuteMs(HOLE.toMinute),
    reason: 'the connection was closed',
    missing: null,
    filled: false,
  }));
}

/** In the order given; history came with the first moment of the session, all else 40 ms after its time. */
function stamped(events: readonly MarketEvent[]): MarketEvent[] {
  return events.map((event, index) => ({
    ...event,
    seq: index + 1,
    receiveTimeMs: Math.max(event.exchangeTimeMs, FROZEN_START_MS - SECOND_MS) + 40,
  }));
}
