/** Schemas of the values that calls return and topics push. The types of both ends are derived from them. */
import { z } from 'zod';
import { MAX_FEED_SPEED, MIN_FEED_SPEED } from '../feed/marketFeed';
import { STREAMS } from '../model/venue';
import { bookmarkSchema } from './bookmarks';
import { libraryFields } from './library';

// A window's content security policy forbids code from text, which zod would otherwise try (and report).
z.config({ jitless: true });

const feedState = z.enum(['connecting', 'live', 'stale', 'reconnecting', 'down', 'stopped']);
const timeRange = z.object({ fromMs: z.number(), toMs: z.number() });

export const instrumentSchema = z.object({
  id: z.string(),
  venue: z.string(),
  symbol: z.string(),
  asset: z.string(),
  quote: z.string(),
  kind: z.enum(['spot', 'perpetual']),
  priceDecimals: z.number().int(),
  quantityDecimals: z.number().int(),
  tickSize: z.number().nullable(),
});

export const venueSchema = z.object({
  id: z.string(),
  title: z.string(),
  liquidationReporting: z.enum(['full', 'latestPerSecond', 'largestPerSecond', 'none']),
  tradeIds: z.enum(['ordered', 'opaque']).exactOptional(),
  simulated: z.boolean().exactOptional(),
  streams: z.array(z.enum(STREAMS)),
});

export const figureSchema = z.object({
  id: z.string(),
  value: z.number().nullable(),
  unit: z.enum(['usd', 'price', 'base', 'percent', 'fraction', 'count', 'ms', 'ratio', 'score']),
  venues: z.array(z.string()),
  asOfMs: z.number(),
  completeness: z.enum(['complete', 'lowerBound', 'estimate', 'missing']),
  fromMs: z.number().exactOptional(),
  text: z.string().exactOptional(),
  source: z.enum(['candles']).exactOptional(),
});

export const loopSchema = z.object({ fromMs: z.number(), toMs: z.number(), on: z.boolean() });

/** The bookmarks of a session, by time. */
export const bookmarksSchema = z.object({
  bookmarks: z.array(bookmarkSchema),
  /** Why those that are kept cannot be read, for the user; null when they can. */
  failure: z.string().nullable(),
});

/** Player state as windows see it. */
export const transportSchema = z.object({
  session: z.string(),
  kind: z.enum(['live', 'replay']),
  title: z.string(),
  state: z.enum(['opening', 'ready', 'playing', 'seeking', 'ended', 'failed', 'closed']),
  epoch: z.number(),
  nowMs: z.number().nullable(),
  range: timeRange,
  speed: z.number(),
  loop: loopSchema.nullable(),
  capabilities: z.array(z.enum(['play', 'seek', 'speed', 'step'])),
  gaps: z.array(timeRange),
  failure: z.string().nullable(),
  /** Made up, not traded: true of a simulated market and of what was recorded from one. */
  simulated: z.boolean(),
});

/** Health of every venue of a session, and of each of its streams. */
export const healthSchema = z.object({
  venues: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: feedState,
      reason: z.string(),
      /** Age of the newest event by our clock; null before the first, and in replay. */
      lastEventAgeMs: z.number().nullable(),
      /** Receipt minus exchange time, median of the last minute; negative when a clock is off. */
      lagMs: z.number().nullable(),
      gaps: z.number().int(),
      /** Events refused for an impossible exchange time; null in replay. */
      refused: z.number().int().nullable(),
      streams: z.array(
        z.object({
          stream: z.enum(STREAMS),
          state: feedState,
          reason: z.string(),
          /** Age of its newest event by our clock; null before the first, and in replay. */
          lastEventAgeMs: z.number().nullable(),
          /** Unfilled gaps reported since the UTC day began; null in replay, where nobody counts. */
          gapsToday: z.number().int().nullable(),
        }),
      ),
    }),
  ),
});

/** A short line per instrument: closes of bars of `stepMs`, oldest first; null where a bar is not known. */
export const sparksSchema = z.object({
  epoch: z.number(),
  lines: z.array(
    z.object({
      instrumentId: z.string(),
      fromMs: z.number(),
      stepMs: z.number(),
      closes: z.array(z.number().nullable()),
    }),
  ),
});

/**
 * A whole session in a few hundred columns: column `i` covers `bucketMs` from `fromMs + i * bucketMs`. Prices of
 * one instrument (null where it did not trade), liquidations of its asset over all venues.
 */
export const overviewSchema = z.object({
  epoch: z.number(),
  fromMs: z.number(),
  bucketMs: z.number(),
  close: z.array(z.number().nullable()),
  shortsUsd: z.array(z.number()),
  longsUsd: z.array(z.number()),
});

export const recorderSchema = z.object({
  state: z.enum(['recording', 'stopped', 'failed']),
  /** Why it stopped or failed, for the user; empty while recording. */
  reason: z.string(),
  sessionId: z.string().nullable(),
  startedAtMs: z.number().nullable(),
  bytes: z.number(),
  events: z.number(),
  /** Oldest event not yet on disk, ms. */
  writeLagMs: z.number(),
});

