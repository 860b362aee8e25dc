import { expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { SleepWatch } from './sleepWatch';

const MINUTE_MS = 60_000;

/** A clock whose timers stand still while the machine sleeps: they come late, after the wall clock jumped. */
class SleepingClock extends FakeClock {
  #sleptMs = 0;

  override wallMs(): number {
    return super.wallMs() + this.#sleptMs;
  }

  sleep(ms: number): void {
    this.#sleptMs += ms;
  }
}

function watched() {
  const clock = new SleepingClock();
  const slept: number[] = [];
  const watch = new SleepWatch(clock, (ms) => slept.push(ms));
  return { clock, slept, watch, stop: watch.start() };
}

it('notices a long sleep by itself, and nothing else', () => {
  const { clock, slept, stop } = watched();
  clock.advance(MINUTE_MS);
  expect(slept).toEqual([]);
  clock.sleep(5 * MINUTE_MS);
  clock.advance(MINUTE_MS);
  expect(slept).toEqual([5 * MINUTE_MS + 5_000]);
  stop();
  expect(clock.pending).toBe(0);
});

it('reports an announced sleep once, however long, whichever comes first: the timer or the wake', () => {
  const { clock, slept, watch } = watched();
  watch.sleep();
  clock.sleep(2_000);
  watch.wake();
  expect(slept).toEqual([2_000]);

  watch.sleep();
  clock.sleep(10 * MINUTE_MS);
  watch.wake();
  clock.advance(MINUTE_MS);
  expect(slept).toEqual([2_000, 10 * MINUTE_MS]);

  watch.sleep();
  clock.sleep(10 * MINUTE_MS);
  clock.advance(5_000);
  watch.wake();
  clock.advance(MINUTE_MS);
  expect(slept).toEqual([2_000, 10 * MINUTE_MS, 10 * MINUTE_MS + 5_000]);
});

it('knows no wake without a sleep', () => {
  const { clock, slept, watch } = watched();
  clock.advance(1_000);
  watch.wake();
  expect(slept).toEqual([]);
});
