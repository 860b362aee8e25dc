import type { LiveSource } from '../../shared/feed/source';
import type { Result } from '../../shared/model/result';
import type { VenueId } from '../../shared/model/venue';
import type { VenueRequest } from '../engine/live/openFeed';
import { systemClock } from '../engine/systemClock';
import { createVenueSource } from '../exchanges/registry';

/** A venue of the registry, on this machine's clock. */
export function openVenue(id: VenueId, request: VenueRequest): Result<LiveSource> {
  return createVenueSource(id, { ...request, clock: systemClock, random: Math.random });
}
