/**
 * Notices that time has passed which nothing ran in: the machine slept (the wall clock jumped ahead of the
 * monotonic one, which stands still in a sleep on some systems), or the process was held (a timer came late).
 * A host that is told of sleep and wake passes it on; then a sleep of any length is noticed.
 *
 * Invariant: no stretch of time is reported twice.
 */
import type { Cancel, Clock } from '../../../shared/feed/clock';

const LOOK_EVERY_MS = 5_000;
const SLEEP_MS = 30_000;

export class SleepWatch {
  readonly #clock: Clock;
  readonly #onSlept: (sleptMs: number) => void;
  #lookedWallMs = 0;
  #lookedMonotonicMs = 0;
  /** Wall clock at which the host announced a sleep; null while the machine is awake. */
  #asleepSinceMs: number | null = null;

  constructor(clock: Clock, onSlept: (sleptMs: number) => void) {
    this.#clock = clock;
    this.#onSlept = onSlept;
  }

  start(): Cancel {
    let isStopped = false;
    let cancel: Cancel = () => {};
    const look = () => {
      this.#look();
      cancel = this.#clock.schedule(LOOK_EVERY_MS, () => {
        if (isStopped) return;
        const passedMs = this.#passedMs();
        // Of an announced sleep, `wake` tells the length.
        if (passedMs - LOOK_EVERY_MS > SLEEP_MS && this.#asleepSinceMs === null) this.#onSlept(passedMs);
        look();
      });
    };
    look();
    return () => {
      isStopped = true;
      cancel();
    };
  }

  /** The machine is about to sleep. */
  sleep(): void {
    this.#asleepSinceMs ??= this.#clock.wallMs();
  }

  /** The machine is awake again. */
  wake(): void {
    if (this.#asleepSinceMs === null) return;
    const sleptMs = this.#clock.wallMs() - this.#asleepSinceMs;
    this.#asleepSinceMs = null;
    this.#look();
    if (sleptMs > 0) this.#onSlept(sleptMs);
  }

  #look(): void {
    this.#lookedWallMs = this.#clock.wallMs();
    this.#lookedMonotonicMs = this.#clock.monotonicMs();
  }

  #passedMs(): number {
    return Math.max(
      this.#clock.wallMs() - this.#lookedWallMs,
      this.#clock.monotonicMs() - this.#lookedMonotonicMs,
    );
  }
}
