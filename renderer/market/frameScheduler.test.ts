import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../shared/feed/fakeClock.testkit';
import { BEAT_MS, FrameScheduler, newestPerFrame } from './frameScheduler';

function rig() {
  const clock = new FakeClock();
  let frames: (() => void)[] = [];
  const scheduler = new FrameScheduler((callback) => frames.push(callback), clock);
  return {
    clock,
    scheduler,
    /** An animation frame; credits given back in it have been heard when the promise resolves. */
    frame: async () => {
      const due = frames;
      frames = [];
      for (const callback of due) callback();
      await Promise.resolve();
    },
  };
}

describe('FrameScheduler', () => {
  it('runs a task once a beat however often it was requested', () => {
    const { clock, scheduler } = rig();
    const runsMs: number[] = [];
    const task = () => void runsMs.push(clock.monotonicMs());
    for (let index = 0; index < 5; index++) void scheduler.request(task);
    expect(runsMs).toEqual([]);
    clock.advance(0);
    for (let index = 0; index < 5; index++) void scheduler.request(task);
    clock.advance(10 * BEAT_MS);
    expect(runsMs).toEqual([0, BEAT_MS]);
    expect(clock.pending).toBe(0);
  });

  it('draws all that came within a beat together', () => {
    const { clock, scheduler } = rig();
    const ranAt = new Map<string, number>();
    void scheduler.request(() => ranAt.set('first', clock.monotonicMs()));
    clock.advance(1);
    void scheduler.request(() => ranAt.set('second', clock.monotonicMs()));
    clock.advance(BEAT_MS / 2);
    void scheduler.request(() => ranAt.set('third', clock.monotonicMs()));
    clock.advance(BEAT_MS);
    expect([...ranAt]).toEqual([
      ['first', 0],
      ['second', BEAT_MS],
      ['third', BEAT_MS],
    ]);
  });

  it('keeps a task with a period to it, and at once when the period is over', () => {
    const { clock, scheduler } = rig();
    const runsMs: number[] = [];
    const task = () => void runsMs.push(clock.monotonicMs());
    const stepMs = BEAT_MS / 2;
    for (let step = 0; step < 20; step++) {
      void scheduler.request(task, 4 * BEAT_MS);
      clock.advance(stepMs);
    }
    expect(runsMs.length).toBeGreaterThanOrEqual(3);
    for (const [index, runMs] of runsMs.slice(1).entries())
      expect(runMs - (runsMs[index] ?? 0)).toBeGreaterThanOrEqual(3.5 * BEAT_MS);
    clock.advance(100 * BEAT_MS);
    const beforeMs = clock.monotonicMs();
    void scheduler.request(task, 4 * BEAT_MS);
    clock.advance(0);
    expect(runsMs.at(-1)).toBe(beforeMs);
  });

  it('gives credit back in the frame that shows the task, not before', async () => {
    const { clock, scheduler, frame } = rig();
    let credited = 0;
    const credit = () => {
      credited += 1;
    };
    void scheduler.request(() => undefined).then(credit);
    await frame();
    expect(credited).toBe(0);
    clock.advance(0);
    await Promise.resolve();
    expect(credited).toBe(0);
    await frame();
    expect(credited).toBe(1);
  });

  it('gives credit back, and runs the others, when a task fails', async () => {
    const { clock, scheduler, frame } = rig();
    let ran = false;
    const broken = scheduler.request(() => {
      throw new Error('broken panel');
    });
    const whole = scheduler.request(() => {
      ran = true;
    });
    expect(() => clock.advance(0)).toThrow('broken panel');
    expect(ran).toBe(true);
    await frame();
    await Promise.all([broken, whole]);
  });

  it('does not run what was cancelled, in a beat or in its period', () => {
    const { clock, scheduler } = rig();
    let runs = 0;
    const task = () => {
      runs += 1;
    };
    void scheduler.request(task, 4 * BEAT_MS);
    scheduler.cancel(task);
    clock.advance(10 * BEAT_MS);
    expect(runs).toBe(0);
    void scheduler.request(task, 4 * BEAT_MS);
    clock.advance(0);
    void scheduler.request(task, 4 * BEAT_MS);
    scheduler.cancel(task);
    clock.advance(10 * BEAT_MS);
    expect(runs).toBe(1);
  });

  it('hands on only the newest state of a beat', () => {
    const { clock, scheduler } = rig();
    const seen: number[] = [];
    const listener = newestPerFrame<number>(scheduler, 0, (value) => seen.push(value));
    for (const value of [1, 2, 3]) void listener(value);
    clock.advance(0);
    void listener(4);
    clock.advance(BEAT_MS);
    expect(seen).toEqual([3, 4]);
  });
});
