import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import type { LiveSource } from '../../../shared/feed/source';
import type { FeedStatusEvent, MarketEvent } from '../../../shared/model/events';
import { InstrumentTable } from '../../../shared/model/instrument';
import { feedStatus, trade } from '../../../shared/model/testing/arbitraries.testkit';
import { keepRunning } from './keepRunning';

function start(run: LiveSource['run']) {
  const clock = new FakeClock();
  const abort = new AbortController();
  const emitted: MarketEvent[] = [];
  const failures: unknown[] = [];
  const recoveries: number[] = [];
  const runsMs: number[] = [];
  const ended = keepRunning({
    source: {
      venue: { id: 'a', title: 'A', liquidationReporting: 'none', streams: ['trades', 'book'] },
      run: (...all) => {
        runsMs.push(clock.monotonicMs());
        return run(...all);
      },
    },
    selection: { assets: ['BTC'], venues: ['a'], streams: ['trades', 'ticker'] },
    sink: { instruments: new InstrumentTable(), emit: (event) => emitted.push(event) },
    signal: abort.signal,
    clock,
    onFailed: (error) => failures.push(error),
    onRecovered: () => recoveries.push(clock.monotonicMs()),
  });
  /** Lets the clock go on in seconds, with turns of the event loop in between. */
  const advance = async (seconds: number): Promise<void> => {
    for (let second = 0; second <= seconds; second++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (second < seconds) clock.advance(1_000);
    }
  };
  return { abort, clock, emitted, ended, failures, recoveries, runsMs, advance };
}

describe('a source that is kept running', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('a bug'))],
    ['ends early', () => Promise.resolve()],
    [
      'throws',
      () => {
        throw new Error('a bug');
      },
    ],
  ])('is started again when it %s, ever later, and says so', async (_how, run) => {
    const { abort, clock, emitted, ended, failures, runsMs, advance } = start(run);
    await advance(130);
    expect(runsMs).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000]);
    expect(failures).toHaveLength(8);
    const statuses = emitted as FeedStatusEvent[];
    expect(statuses.slice(0, 2)).toMatchObject([
      { venue: 'a', stream: null, state: 'reconnecting', reason: expect.stringContaining('again in 1 s') },
      { venue: 'a', stream: 'trades', state: 'reconnecting' },
    ]);
    expect(statuses).toHaveLength(16);
    abort.abort();
    await ended;
    expect(clock.pending).toBe(0);
  });

  it('waits no longer than at first after it ran for a while', async () => {
    let stop = (): void => {};
    const { runsMs, advance, abort, ended } = start(
      (_selection, _sink, signal) =>
        new Promise((resolve) => {
          stop = resolve;
          signal.addEventListener('abort', () => resolve());
        }),
    );
    for (const seconds of [1, 1, 100]) {
      await advance(seconds);
      stop();
      await advance(2);
    }
    expect(runsMs).toEqual([0, 2_000, 6_000, 107_000]);
    abort.abort();
    await ended;
  });

  it('ends with the signal, silent unless it fails then', async () => {
    const { abort, emitted, ended, failures, runsMs } = start(
      (_selection, _sink, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('a bug while closing'))),
        ),
    );
    abort.abort();
    await ended;
    expect([emitted, runsMs, failures.length]).toEqual([[], [0], 1]);
  });

  it('has recovered when it brings something of the market again, which is told once', async () => {
    let runs = 0;
    const { abort, ended, recoveries, advance } = start(async (_selection, sink, signal) => {
      runs++;
      sink.emit(feedStatus());
      if (runs > 2) for (let seq = 1; seq <= 3; seq++) sink.emit(trade());
      if (runs < 4) throw new Error('a bug');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    });
    await advance(20);
    expect(recoveries).toEqual([3_000, 7_000]);
    abort.abort();
    await ended;
  });
});
