/** A market, a player and a window for the hub's tests. */
import type { CallParams } from '../../../shared/contract/api';
import type { BookmarkRow } from '../../../shared/contract/bookmarks';
import { connectEngine, type EngineClient } from '../../../shared/contract/connectEngine';
import type { Link } from '../../../shared/contract/link';
import { memoryLinkPair } from '../../../shared/contract/memoryLink';
import { defaultSettings } from '../../../shared/contract/values';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { PlayerCommand, PlayerFrame, PlayerState, SessionPlayer } from '../../../shared/feed/player';
import type {
  Bar,
  BarsChange,
  FiguresRequest,
  MarketView,
  TapeChange,
} from '../../../shared/market/marketView';
import type { LiquidationEvent, TradeEvent } from '../../../shared/model/events';
import type { Figure } from '../../../shared/model/figure';
import { InstrumentTable } from '../../../shared/model/instrument';
import { ok, type Result } from '../../../shared/model/result';
import { emptyStructure, type MarketStructure } from '../../../shared/model/structure';
import { MarkBook } from '../marks/markBook';
import { Hub } from './hub';
import { type HubSession, NO_STREAM_STATS } from './hubSession';

export const BTC = 'binanceusdm:BTCUSDT';

/** One instrument whose every trade is a row of the tape and a bar of its own, one minute after the last. */
class FakeMarket implements MarketView {
  readonly trading: TradeEvent[] = [];
  reads = { bars: 0, trades: 0, figures: 0 };
  /** Throws from every read, as a bug would. */
  broken = false;

  get nowMs(): number | null {
    return this.trading.at(-1)?.exchangeTimeMs ?? null;
  }

  get seq(): number {
    return this.trading.length;
  }

  trade(count = 1): void {
    for (let index = 0; index < count; index++) {
      const seq = this.trading.length + 1;
      this.trading.push({
        kind: 'trade',
        seq,
        exchangeTimeMs: seq * 60_000,
        receiveTimeMs: seq * 60_000,
        instrument: 0,
        priceTicks: 5_500_010 + seq,
        quantityLots: 25,
        takerSide: seq % 2 === 0 ? 'sell' : 'buy',
        tradeId: seq,
        backfilled: false,
      });
    }
  }

  bars(instrument: string, _interval: string, revision: number, limit: number): BarsChange | undefined {
    this.reads.bars++;
    if (this.broken) throw new Error('a bug in the market model');
    if (instrument !== BTC) return undefined;
    const from = revision === 0 ? Math.max(0, this.seq - limit) : revision;
    return { revision: this.seq, reset: revision === 0, bars: this.trading.slice(from).map(barOf) };
  }

  study(): undefined {
    return undefined;
  }

  structure(asset: string): MarketStructure {
    return emptyStructure(asset);
  }

  trades(_instrument: string, next: number, limit: number): TapeChange<TradeEvent> {
    this.reads.trades++;
    const reset = next === 0;
    const rows = reset ? this.trading.slice(-limit) : this.trading.slice(next);
    return { next: this.seq, reset, rows, skipped: 0 };
  }

  liquidations(): TapeChange<LiquidationEvent> {
    return { next: 0, reset: false, rows: [], skipped: 0 };
  }

  figures({ windowMs }: FiguresRequest): readonly Figure[] {
    this.reads.figures++;
    const figure = { id: 'trades', unit: 'count', venues: [], completeness: 'complete' } as const;
    return [{ ...figure, value: this.seq + windowMs, asOfMs: this.nowMs ?? 0 }];
  }

  health() {
    return [{ venue: 'binanceusdm', stream: null, state: 'live', reason: '' }] as const;
  }

  gaps() {
    return [];
  }
}

function barOf(trade: TradeEvent): Bar {
  const price = trade.priceTicks / 100;
  return {
    openTimeMs: trade.exchangeTimeMs,
    open: price,
    high: price,
    low: price,
    close: price,
    volumeBase: 1,
    takerBuyBase: 0,
    shortsUsd: Number.NaN,
    longsUsd: 0,
    forming: false,
    touchedByGap: false,
  };
}

class FakePlayer implements SessionPlayer {
  readonly id = 'replay-1';
  readonly kind = 'replay';
  readonly title = 'A saved session';
  readonly capabilities = new Set(['play', 'seek'] as const);
  readonly commands: PlayerCommand[] = [];
  readonly listeners = new Set<(frame: PlayerFrame) => void | Promise<void>>();
  state: PlayerState = 'playing';
  epoch = 1;
  speed = 1;

