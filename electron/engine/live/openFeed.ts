/**
 * Opens the feed that the settings ask for. What cannot be opened becomes a notice and is left out: the engine
 * runs with whatever is left, also with nothing.
 */
import type { Settings } from '../../../shared/contract/values';
import type { Clock } from '../../../shared/feed/clock';
import type { MarketFeed, Simulation } from '../../../shared/feed/marketFeed';
import type { LiveSource } from '../../../shared/feed/source';
import type { AppError, Result } from '../../../shared/model/result';
import type { VenueId } from '../../../shared/model/venue';
import type { NoticeBoard } from '../noticeBoard';
import { feedKind, liveFeedName } from './feedChoice';

const SIMULATION_NOTICE = 'simulation';

export interface VenueRequest {
  readonly backfill: boolean;
  /** Another origin for REST and websockets. */
  readonly origin?: string;
}

export interface OpenFeedOptions {
  /** The machine's, which live venues go by. */
  readonly clock: Clock;
  readonly openVenue: (id: VenueId, request: VenueRequest) => Result<LiveSource>;
  readonly simulation: Simulation;
  readonly notices: NoticeBoard;
}

export async function openFeed(settings: Settings, options: OpenFeedOptions): Promise<MarketFeed> {
  options.notices.clear(SIMULATION_NOTICE);
  return feedKind(settings) === 'live' ? openLive(settings, options) : openSimulated(settings, options);
}

function openLive(settings: Settings, { clock, openVenue, notices }: OpenFeedOptions): MarketFeed {
  const sources: LiveSource[] = [];
  for (const id of settings.venues) {
    const opened = openVenue(id, venueRequest(settings, id));
    if (opened.ok) {
      notices.clear(`venue-${id}`);
      sources.push(opened.value);
    } else {
      raise(notices, `venue-${id}`, 'A venue is left out', opened.error);
    }
  }
  return { sources, clock, feed: liveFeedName(settings) };
}

async function openSimulated(
  { simulation: wanted }: Settings,
  options: OpenFeedOptions,
): Promise<MarketFeed> {
  const { simulation, notices, clock } = options;
  const opened = await simulation.open(wanted);
  if (opened.ok) return opened.value;
  raise(notices, SIMULATION_NOTICE, 'The simulated market cannot start', opened.error);
  return { sources: [], clock, feed: 'simulated' };
}

/** How a venue is to be reached and listened to. */
export function venueRequest({ backfill, venueUrls }: Settings, id: VenueId): VenueRequest {
  const origin = venueUrls[id];
  return { backfill, ...(origin === undefined ? {} : { origin }) };
}

function raise(notices: NoticeBoard, id: string, title: string, { message, hint = '' }: AppError): void {
  notices.raise({ id, severity: 'error', title, detail: message, hint });
}
