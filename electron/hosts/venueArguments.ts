/** The options that say what to listen to, read the same way by every command that listens. */
import { defaultSettings, type SettingsPatch } from '../../shared/contract/values';
import { fail, ok, type Result } from '../../shared/model/result';
import { VENUE_INFOS } from '../exchanges/registry';
import { parseAssets, parseVenueUrl } from './arguments';
import type { OptionSpec, ParsedOptions } from './command';

export const VENUE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  assets: {
    value: 'LIST',
    help: `assets to listen to, e.g. BTC,ETH (default: ${defaultSettings.assets.join(',')})`,
  },
  venues: { value: 'LIST', help: `venues to listen to: ${VENUE_INFOS.map((venue) => venue.id).join(', ')}` },
  'venue-url': { value: 'ID=URL', multiple: true, help: 'another origin for a venue, e.g. a loopback venue' },
  'no-backfill': { help: 'record holes in the trades as gaps instead of fetching what is missing' },
};

/** Settings that stand above the saved ones; only what was given. */
export function readVenueOptions(options: ParsedOptions): Result<SettingsPatch> {
  const patch: SettingsPatch = {};
  const assets = options.text('assets');
  if (assets !== undefined) {
    const parsed = parseAssets(assets);
    if (!parsed.ok) return parsed;
    patch.assets = parsed.value;
  }
  const urls = options.texts('venue-url');
  if (urls.length > 0) {
    const venueUrls: Record<string, string> = {};
    for (const text of urls) {
      const parsed = parseVenueUrl(text);
      if (!parsed.ok) return parsed;
      const known = knownVenue(parsed.value[0]);
      if (!known.ok) return known;
      venueUrls[parsed.value[0]] = parsed.value[1];
    }
    patch.venueUrls = venueUrls;
  }
  const venues = options
    .text('venues')
    ?.split(',')
    .map((venue) => venue.trim());
  for (const venue of venues ?? []) {
    const known = knownVenue(venue);
    if (!known.ok) return known;
  }
  if (venues !== undefined) patch.venues = [...new Set(venues)];
  if (options.flag('no-backfill')) patch.backfill = false;
  return ok(patch);
}

function knownVenue(id: string): Result<void> {
  if (VENUE_INFOS.some((venue) => venue.id === id)) return ok(undefined);
  const known = VENUE_INFOS.map((venue) => venue.id).join(', ');
  return fail('unknown-venue', `"${id}" is not a venue.`, `Choose from: ${known}.`);
}
