/**
 * What a scenario file may hold. A scenario is data: a person copies a file, changes it, and is told by the name
 * of the field what is wrong with it.
 *
 * Invariants:
 * - In the file moments are ISO texts in UTC (`2026-01-13T13:30:00Z`, full minutes); here they are UTC ms.
 * - A scenario that parsed is consistent: times are in order, names that are referred to exist, shares sum to 1.
 */
import { z } from 'zod';
import { parseSeriesId } from '../../../../shared/model/seriesId';
import { MINUTE_MS } from '../../../../shared/model/time';
import { checkScenario } from './checkScenario';

/** Share of something: 0 … 1. */
const share = z.number().min(0).max(1);
const positive = z.number().positive();
const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
  error: 'expected small letters, digits and dashes, at most 40',
});
const text = z.string().trim().min(1).max(400);
const assetName = z.string().regex(/^[A-Z0-9]{1,12}$/, {
  error: 'expected capital letters and digits, such as BTC',
});

const moment = z.iso
  .datetime({ error: 'expected a moment in UTC such as 2026-01-13T13:30:00Z' })
  .transform((iso, context) => {
    const timeMs = Date.parse(iso);
    if (timeMs % MINUTE_MS !== 0) {
      context.issues.push({ code: 'custom', message: 'expected a full minute', input: iso });
    }
    return timeMs;
  });

const chapter = z
  .strictObject({ id: identifier, title: text, time: moment })
  .transform(({ time, ...rest }) => ({ ...rest, timeMs: time }));

const calendar = z
  .strictObject({
    /** Hourly candles and daily series begin; nobody trades yet. */
    preHistoryFrom: moment,
    /** The market with its traders begins, in steps of a minute. */
    coarseFrom: moment,
    /** From here in steps of 5 s, with the full tape. */
    fineFrom: moment,
    /** The news that moves the market; null in a market without one. */
    catalyst: moment.nullable(),
    end: moment,
    chapters: z.array(chapter).min(1).max(20),
    /** The chapter at which the market opens. */
    defaultChapter: identifier,
  })
  .transform((file) => ({
    preHistoryFromMs: file.preHistoryFrom,
    coarseFromMs: file.coarseFrom,
    fineFromMs: file.fineFrom,
    catalystMs: file.catalyst,
    endMs: file.end,
    chapters: file.chapters,
    defaultChapterId: file.defaultChapter,
  }));

/** What the fundamental price does. Before the catalyst it wanders in the range of the asset. */
const script = z.strictObject({
  /** What the story is called in the labels. */
  story: z.enum(['breakout', 'false-break', 'cascade', 'quiet']),
  /** Where the price waits for the catalyst: from so many hours before it, at this share of the range (1 = its upper edge). */
  approach: z.strictObject({ hours: positive.max(240), rangeShare: share }),
  /**
   * Straight lines from point to point, `hours` after the catalyst. `leg` 0 is the edge of the range that is
   * left, 1 the asset's `extreme`; below 0 is inside the range. `dipPercent` is taken off, times the
   * calibration's `shake`.
   */
  path: z.array(
    z.strictObject({
      hours: z.number().min(0).max(240),
      leg: z.number().min(-5).max(5),
      dipPercent: z.number().min(-10).max(10).default(0),
    }),
  ),
  /** Volume right after the catalyst is 1 + `peak` times the ordinary; the surplus falls to 1/e in `decayHours`. */
  reaction: z.strictObject({ peak: z.number().min(-0.9).max(50), decayHours: positive }),
  /** Depth of the books after the catalyst as a factor, straight lines from point to point, 1 before them. */
  depth: z.array(z.strictObject({ hours: z.number().min(0).max(240), factor: positive.max(5) })),
});

const calibration = z.strictObject({
  /** Size of the shorts and longs that are opened, against the asset's `traders.sizeUsd`. */
  shortSize: positive,
  longSize: positive,
  /** Scales the dips of the script. */
  shake: z.number().min(0).max(5),
  /** Scales the leg of the script from the edge of the range to the extreme. */
  top: z.number().min(0).max(5),
  /** Quantities as a last correction that leaves every price as it is. */
  shortQuantity: z.number().min(0.8).max(1.25),
  longQuantity: z.number().min(0.8).max(1.25),
});

