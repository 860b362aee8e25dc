/** Records a loopback market through the real command, client, sockets and store, for integration tests. */
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDbSessionStore } from '../../electron/engine/sessions/duckdb/duckDbSessionStore';
import type { RecordedSession } from '../../electron/engine/sessions/sessionStore';
import { systemClock } from '../../electron/engine/systemClock';
import { openVenue } from '../../electron/hosts/openVenue';
import { recordMarket } from '../../electron/hosts/recordMarket';
import { defaultSettings } from '../../shared/contract/values';
import type { LiveSource } from '../../shared/feed/source';
import { fromScaled } from '../../shared/model/decimal';
import type { MarketEvent, TradeEvent } from '../../shared/model/events';
import type { LoopbackVenue } from '../venue/venue';
import type { LoopbackVenueId } from '../venue/venueIds';

export interface RecordRequest {
  readonly venue: LoopbackVenue;
  readonly venues: readonly LoopbackVenueId[];
  readonly assets: readonly string[];
  readonly backfill?: boolean;
  /** Recording ends with the batch that makes this true; it is asked with everything so far. */
  readonly until: (events: readonly MarketEvent[]) => boolean;
}

export interface Recorded {
  readonly session: RecordedSession;
  readonly events: readonly MarketEvent[];
  /** Lines of the log of figures. */
  readonly figures: readonly string[];
  close(): Promise<void>;
}

export async function record(request: RecordRequest): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-recording-'));
  const file = join(folder, 'session.duckdb');
  const log = join(folder, 'figures.jsonl');
  const abort = new AbortController();
  const complaints: string[] = [];
  const seen: MarketEvent[] = [];
  const backfill = request.backfill ?? true;
  const code = await recordMarket({
    io: { out: () => {}, err: (text) => complaints.push(text), signal: abort.signal },
    file,
    spanMs: Number.POSITIVE_INFINITY,
    settings: { ...defaultSettings, assets: [...request.assets], venues: [...request.venues], backfill },
    feed: {
      sources: request.venues.map((id) => sourceOf(id, request.venue.origins[id], backfill)),
      clock: systemClock,
      feed: 'live',
    },
    log: createWriteStream(log),
    observe(events) {
      seen.push(...events);
      if (request.until(seen)) abort.abort();
    },
  });
  if (code !== 0) throw new Error(complaints.join(''));
  const opened = await new DuckDbSessionStore({ folder }).open(file);
  if (!opened.ok) throw new Error(opened.error.message);
  const session = opened.value;
  return {
    session,
    events: await readAll(session),
    figures: readFileSync(log, 'utf8').trimEnd().split('\n'),
    async close() {
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sourceOf(id: LoopbackVenueId, origin: string, backfill: boolean): LiveSource {
  const opened = openVenue(id, { backfill, origin });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function readAll(session: RecordedSession): Promise<MarketEvent[]> {
  const { firstSeq, lastSeq } = session.info;
  const events: MarketEvent[] = [];
  for await (const batch of session.read(firstSeq - 1, lastSeq, new AbortController().signal))
    events.push(...batch);
  return events;
}

/** Trades of one instrument, and what takers bought and sold of it in base units, summed exactly in lots. */
export function tradesOf({ session, events }: Pick<Recorded, 'session' | 'events'>, instrumentId: string) {
  const rows = new Set(
    session.info.instruments.filter((row) => row.id === instrumentId).map((row) => row.index),
  );
  const trades = events.filter(
    (event): event is TradeEvent => event.kind === 'trade' && rows.has(event.instrument),
  );
  const decimals = session.info.instruments.find((row) => row.id === instrumentId)?.quantityDecimals ?? 0;
  const sum = (side: TradeEvent['takerSide']) =>
    fromScaled(
      trades
        .filter((trade) => trade.takerSide === side)
        .reduce((lots, trade) => lots + trade.quantityLots, 0),
      decimals,
    );
  return { trades, bought: sum('buy'), sold: sum('sell'), ids: trades.map((trade) => trade.tradeId ?? 0) };
}
