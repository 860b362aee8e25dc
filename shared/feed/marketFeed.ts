/**
 * A running market as a whole: its venues and the clock they go by. The live venues go by the machine's clock;
 * a simulated market brings its own, whose seconds pass as fast as it is watched.
 */
import type { Result } from '../model/result';
import type { Clock } from './clock';
import type { LiveSource } from './source';

export interface MarketFeed {
  readonly sources: readonly LiveSource[];
  /** Stamps what is received; ages and lags are differences of its times. */
  readonly clock: Clock;
  /** Where the data comes from, as in `NewSession.feed`: equal exactly when one session may continue another. */
  readonly feed: string;
  /** What it consists of, where that is not for the user to choose. */
  readonly assets?: readonly string[];
  /** Only of a market whose time can pass faster. */
  readonly pace?: FeedPace;
}

/** Market seconds per second of the machine, changed while the market runs. */
export interface FeedPace {
  readonly speed: number;
  setSpeed(speed: number): void;
}

export const MIN_FEED_SPEED = 1;
export const MAX_FEED_SPEED = 100;

/** Which simulated market to run, and from where. */
export interface SimulationRequest {
  /** Id of the scenario, e.g. `range-break`. */
  readonly scenario: string;
  /** Null for the scenario's own. */
  readonly seed: number | null;
  /** Which market moves first; null for the scenario's own. */
  readonly leader: 'spot' | 'perp' | null;
  /** Id of the point of the script to begin at; null for the scenario's default. */
  readonly chapter: string | null;
  readonly speed: number;
}

/** A scenario as it is offered to the user. */
export interface ScenarioInfo {
  readonly id: string;
  readonly title: string;
  /** In the order of the script. */
  readonly chapters: readonly { readonly id: string; readonly title: string }[];
}

/** The simulated venue as hosts bring it to the engine. */
export interface Simulation {
  scenarios(): Promise<readonly ScenarioInfo[]>;
  /** Fails with a sentence when there is no such scenario or chapter, or its file is wrong. */
  open(request: SimulationRequest): Promise<Result<MarketFeed>>;
}
