import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { HttpProblem, PRIORITY, RestQueue } from './restQueue';

function create() {
  const clock = new FakeClock();
  const reports: (string | null)[] = [];
  const queue = new RestQueue({
    venueTitle: 'Test venue',
    clock,
    random: () => 0,
    retryMs: 1_000,
    report: (text) => reports.push(text),
  });
  return { clock, reports, queue };
}

/** Lets promises that are settled run their continuations. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe('RestQueue', () => {
  it('waits as long as the venue asks, holding every other request back', async () => {
    const { clock, reports, queue } = create();
    let calls = 0;
    const limited = queue.run(PRIORITY.history, 'candles', () => {
      calls++;
      return calls === 1
        ? Promise.reject(new HttpProblem(429, 'slow down', 7_000))
        : Promise.resolve('candles');
    });
    await settle();
    const other = queue.run(PRIORITY.trades, 'trades', () => Promise.resolve('trades'));
    clock.advance(6_999);
    await settle();
    expect([calls, reports]).toEqual([1, ['Test venue limits our requests (HTTP 429); asking again in 7 s']]);
    clock.advance(1);
    expect([await limited, await other]).toEqual([
      { ok: true, value: 'candles' },
      { ok: true, value: 'trades' },
    ]);
    expect(reports.at(-1)).toBeNull();
  });

  it('tries again after a failure that may pass, with growing waits, and gives up in the end', async () => {
    const { clock, queue } = create();
    let calls = 0;
    const result = queue.run(PRIORITY.book, 'order book', () => {
      calls++;
      return Promise.reject(new HttpProblem(500, 'oops'));
    });
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000]) {
      await settle();
      const before = calls;
      clock.advance(waitMs - 1);
      await settle();
      expect(calls).toBe(before);
      clock.advance(1);
    }
    const answer = await result;
    expect(calls).toBe(6);
    expect(answer.ok ? null : answer.error).toMatchObject({ code: 'venue-error', retryable: true });
  });

  it('does not repeat what was refused, and says what and why', async () => {
    const { queue } = create();
    let calls = 0;
    const answer = await queue.run(PRIORITY.trades, 'trade history of BTCUSDT', () => {
      calls++;
      return Promise.reject(new HttpProblem(451, 'not from here'));
    });
    expect(calls).toBe(1);
    expect(answer.ok ? '' : answer.error.message).toBe(
      'Test venue refuses the trade history of BTCUSDT (HTTP 451: not from here)',
    );
  });

  it('serves the more urgent first and never more than a few at once', async () => {
    const { queue } = create();
    const started: string[] = [];
    const ends: (() => void)[] = [];
    const ask = (name: string, priority: number) =>
      queue.run(priority, name, () => {
        started.push(name);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    for (const name of ['history 1', 'history 2', 'history 3', 'history 4']) void ask(name, PRIORITY.history);
    void ask('trades', PRIORITY.trades);
    expect(started).toEqual(['history 1', 'history 2', 'history 3']);
    ends[0]?.();
    await settle();
    expect(started.at(-1)).toBe('trades');
  });

  it('cancels what is under way when it stops', async () => {
    const { queue } = create();
    const running = queue.run(PRIORITY.book, 'order book', () => new Promise(() => {}));
    queue.stop();
    const late = await queue.run(PRIORITY.book, 'order book', () => Promise.resolve(1));
    const answers = [await running, late];
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
      'cancelled',
      'cancelled',
    ]);
  });
});
