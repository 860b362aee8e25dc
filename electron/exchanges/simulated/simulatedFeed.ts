/** Opens a simulated market as a feed: its venues over one market, the clock they go by, and how it is played. */
import type { Clock } from '../../../shared/feed/clock';
import { MAX_FEED_SPEED, type MarketFeed, MIN_FEED_SPEED } from '../../../shared/feed/marketFeed';
import { fail, ok, type Result } from '../../../shared/model/result';
import { DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import { MarketRun } from './marketRun';
import type { MarketScript } from './marketScript';
import { ClockPace, DrainPace, type Pace } from './pace';
import { openScript } from './playedScript';
import { loadScenario } from './scenario/loadScenario';
import type { Scenario } from './scenario/scenarioSchema';
import { SimulatedClock } from './simulatedClock';
import { SimulatedSource } from './simulatedSource';
import { venuesToList } from './simulatedVenues';

/** Where in the script to begin. */
export type SimulationStart =
  | { readonly at: 'chapter' /** Null for the scenario's default. */; readonly chapter: string | null }
  /** So many days before the script ends; null for all that have trades, but no more than `atMost`. */
  | { readonly at: 'days'; readonly days: number | null; readonly atMost: number };

export type SimulationPlay =
  | { readonly by: 'clock'; readonly speed: number }
  /** As fast as the taker drains; `drained` resolves when it wants more. */
  | { readonly by: 'taker'; readonly drained: () => Promise<void> };

export interface SimulatedFeedOptions {
  /** Name of a scenario that ships, or path of a file. */
  readonly scenario: string;
  /** Null for the scenario's own. */
  readonly seed: number | null;
  readonly leader: 'spot' | 'perp' | null;
  readonly start: SimulationStart;
  readonly play: SimulationPlay;
  readonly machine: Clock;
}

export interface SimulatedFeed extends MarketFeed {
  /** Every asset of the scenario. */
  readonly assets: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  /** How far the past, which is sent first, has come: 0 to 1. */
  pastShare(): number;
  /** Aborts when the scenario is over. */
  readonly ended: AbortSignal;
}

/** Fails with a sentence for a scenario, chapter, seed, span or speed that does not exist or makes no sense. */
export async function openSimulatedFeed(options: SimulatedFeedOptions): Promise<Result<SimulatedFeed>> {
  const loaded = await loadScenario(options.scenario);
  if (!loaded.ok) return loaded;
  const seed = options.seed ?? loaded.value.seed;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    return fail('bad-argument', `${seed} is not a seed.`, 'Give a whole number from 0 up.');
  }
  const { play } = options;
  if (play.by === 'clock' && !(play.speed >= MIN_FEED_SPEED && play.speed <= MAX_FEED_SPEED)) {
    return fail(
      'bad-argument',
      `${play.speed} is not a speed of the simulated market.`,
      `Give a number from ${MIN_FEED_SPEED} to ${MAX_FEED_SPEED}.`,
    );
  }
  const leader = options.leader ?? loaded.value.leader;
  const scenario: Scenario = { ...loaded.value, seed, leader };
  const start = startOf(scenario, options.start);
  if (!start.ok) return start;
  const startMs = start.value;
  const clock = new SimulatedClock(options.machine, startMs, 0);
  const pace = paceOf(clock, play);
  const ended = new AbortController();
  let script: MarketScript | undefined;
  const run = new MarketRun(
    (assets) => {
      script = openScript({ scenario, assets, startMs, wholePast: play.by === 'taker' });
      return script;
    },
    pace,
    () => ended.abort(),
  );
  return ok({
    sources: venuesToList(scenario).map((venue) => new SimulatedSource(venue, run)),
    clock,
    feed: `simulated ${scenario.name} seed ${seed} leader ${leader}`,
    ...(pace instanceof ClockPace ? { pace } : {}),
    assets: scenario.assets.map(({ asset }) => asset),
    startMs,
    endMs: scenario.calendar.endMs,
    pastShare: () => script?.pastShare ?? 0,
    ended: ended.signal,
  });
}

function paceOf(clock: SimulatedClock, play: SimulationPlay): Pace {
  return play.by === 'clock' ? new ClockPace(clock, play.speed) : new DrainPace(clock, play.drained);
}

function startOf({ name, calendar }: Scenario, start: SimulationStart): Result<number> {
  const { chapters, defaultChapterId, fineFromMs, endMs } = calendar;
  if (start.at === 'chapter') {
    const id = start.chapter ?? defaultChapterId;
    const chapter = chapters.find((each) => each.id === id);
    if (chapter !== undefined) return ok(chapter.timeMs);
    const known = chapters.map((each) => each.id).join(', ');
    return fail('bad-argument', `${name} has no chapter "${id}".`, `Choose from: ${known}.`);
  }
  const most = (endMs - fineFromMs) / DAY_MS;
  const days = start.days ?? Math.min(most, start.atMost);
  if (days > 0 && days <= most) return ok(endMs - Math.round((days * DAY_MS) / MINUTE_MS) * MINUTE_MS);
  return fail(
    'bad-argument',
    `${start.days} days of ${name} cannot be simulated with every trade.`,
    `Give a number above 0 and up to ${Math.floor(most * 10) / 10}.`,
  );
}