const asset = z.strictObject({
  asset: assetName,
  priceDecimals: z.int().min(0).max(8),
  quantityDecimals: z.int().min(0).max(8),
  /** False for a basket: no book, and its liquidations count in the unlisted remainder. */
  listed: z.boolean(),
  range: z.strictObject({ low: positive, high: positive }),
  /** Price at leg 1 of the script's path: above the range for a rise, below it for a fall. */
  extreme: positive,
  /** Fluctuation of the price in an ordinary hour, as a fraction. */
  volatilityPerHour: positive.max(0.05),
  /** Net taker dollars that move the perpetual by 1 %. */
  depth1PercentUsd: positive,
  /** The same for spot, as a share of the perpetual's. */
  spotDepthShare: positive.max(2),
  dailyVolumeUsd: z.strictObject({ spot: positive, perpetual: positive }),
  /** Open interest of hedgers, who are never liquidated; the traders' comes on top. */
  hedgedOpenInterestUsd: positive,
  traders: z.strictObject({
    /** Positions opened per hour and side in an ordinary hour. */
    perHour: positive.max(2000),
    /** Smallest size; sizes are Pareto distributed above it. */
    sizeUsd: positive,
  }),
  /** Whose maintenance margin tiers hold. */
  marginTiers: z.enum(['BTC', 'ETH', 'SOL', 'XRP']),
  calibration,
  history: z.strictObject({
    /** Price between `preHistoryFrom` and `coarseFrom`, straight lines (in logs) from point to point. */
    prices: z
      .array(
        z
          .strictObject({ time: moment, price: positive })
          .transform(({ time, price }) => ({ timeMs: time, price })),
      )
      .min(2),
  }),
});

const venue = z.strictObject({
  id: identifier,
  title: text,
  liquidationReporting: z.enum(['full', 'latestPerSecond', 'largestPerSecond', 'none']),
  /** Share of the market's trading and open interest; 0: the venue has no such market. */
  perpetualShare: share,
  spotShare: share,
  /** Seconds between two states of a book. */
  bookSeconds: z.strictObject({ perpetual: z.int().min(5).max(3600), spot: z.int().min(5).max(3600) }),
});

const outage = z
  .strictObject({ venue: identifier, from: moment, to: moment })
  .transform(({ venue, from, to }) => ({ venue, fromMs: from, toMs: to }));

/** A number that comes out now and then, such as the daily flow into funds. */
const series = z.strictObject({
  /** As events name it. */
  id: z.string().refine((id) => parseSeriesId(id) !== undefined, {
    error: 'expected <metric>:<ASSET> or <metric>:<ASSET>-<detail>, such as etfNetFlowUsd:BTC',
  }),
  title: text,
  /** `usd`: a flow over the hours before it is published; `fraction`: a level at that moment, 0 … 1. */
  unit: z.enum(['usd', 'fraction']),
  /** `trading`: nothing is published about Saturdays, Sundays and the closed days. */
  days: z.enum(['all', 'trading']),
  closedDays: z.array(z.iso.date({ error: 'expected a day such as 2025-12-25' }).transform(Date.parse)),
  everyHours: z.int().min(1).max(168),
  /** Expected value, straight lines from point to point. */
  points: z
    .array(
      z
        .strictObject({ time: moment, value: z.number() })
        .transform(({ time, value }) => ({ timeMs: time, value })),
    )
    .min(1),
  /** Deviation of a value from the expected one. */
  noise: z.number().min(0),
  /** Values that come out exactly so, at their time. */
  prints: z.array(
    z
      .strictObject({ time: moment, value: z.number() })
      .transform(({ time, value }) => ({ timeMs: time, value })),
  ),
});

const scenarioFile = z.strictObject({
  format: z.literal(1, { error: 'expected 1, the format this version reads' }),
  name: identifier,
  title: text,
  description: text,
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** Which market the price is made in: the other one follows. */
  leader: z.enum(['spot', 'perp']),
  calendar,
  script,
  assets: z.array(asset).min(1).max(12),
  venues: z.array(venue).min(1).max(8),
  outages: z.array(outage),
  /** Net taker buying of spot as a share of its volume, on top of what moves the price; straight lines from point to point. */
  spotPressure: z
    .array(
      z
        .strictObject({ time: moment, share: z.number().min(-0.5).max(0.5) })
        .transform(({ time, share: value }) => ({ timeMs: time, share: value })),
    )
    .min(1),
  series: z.array(series).max(12),
  /** Figures the shipped seed is calibrated to; see `npm run calibrate`. */
  targets: z
    .strictObject({
      /** The window, in hours from the catalyst. */
      fromHours: z.number(),
      toHours: z.number(),
      assets: z.array(
        z.strictObject({
          asset: assetName,
          shortUsd: positive,
          longUsd: positive,
          /** Highest (or, in a fall, lowest) price of the perpetual in the window. */
          extremePrice: positive,
        }),
      ),
    })
    .nullable(),
});

export const scenarioSchema = scenarioFile.superRefine(checkScenario);

/** A scenario as it is used: moments in UTC ms, prices and amounts in USD, shares as fractions. */
export type Scenario = z.output<typeof scenarioFile>;
export type ScenarioAsset = Scenario['assets'][number];
export type ScenarioVenue = Scenario['venues'][number];
export type ScenarioSeries = Scenario['series'][number];
