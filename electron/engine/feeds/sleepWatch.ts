/**
 * Notices that time has passed which nothing ran in: the machine slept (the wall clock jumped ahead of the
 * monotonic one, which stands still in a sleep on some systems), or the process was held (a timer came late).
 */
import type { Cancel, Clock } from '../../../shared/feed/clock';

const LOOK_EVERY_MS = 5_000;
const SLEEP_MS = 30_000;

export class SleepWatch {
  readonly #clock: Clock;
  readonly #onSlept: (sleptMs: number) => void;

  constructor(clock: Clock, onSlept: (sleptMs: number) => void) {
    this.#clock = clock;
    this.#onSlept = onSlept;
  }

  start(): Cancel {
    let isStopped = false;
    let cancel: Cancel = () => {};
    const look = () => {
      const wallMs = this.#clock.wallMs();
      const monotonicMs = this.#clock.monotonicMs();
      cancel = this.#clock.schedule(LOOK_EVERY_MS, () => {
        if (isStopped) return;
        const passedMs = Math.max(this.#clock.wallMs() - wallMs, this.#clock.monotonicMs() - monotonicMs);
        if (passedMs - LOOK_EVERY_MS > SLEEP_MS) this.#onSlept(passedMs);
        look();
      });
    };
    look();
    return () => {
      isStopped = true;
      cancel();
    };
  }
}
