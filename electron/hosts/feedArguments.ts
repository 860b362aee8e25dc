/**
 * The options that say which market to run and what to listen to, read the same way by every command that
 * listens. Naming venues or their origins asks for the live feed, unless `--feed` says otherwise.
 */
import { defaultSettings, type SettingsPatch, settingsPatchSchema } from '../../shared/contract/values';
import { MAX_FEED_SPEED, MIN_FEED_SPEED } from '../../shared/feed/marketFeed';
import { fail, ok, type Result } from '../../shared/model/result';
import { PUBLIC_DATA } from '../exchanges/history/downloadHistory';
import { VENUE_INFOS } from '../exchanges/registry';
import { parseAssets, parseVenueUrl } from './arguments';
import type { OptionSpec, ParsedOptions } from './command';

export const FEED_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  feed: { value: 'simulated|live', help: 'the market to run (default: as chosen, at first simulated)' },
  scenario: {
    value: 'NAME',
    help: `simulated: the scenario to run, or the path of its file (default: ${defaultSettings.simulation.scenario})`,
  },
  seed: { value: 'NUMBER', help: "simulated: another course of events (default: the scenario's own)" },
  leader: { value: 'spot|perp', help: "simulated: which moves first (default: the scenario's own)" },
  chapter: { value: 'NAME', help: 'simulated: where in the script to begin' },
  speed: {
    value: 'FACTOR',
    help: `simulated: market seconds a second, ${MIN_FEED_SPEED} to ${MAX_FEED_SPEED} (default: ${defaultSettings.simulation.speed})`,
  },
  assets: {
    value: 'LIST',
    help: `assets to listen to, e.g. BTC,ETH (default: ${defaultSettings.assets.join(',')})`,
  },
  venues: { value: 'LIST', help: `venues to listen to: ${VENUE_INFOS.map((venue) => venue.id).join(', ')}` },
  'venue-url': {
    value: 'ID=URL',
    multiple: true,
    help: `another origin for a venue, or for ${PUBLIC_DATA}, e.g. a loopback venue`,
  },
  'no-backfill': { help: 'record holes in the trades as gaps instead of fetching what is missing' },
};

/** Settings that stand above the saved ones; only what was given. */
export function readFeedOptions(options: ParsedOptions): Result<SettingsPatch> {
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
      const known = parsed.value[0] === PUBLIC_DATA ? ok(undefined) : knownVenue(parsed.value[0]);
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
  return readFeed(options, patch);
}

/** Adds the choice of the feed, and what is said about the simulated one. */
function readFeed(options: ParsedOptions, patch: SettingsPatch): Result<SettingsPatch> {
  const simulation = given({
    scenario: options.text('scenario'),
    seed: numberOf(options.text('seed')),
    leader: options.text('leader'),
    chapter: options.text('chapter'),
    speed: numberOf(options.text('speed')),
  });
  const namesLive = patch.venues !== undefined || patch.venueUrls !== undefined;
  const namesSimulated = Object.keys(simulation).length > 0;
  const feed = options.text('feed') ?? (namesSimulated ? 'simulated' : namesLive ? 'live' : undefined);
  if (feed === 'live' && namesSimulated) {
    const [name] = Object.keys(simulation);
    return fail(
      'bad-argument',
      `--${name} is of the simulated market only.`,
      'Leave it out, or --feed live.',
    );
  }
  const parsed = settingsPatchSchema.safeParse(
    given({ feed, simulation: namesSimulated ? simulation : undefined }),
  );
  if (parsed.success) return ok({ ...patch, ...parsed.data });
  const name = String(parsed.error.issues[0]?.path.at(-1));
  const { value = '', help = '' } = FEED_OPTIONS[name] ?? {};
  return fail('bad-argument', `"${options.text(name)}" is no ${name}.`, `--${name} ${value} ${help}.`);
}

/** NaN, which no setting takes, for what is no number. */
function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : text.trim() === '' ? Number.NaN : Number(text);
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function knownVenue(id: string): Result<void> {
  if (VENUE_INFOS.some((venue) => venue.id === id)) return ok(undefined);
  const known = VENUE_INFOS.map((venue) => venue.id).join(', ');
  return fail('unknown-venue', `"${id}" is not a venue.`, `Choose from: ${known}.`);
}
