/**
 * A simulated market as it is played to the venues' sources: first its past, then step by step.
 *
 * Invariants:
 * - Events come in one fixed order over all venues, never decreasing in exchange time within `step`.
 * - `instrument` of an event is a row of `instruments`; whoever plays the events translates it.
 */
import type { MarketEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import type { TruthRecord } from '../../../shared/model/truth';
import type { VenueInfo } from '../../../shared/model/venue';

export interface MarketScript {
  readonly venues: readonly VenueInfo[];
  readonly instruments: readonly InstrumentSpec[];
  /** Time of the script at which the streams of the past begin that are complete from there on. */
  readonly heardFromMs: number;
  /** Time of the script at which playing begins. */
  readonly startMs: number;
  /** Time of the script at which the market ends. */
  readonly endMs: number;
  /**
   * Brings the market to `startMs` and gives what a venue would answer when asked for its past: candles
   * (without an exchange time, like REST answers), then what the light streams said since `heardFromMs`.
   * In parts, so that others get their turn; a part may be empty. Must be read to its end before `step`.
   */
  past(): Iterable<MarketPart>;
  /** How far `past` has come, 0 to 1. */
  readonly pastShare: number;
  /** What whoever begins to listen at this moment must hear: outages under way. */
  ongoing(timeMs: number): readonly MarketEvent[];
  /** Takes the market one step on; null at its end. */
  step(): MarketStep | null;
}

/** What happened, as the venues tell it, and what only the simulator knows. */
export interface MarketPart {
  readonly events: readonly MarketEvent[];
  readonly truth: readonly TruthRecord[];
}

export interface MarketStep extends MarketPart {
  /** Exclusive end of the step. */
  readonly toMs: number;
}
