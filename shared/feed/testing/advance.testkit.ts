/** Lets asynchronous code and a standing clock take turns. */
import type { FakeClock } from '../fakeClock.testkit';

/** Until everything that only waits for other promises has run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock in steps, as real time would, with pending work done in between. */
export async function advanceBy(clock: FakeClock, totalMs: number, stepMs = 16): Promise<void> {
  await settle();
  for (let leftMs = totalMs; leftMs > 0; leftMs -= stepMs) {
    clock.advance(Math.min(stepMs, leftMs));
    await settle();
  }
}

/** Runs whatever asked for a turn without waiting for time, until the promise is settled. */
export async function finish<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  promise.then(done, done);
  for (let turn = 0; turn < 10_000 && !isDone; turn++) {
    clock.advance(0);
    await settle();
  }
  if (!isDone) throw new Error('the promise never settled');
  return promise;
}
