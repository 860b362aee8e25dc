/** How fast a simulated market is played: by its clock, or as fast as its events are taken. */
import { sleep } from '../../../shared/feed/replayFold';
import type { SimulatedClock } from './simulatedClock';

export interface Pace {
  /** Somebody looks on while the past is made, and is told how far it is. */
  readonly isWatched: boolean;
  /** The first moment of the script, before anything is sent. */
  hold(timeMs: number): void;
  /** The past has been sent: time begins to pass. */
  begin(timeMs: number, endMs: number): void;
  /** True when what happens at `timeMs` may be sent. */
  isDue(timeMs: number): boolean;
  /** Resolves when `timeMs` may be due, and at the latest after a short while. */
  wait(timeMs: number, signal: AbortSignal): Promise<void>;
  /** Called after every step and every part of the past; null when the next one may follow in the same turn. */
  rest(timeMs: number, signal: AbortSignal): Promise<void> | null;
}

/** A change of speed is noticed within this time. */
const LONGEST_WAIT_MS = 40;
/** Market that lags further behind its clock than this (at speed 1) was held up: the clock waits for it. */
const LONGEST_LAG_MS = 1_000;

/** Each event at its own time by the clock of the script, at the speed wished for. */
export class ClockPace implements Pace {
  readonly isWatched = true;
  readonly #clock: SimulatedClock;
  #speed: number;
  #begun = false;

  /** The clock stands still until `begin`. */
  constructor(clock: SimulatedClock, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
  }

  get speed(): number {
    return this.#speed;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    if (this.#begun) this.#clock.setSpeed(speed);
  }

  hold(timeMs: number): void {
    this.#clock.moveTo(timeMs);
  }

  begin(timeMs: number, endMs: number): void {
    this.#begun = true;
    this.#clock.moveTo(timeMs);
    this.#clock.stopAt(endMs);
    this.#clock.setSpeed(this.#speed);
  }

  isDue(timeMs: number): boolean {
    return this.#clock.wallMs() >= timeMs;
  }

  wait(timeMs: number, signal: AbortSignal): Promise<void> {
    const delayMs = (timeMs - this.#clock.wallMs()) / this.#speed;
    return sleep(this.#clock, Math.min(LONGEST_WAIT_MS, Math.max(1, delayMs)), signal);
  }

  rest(timeMs: number, signal: AbortSignal): Promise<void> | null {
    if (!this.#begun) return sleep(this.#clock, 0, signal);
    const lagMs = this.#clock.wallMs() - timeMs;
    if (lagMs <= 0) return null;
    // The process was held, or cannot keep up: nothing may be missed, so time waits.
    if (lagMs > LONGEST_LAG_MS * this.#speed) this.#clock.moveTo(timeMs);
    return sleep(this.#clock, 0, signal);
  }
}

/** Market time between two looks at whether the taker keeps up. */
const REST_EVERY_MS = 60_000;

/**
 * As fast as the taker drains; the clock shows the time of the event that is sent. What is received does then
 * not depend on the machine: batches end at full minutes of market time.
 */
export class DrainPace implements Pace {
  readonly isWatched = false;
  readonly #clock: SimulatedClock;
  readonly #drained: () => Promise<void>;
  /** Null while the past is sent. */
  #restedMs: number | null = null;

  constructor(clock: SimulatedClock, drained: () => Promise<void>) {
    this.#clock = clock;
    this.#drained = drained;
  }

  hold(timeMs: number): void {
    this.#clock.moveTo(timeMs);
  }

  begin(timeMs: number): void {
    this.#restedMs = timeMs;
  }

  isDue(timeMs: number): boolean {
    this.#clock.moveTo(timeMs);
    return true;
  }

  async wait(): Promise<void> {}

  rest(timeMs: number): Promise<void> | null {
    if (this.#restedMs !== null) {
      if (timeMs - this.#restedMs < REST_EVERY_MS) return null;
      this.#restedMs = timeMs;
    }
    return this.#rest();
  }

  /** The turn of the event loop ends first, so that the batch of this turn is complete. */
  async #rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#drained();
  }
}