export const sessionSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Where the data came from; empty for a damaged file. */
  feed: z.string(),
  state: z.enum(['recording', 'closed', 'recovered', 'damaged']),
  /** Exchange time; null while unknown (a session being recorded, a damaged file). */
  range: timeRange.nullable(),
  assets: z.array(z.string()),
  venues: z.array(z.string()),
  /** Made up, not traded; a file that says nothing of it was recorded before there was such a market. */
  simulated: z.boolean().default(false),
  bytes: z.number(),
  /** Wall clock of its beginning. */
  startedAtMs: z.number(),
  ...libraryFields,
});

export const noticeSchema = z.object({
  /** Keyed: a notice with the same id replaces the earlier one. */
  id: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  detail: z.string(),
  hint: z.string(),
  sinceMs: z.number(),
  count: z.number().int(),
  /** It was raised while a simulated market was running. */
  simulated: z.boolean(),
});

/** Titles of live venues that answered while the user has not chosen between them and the simulated market. */
export const feedOfferSchema = z.object({ venues: z.array(z.string()) });

/** A scenario of the simulated market, and the points of its script that it can begin at. */
export const scenarioSchema = z.object({
  id: z.string(),
  title: z.string(),
  chapters: z.array(z.object({ id: z.string(), title: z.string() })),
});

/** Largest seed of a simulated market. */
const MAX_SEED = 0xffff_ffff;

const scriptName = z.string().min(1).max(500);
const assetName = z.string().regex(/^[A-Z0-9]{1,15}$/, 'an asset is letters and digits, e.g. BTC');

/** Every setting with its default; `settings.json` may leave any of them out. */
export const settingsSchema = z.strictObject({
  /** Which market to run; null until the user has chosen, which shows the simulated one. */
  feed: z.enum(['simulated', 'live']).nullable(),
  /** Null stands for what the scenario's file says. */
  simulation: z.strictObject({
    scenario: scriptName,
    seed: z.number().int().min(0).max(MAX_SEED).nullable(),
    leader: z.enum(['spot', 'perp']).nullable(),
    chapter: scriptName.nullable(),
    /** Market seconds per second; the only one that can be changed without beginning anew. */
    speed: z.number().min(MIN_FEED_SPEED).max(MAX_FEED_SPEED),
  }),
  assets: z.array(assetName).min(1).max(50),
  venues: z.array(z.string().regex(/^[a-z0-9]{1,30}$/)).max(50),
  /** Another origin for a venue's REST and websockets, e.g. a loopback venue. */
  venueUrls: z.record(z.string(), z.url({ protocol: /^https?$/ })),
  recording: z.strictObject({
    automatic: z.boolean(),
    /** Oldest sessions are deleted when all together exceed this. */
    maxTotalGb: z.number().min(0.1).max(10_000),
    maxAgeDays: z.number().min(1).max(3650),
    minFreeDiskGb: z.number().min(0).max(1000),
  }),
  backfill: z.boolean(),
  theme: z.enum(['dark', 'light', 'highContrast']),
  /** Colours of rising and falling prices; each preset has its values for each theme. */
  colorPreset: z.enum(['classic', 'redUp', 'blueOrange', 'ice']),
  /** Hollow rising candles tell the direction by shape as well as by colour. */
  candleBodies: z.enum(['filled', 'hollow']),
  timeZone: z.string().min(1).max(100),
  /** Keys of the user's own by action id, in place of the action's default ones; an empty list is no key. */
  keys: z.record(z.string().max(100), z.array(z.string().min(1).max(40)).max(4)),
  /** Opaque to the engine: the window's docking layout. */
  layout: z.unknown(),
});

export const defaultSettings: Settings = {
  feed: null,
  simulation: { scenario: 'range-break', seed: null, leader: null, chapter: null, speed: 1 },
  assets: ['BTC', 'ETH', 'SOL', 'XRP'],
  venues: ['binance', 'binanceusdm', 'bybit'],
  venueUrls: {},
  recording: { automatic: true, maxTotalGb: 20, maxAgeDays: 30, minFreeDiskGb: 2 },
  backfill: true,
  theme: 'dark',
  colorPreset: 'classic',
  candleBodies: 'filled',
  timeZone: 'UTC',
  keys: {},
  layout: null,
};

/** What to change; fields of the groups may be left out one by one, all others are replaced whole. */
export const settingsPatchSchema = settingsSchema.partial().extend({
  recording: settingsSchema.shape.recording.partial().optional(),
  simulation: settingsSchema.shape.simulation.partial().optional(),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsPatch = z.output<typeof settingsPatchSchema>;
export type Transport = z.output<typeof transportSchema>;
export type Health = z.output<typeof healthSchema>;
export type RecorderStatus = z.output<typeof recorderSchema>;
export type SessionSummary = z.output<typeof sessionSummarySchema>;
export type Scenario = z.output<typeof scenarioSchema>;
export type Notice = z.output<typeof noticeSchema>;
export type Sparks = z.output<typeof sparksSchema>;
export type Overview = z.output<typeof overviewSchema>;
