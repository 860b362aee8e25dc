import { describe, expect, it } from 'vitest';
import { FrameScheduler, newestPerFrame } from './frameScheduler';

function manualFrames() {
  let pending: (() => void)[] = [];
  return {
    request: (callback: () => void) => pending.push(callback),
    frame: () => {
      const due = pending;
      pending = [];
      for (const callback of due) callback();
    },
    get requested() {
      return pending.length;
    },
  };
}

const clock = { schedule: () => () => undefined };

describe('FrameScheduler', () => {
  it('holds credit back for the rest that was asked for', async () => {
    const frames = manualFrames();
    const timers: { readonly delayMs: number; readonly task: () => void }[] = [];
    const scheduler = new FrameScheduler(frames.request, {
      schedule: (delayMs, task) => {
        timers.push({ delayMs, task });
        return () => undefined;
      },
    });
    let credited = false;
    const credit = scheduler.flushed(200).then(() => {
      credited = true;
    });
    frames.frame();
    await Promise.resolve();
    expect([credited, timers[0]?.delayMs]).toEqual([false, 200]);
    timers[0]?.task();
    await credit;
    expect(credited).toBe(true);
  });

  it('runs a task once a frame however often it was requested', () => {
    const frames = manualFrames();
    const scheduler = new FrameScheduler(frames.request, clock);
    let runs = 0;
    const task = () => {
      runs += 1;
    };
    for (let index = 0; index < 5; index++) scheduler.request(task);
    expect([runs, frames.requested]).toEqual([0, 1]);
    frames.frame();
    expect([runs, frames.requested]).toEqual([1, 0]);
  });

  it('gives credit back after the flush, even when a task fails', async () => {
    const frames = manualFrames();
    const scheduler = new FrameScheduler(frames.request, clock);
    scheduler.request(() => {
      throw new Error('broken panel');
    });
    const credit = scheduler.flushed(0);
    expect(() => frames.frame()).toThrow('broken panel');
    await expect(credit).resolves.toBeUndefined();
  });

  it('does not run what was cancelled', () => {
    const frames = manualFrames();
    const scheduler = new FrameScheduler(frames.request, clock);
    let ran = false;
    const task = () => {
      ran = true;
    };
    scheduler.request(task);
    scheduler.cancel(task);
    frames.frame();
    expect(ran).toBe(false);
  });

  it('hands on only the newest state of a frame', async () => {
    const frames = manualFrames();
    const seen: number[] = [];
    const listener = newestPerFrame<number>(new FrameScheduler(frames.request, clock), 0, (value) =>
      seen.push(value),
    );
    const credits = [listener(1), listener(2), listener(3)];
    frames.frame();
    await Promise.all(credits);
    void listener(4);
    frames.frame();
    expect(seen).toEqual([3, 4]);
  });
});
