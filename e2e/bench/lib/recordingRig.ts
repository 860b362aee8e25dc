/** A recorder over a folder, fed with synthetic events at a chosen rate: for benches of the disk's side. */
import { Recorder } from '../../../electron/engine/recorder/recorder';
import {
  DuckDbSessionStore,
  type DuckDbStoreOptions,
} from '../../../electron/engine/sessions/duckdb/duckDbSessionStore';
import type { SessionWriter } from '../../../electron/engine/sessions/sessionStore';
import { systemClock } from '../../../electron/engine/systemClock';
import type { MarketEvent } from '../../../shared/model/events';
import { type InstrumentSpec, InstrumentTable } from '../../../shared/model/instrument';
import type { Result } from '../../../shared/model/result';
import type { VenueInfo } from '../../../shared/model/venue';

const VENUE = 'binanceusdm';
const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP'];
const SPECS: readonly InstrumentSpec[] = ASSETS.map((asset) => ({
  id: `${VENUE}:${asset}USDT`,
  venue: VENUE,
  symbol: `${asset}USDT`,
  asset,
  quote: 'USDT',
  kind: 'perpetual',
  priceDecimals: 2,
  quantityDecimals: 3,
  tickSize: 0.01,
}));

const VENUES: readonly VenueInfo[] = [
  { id: VENUE, title: 'Binance USD-M', liquidationReporting: 'largestPerSecond', streams: [] },
];

export class RecordingRig {
  readonly store: DuckDbSessionStore;
  readonly recorder: Recorder;
  #seq = 0;

  constructor(options: DuckDbStoreOptions) {
    this.store = new DuckDbSessionStore(options);
    this.recorder = new Recorder({
      store: this.store,
      clock: systemClock,
      instruments: InstrumentTable.from(SPECS),
      appVersion: 'bench',
      describe: () => ({
        title: 'bench',
        feed: 'bench',
        venues: VENUES,
      }),
      limits: () => ({ maxTotalGb: 1_000, maxAgeDays: 1_000, minFreeDiskGb: 0 }),
      freeDiskBytes: async () => Number.MAX_SAFE_INTEGER,
      notices: { raise: () => {}, clear: () => {} },
      onSession: () => {},
      onStatus: () => {},
    });
  }

  /** A session that the caller writes, into a file of the caller's choice. */
  create(file: string): Promise<Result<SessionWriter>> {
    return this.store.create({
      title: 'bench',
      feed: 'bench',
      instruments: InstrumentTable.from(SPECS),
      venues: VENUES,
      appVersion: 'bench',
      startedAtMs: Date.now(),
      file,
    });
  }

  /** `count` events that all happen now: trades, with a liquidation after every 99. */
  events(count: number): MarketEvent[] {
    const nowMs = Date.now();
    return Array.from({ length: count }, () => {
      const seq = ++this.#seq;
      const stamp = { seq, exchangeTimeMs: nowMs, receiveTimeMs: nowMs, instrument: seq % SPECS.length };
      const priceTicks = 6_180_000 + ((seq * 7_919) % 2_000);
      const quantityLots = 1 + ((seq * 104_729) % 5_000);
      if (seq % 100 === 0) {
        const notionalUsd = (priceTicks * quantityLots) / 1e5;
        return { ...stamp, kind: 'liquidation', positionSide: 'long', priceTicks, quantityLots, notionalUsd };
      }
      const takerSide = seq % 3 === 0 ? 'sell' : 'buy';
      return {
        ...stamp,
        kind: 'trade',
        priceTicks,
        quantityLots,
        takerSide,
        tradeId: seq,
        backfilled: false,
      };
    });
  }
}

/** Calls `write` with the events due since the last call until `untilMs` has passed. */
export async function pace(perSecond: number, forMs: number, write: (count: number) => void): Promise<void> {
  const startMs = performance.now();
  let written = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsedMs = Math.min(forMs, performance.now() - startMs);
      const due = Math.floor((elapsedMs * perSecond) / 1_000) - written;
      if (due > 0) write(due);
      written += due;
      if (elapsedMs < forMs) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
}
