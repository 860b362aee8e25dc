/**
 * The market as the last session left it: where a restarted feed goes on, so that its 24 h totals survive.
 * What happened in between is unknown; `LiveMarket` records it as a gap of every stream.
 */
import type { Clock } from '../../../shared/feed/clock';
import { ReplayFold } from '../../../shared/feed/replayFold';
import { MarketModel } from '../../../shared/market/marketModel';
import { InstrumentTable } from '../../../shared/model/instrument';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import type { VenueInfo } from '../../../shared/model/venue';
import type { SessionStore } from '../sessions/sessionStore';

export interface Predecessor {
  readonly instruments: InstrumentTable;
  /** Over `instruments`, as of the end of the session. */
  readonly model: MarketModel;
  /** Market time of the end. */
  readonly endMs: number;
}

export interface PredecessorRequest {
  readonly store: SessionStore;
  readonly clock: Clock;
  /** The feed the new session will be of; a session of another feed is no predecessor. */
  readonly feed: string;
  readonly assets: readonly string[];
  readonly venues: readonly VenueInfo[];
}

/**
 * Null when the newest session is of another feed, of other venues or of an asset that is no longer chosen
 * (its totals would go on counting), ended more than a day ago, or cannot be read.
 */
export async function openPredecessor(request: PredecessorRequest): Promise<Predecessor | null> {
  const { store, clock, feed, assets, venues } = request;
  const sessions = [...(await store.list())].sort((a, b) => b.startedAtMs - a.startedAtMs);
  const newest = sessions.find(({ state }) => state === 'closed' || state === 'recovered');
  const endMs = newest?.range?.toMs ?? 0;
  const ageMs = clock.wallMs() - endMs;
  if (newest === undefined || newest.feed !== feed || ageMs >= DAY_MS || ageMs < -HOUR_MS) return null;
  const sameVenues =
    [...newest.venues].sort().join() ===
    venues
      .map(({ id }) => id)
      .sort()
      .join();
  if (!sameVenues || !newest.assets.every((asset) => assets.includes(asset))) return null;
  const opened = await store.open(newest.id);
  if (!opened.ok) return null;
  const session = opened.value;
  try {
    const instruments = InstrumentTable.from(session.info.instruments);
    const model = new MarketModel({ instruments, venues });
    const fold = new ReplayFold(session, model, clock);
    await fold.moveTo(session.info.lastSeq, new AbortController().signal, {
      onJump: () => {},
      onApplied: () => {},
    });
    return model.nowMs === null ? null : { instruments, model, endMs: model.nowMs };
  } catch {
    // A file that breaks off while it is read must not keep the market from starting.
    return null;
  } finally {
    await session.close();
  }
}
