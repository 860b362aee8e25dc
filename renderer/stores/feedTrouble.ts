/** What a panel has to say about its data when something is wrong with where it comes from. */
import type { Health, Transport } from '../../shared/contract/values';
import type { TimeRange } from '../../shared/model/time';
import type { Stream } from '../../shared/model/venue';
import type { ConnectionStatus } from '../engine/reconnectingEngine';

export interface FeedTrouble {
  /** Figures stand still, they are not of now. */
  readonly isStale: boolean;
  /** Null where the banner over all panels says it already. */
  readonly sentence: string | null;
}

/** Null while all is well. `streams` are those the panel lives on. In replay the past cannot go stale. */
export function feedTrouble(
  connection: ConnectionStatus,
  transport: Transport | null,
  health: Health | null,
  streams: readonly Stream[],
): FeedTrouble | null {
  if (connection.state !== 'ready') {
    return { isStale: true, sentence: null };
  }
  if (transport === null || transport.kind === 'replay' || health === null) return null;
  const concerned = health.venues.filter((venue) =>
    venue.streams.some(({ stream }) => streams.includes(stream)),
  );
  const silent = concerned.filter((venue) => isSilent(venue, streams));
  if (silent.length === 0 || silent.every(({ state }) => state === 'connecting')) return null;
  const names = silent.map((venue) => troubleOf(venue, streams)).join(', ');
  return silent.every(({ state }) => state !== 'live') && silent.length === concerned.length
    ? { isStale: true, sentence: `${names}: what is shown stands still.` }
    : { isStale: false, sentence: `${names}: its part stands still.` };
}

type VenueHealth = Health['venues'][number];

function isSilent(venue: VenueHealth, streams: readonly Stream[]): boolean {
  return venue.state !== 'live' || troubledStreams(venue, streams).length > 0;
}

function troubledStreams(venue: VenueHealth, streams: readonly Stream[]): VenueHealth['streams'] {
  return venue.streams.filter(
    ({ stream, state }) => streams.includes(stream) && state !== 'live' && state !== 'connecting',
  );
}

/** "Bybit down", or of a venue that is live: "Bybit open interest stale". */
function troubleOf(venue: VenueHealth, streams: readonly Stream[]): string {
  if (venue.state !== 'live') return `${venue.title} ${venue.state}`;
  const parts = troubledStreams(venue, streams).map(
    ({ stream, state }) => `${STREAM_WORDS[stream]} ${state}`,
  );
  return `${venue.title} ${parts.join(' and ')}`;
}

const STREAM_WORDS: Readonly<Record<Stream, string>> = {
  trades: 'trades',
  candles: 'candles',
  ticker: 'ticker',
  mark: 'mark price',
  openInterest: 'open interest',
  liquidations: 'liquidations',
  book: 'order book',
  series: 'published series',
};

/** How much of the last `windowMs` before `nowMs` is missing, ms. */
export function missingWithin(gaps: readonly TimeRange[], nowMs: number, windowMs: number): number {
  return gaps.reduce(
    (sum, gap) => sum + Math.max(0, Math.min(gap.toMs, nowMs) - Math.max(gap.fromMs, nowMs - windowMs)),
    0,
  );
}
