/**
 * The clock of a simulated market: its wall shows the time of the script, which passes `speed` times as fast
 * as the machine's; timers and timeouts are the machine's own.
 *
 * Invariants:
 * - The wall never goes back, except by `moveTo`.
 * - A change of speed does not move the wall; only what follows passes faster or slower.
 * - The wall never passes `limitMs`: a market that has ended stands still.
 */
import type { Cancel, Clock } from '../../../shared/feed/clock';

export class SimulatedClock implements Clock {
  readonly #machine: Clock;
  #speed: number;
  #anchorMs: number;
  #anchorMonotonicMs: number;
  #limitMs = Number.POSITIVE_INFINITY;

  /** `speed` 0: a wall that only `moveTo` moves. */
  constructor(machine: Clock, startMs: number, speed: number) {
    this.#machine = machine;
    this.#speed = speed;
    this.#anchorMs = startMs;
    this.#anchorMonotonicMs = machine.monotonicMs();
  }

  get speed(): number {
    return this.#speed;
  }

  wallMs(): number {
    const passedMs = (this.#machine.monotonicMs() - this.#anchorMonotonicMs) * this.#speed;
    return Math.min(this.#limitMs, Math.floor(this.#anchorMs + passedMs));
  }

  monotonicMs(): number {
    return this.#machine.monotonicMs();
  }

  schedule(delayMs: number, task: () => void): Cancel {
    return this.#machine.schedule(delayMs, task);
  }

  setSpeed(speed: number): void {
    this.moveTo(this.wallMs());
    this.#speed = speed;
  }

  /** The wall shows `timeMs` now and goes on from there. */
  moveTo(timeMs: number): void {
    this.#anchorMs = timeMs;
    this.#anchorMonotonicMs = this.#machine.monotonicMs();
  }

  /** Time of the script at which the wall comes to stand. */
  stopAt(limitMs: number): void {
    this.#limitMs = limitMs;
  }
}
