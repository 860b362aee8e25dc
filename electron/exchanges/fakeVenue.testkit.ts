/** Binance USD-M without a network: its real protocol over sockets and REST answers played by the test. */
import { FakeClock } from '../../shared/feed/fakeClock.testkit';
import type { EventKind, MarketEvent } from '../../shared/model/events';
import { InstrumentTable } from '../../shared/model/instrument';
import { STREAMS, type Stream } from '../../shared/model/venue';
import { createBinanceProtocol } from './binance/binanceProtocol';
import type { SocketHandlers, Tap } from './ccxt/ccxtTap';
import { BINANCE_USDM } from './venueInfos';
import type { VenueOptions } from './venueOptions';
import { VenueSource } from './venueSource';

export const START_MS = Date.UTC(2024, 7, 8);

const BTC = {
  symbol: 'BTCUSDT',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  status: 'TRADING',
  contractType: 'PERPETUAL',
  pricePrecision: 2,
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.10' },
    { filterType: 'LOT_SIZE', stepSize: '0.001' },
  ],
};

interface FakeSocket {
  readonly url: string;
  readonly handlers: SocketHandlers;
  readonly sent: object[];
  isClosed: boolean;
}

export interface FakeVenueOptions {
  readonly backfill?: boolean;
  readonly streams?: readonly Stream[];
  readonly assets?: readonly string[];
  /** Symbols that the venue lists besides BTCUSDT. */
  readonly alsoListed?: readonly string[];
  /** Answers REST aggTrades. */
  readonly aggTrades?: (fromId: number) => Promise<unknown>;
}

export function openFakeVenue(options: FakeVenueOptions = {}) {
  const clock = new FakeClock(START_MS);
  const sockets: FakeSocket[] = [];
  const events: MarketEvent[] = [];
  const tap: Tap = {
    open(url, handlers) {
      const socket: FakeSocket = { url, handlers, sent: [], isClosed: false };
      sockets.push(socket);
      return {
        send: (message) => socket.sent.push(message),
        gotPong: () => {},
        close: () => {
          socket.isClosed = true;
        },
      };
    },
    close: () => Promise.resolve(),
  };
  const venueOptions: VenueOptions = { clock, random: () => 0, backfill: options.backfill ?? true };
  const source = new VenueSource(
    BINANCE_USDM,
    () =>
      Promise.resolve(
        createBinanceProtocol(BINANCE_USDM, {
          tap,
          isSpot: false,
          lanes: [{ name: 'market', url: 'ws://venue/market', streams: STREAMS }],
          maxCandlesPerPage: 1_500,
          exchangeInfo: () =>
            Promise.resolve({
              symbols: [BTC, ...(options.alsoListed ?? []).map((symbol) => ({ ...BTC, symbol }))],
            }),
          klines: () => Promise.resolve([]),
          aggTrades: (params) =>
            options.aggTrades?.((params as { fromId: number }).fromId) ?? Promise.resolve([]),
          depth: () => Promise.resolve({ lastUpdateId: 1, bids: [], asks: [] }),
        }),
      ),
    venueOptions,
  );
  const instruments = new InstrumentTable();

  return {
    clock,
    sockets,
    events,
    instruments,
    of: <K extends EventKind>(kind: K) =>
      events.filter((event): event is Extract<MarketEvent, { kind: K }> => event.kind === kind),
    /** Starts a run; the returned function ends it. */
    run(streams: readonly Stream[] = options.streams ?? ['trades']): () => Promise<void> {
      const abort = new AbortController();
      const selection = { assets: options.assets ?? ['BTC'], venues: [BINANCE_USDM.id], streams };
      const ended = source.run(selection, { instruments, emit: (event) => events.push(event) }, abort.signal);
      return () => {
        abort.abort();
        return ended;
      };
    },
    /** The newest socket. */
    socket(): FakeSocket {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket was opened');
      return socket;
    },
    send(frame: unknown): void {
      this.socket().handlers.onFrame(frame);
    },
    /** Lets promises that are settled run their continuations. */
    async settle(): Promise<void> {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    },
  };
}

/** An aggTrade frame, and a REST row alike, a tenth of a second after the one before it. */
export function tradeFrame(id: number): Record<string, unknown> {
  const T = START_MS + id * 100;
  return {
    e: 'aggTrade',
    E: T,
    s: 'BTCUSDT',
    a: id,
    p: '61800.30',
    q: '0.006',
    f: id,
    l: id,
    T,
    m: id % 2 === 0,
  };
}