  status(): Omit<PlayerFrame, 'events'> {
    const range = { fromMs: 0, toMs: 1 };
    const { state, epoch, speed } = this;
    return { epoch, state, nowMs: 0, seq: 0, range, speed, loop: null, failure: null };
  }

  attach(listener: (frame: PlayerFrame) => void | Promise<void>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What a player does after each batch: tells its listeners, and gets their credit. */
  frame(): readonly (void | Promise<void>)[] {
    return [...this.listeners].map((listener) => listener({ ...this.status(), events: [] }));
  }

  async control(command: PlayerCommand): Promise<Result<void>> {
    this.commands.push(command);
    return ok(undefined);
  }

  async close(): Promise<void> {}
}

export class HubBench {
  readonly clock = new FakeClock();
  readonly market = new FakeMarket();
  readonly player = new FakePlayer();
  readonly faults: unknown[] = [];
  readonly markRows: BookmarkRow[] = [];
  readonly marks = new MarkBook(
    {
      readMarks: async () => ok([...this.markRows]),
      appendMark: async (row) => {
        this.markRows.push(row);
        return ok(undefined);
      },
    },
    this.clock,
  );
  readonly hub = new Hub({
    clock: this.clock,
    appVersion: '0',
    dataDir: '',
    onFault: (error) => this.faults.push(error),
    calls: {
      listSessions: () => ok([]),
      renameSession: () => ok(null),
      labelSession: () => ok(null),
      writeBrief: () => ok({ text: '', asOfMs: 0 }),
      exportSession: () => ok(null),
      cancelExport: () => ok(null),
      moveLibrary: () => ok(null),
      cancelMove: () => ok(null),
      deleteSession: () => ok(null),
      restoreSession: () => ok(null),
      surveyImport: () => ok({ job: '' }),
      startImport: () => ok(null),
      cancelImport: () => ok(null),
      downloadHistory: () => ok({ job: '' }),
      listVenues: () => ok([]),
      listScenarios: () => ok([]),
      restartFeed: () => ok(null),
      startRecording: () => ok(NOT_RECORDING),
      stopRecording: () => ok(NOT_RECORDING),
      getSettings: () => ok(defaultSettings),
      patchSettings: () => ok(defaultSettings),
    },
  });

  session(): HubSession {
    const instruments = InstrumentTable.from([
      {
        id: BTC,
        venue: 'binanceusdm',
        symbol: 'BTCUSDT',
        asset: 'BTC',
        quote: 'USDT',
        kind: 'perpetual',
        priceDecimals: 2,
        quantityDecimals: 3,
        tickSize: 0.1,
      },
    ]);
    return {
      player: this.player,
      market: this.market,
      instruments,
      venues: [
        {
          id: 'binanceusdm',
          title: 'Binance USD-M',
          liquidationReporting: 'largestPerSecond',
          streams: ['trades'],
        },
      ],
      gaps: () => [],
      venueStats: () => ({ lastEventAgeMs: null, lagMs: null, gaps: 0, refused: null }),
      streamStats: () => NO_STREAM_STATS,
      marks: this.marks,
      overview: () => undefined,
      loadOlder: async ({ beforeMs }) => ok({ candles: beforeMs, end: null }),
    };
  }

  /** A window, and its end of the link. */
  window(): { client: EngineClient; link: Link } {
    const [engine, link] = memoryLinkPair();
    this.hub.attach(engine, {
      openSession: ({ id }) => ok({ session: id, isNew: true }),
      closeSession: () => ok(null),
    });
    return { client: connectEngine(link), link };
  }

  /** Lets messages under way arrive, then runs the clock, flush by flush. */
  async run(ms: number): Promise<void> {
    await delivered();
    for (let left = ms; left > 0; left -= 11) {
      this.clock.advance(Math.min(11, left));
      await delivered();
    }
  }
}

/** Everything that memory links have under way arrives in microtasks, all of which run before this. */
export function delivered(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export const BARS = { session: 's', instrumentId: BTC, interval: '1m', limit: 100 } as const;
export const TRADES = { session: 's', instrumentId: BTC, minNotionalUsd: 0 } as const;
export const SHOW = { visible: true } satisfies CallParams<'setVisible'>;
export const HIDE = { visible: false } satisfies CallParams<'setVisible'>;

export const NOT_RECORDING = {
  state: 'stopped' as const,
  reason: 'not asked to',
  sessionId: null,
  startedAtMs: null,
  bytes: 0,
  events: 0,
  writeLagMs: 0,
};
