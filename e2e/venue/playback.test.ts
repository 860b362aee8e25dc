/** Market time against a clock that the test moves. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaptureFrame } from './capture/captureFrame';
import { Playback, type PlaybackOptions } from './playback';
import { syntheticCapture } from './synthetic';

const OPTIONS: PlaybackOptions = {
  speed: 20,
  fromSeconds: 0,
  toSeconds: Number.POSITIVE_INFINITY,
  pendingBytes: null,
};

let played: CaptureFrame[];
let ticks: number[];
let order: number[];

async function prepared(options: Partial<PlaybackOptions> = {}, ratePerSecond = 50): Promise<Playback> {
  const symbols = ['BTCUSDT', 'ETHUSDT'];
  const capture = syntheticCapture({
    venue: 'binanceusdm',
    seconds: 600,
    ratePerSecond,
    symbols,
    seed: 7,
    hasDepth: true,
  });
  const target = {
    preview: () => {},
    play: (frame: CaptureFrame) => {
      played.push(frame);
      order.push(frame.marketTimeMs);
    },
    tick: (nowMs: number) => {
      ticks.push(nowMs);
      order.push(nowMs);
    },
  };
  const playback = new Playback(capture, target, { ...OPTIONS, ...options });
  await playback.prepare();
  return playback;
}

beforeEach(() => {
  played = [];
  ticks = [];
  order = [];
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'setImmediate'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('market time', () => {
  it('is real time times the speed, however long it runs', async () => {
    const playback = await prepared();
    playback.start();
    for (const realMs of [50, 500, 5_000, 20_000]) {
      const before = performance.now();
      await vi.advanceTimersByTimeAsync(realMs);
      expect(performance.now() - before).toBe(realMs);
    }
    expect(playback.nowMs - playback.startMs).toBeGreaterThan(25_540 * 20);
    expect(playback.nowMs - playback.startMs).toBeLessThanOrEqual(25_550 * 20);
    await playback.close();
  });

  it('leaves out pauses', async () => {
    const playback = await prepared();
    playback.start();
    await vi.advanceTimersByTimeAsync(1_000);
    playback.pause();
    await vi.advanceTimersByTimeAsync(100);
    const paused = playback.nowMs;
    await vi.advanceTimersByTimeAsync(7_000);
    expect(playback.nowMs).toBe(paused);
    playback.resume();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(playback.nowMs - playback.startMs).toBeGreaterThan(1_990 * 20);
    expect(playback.nowMs - playback.startMs).toBeLessThanOrEqual(2_000 * 20);
    await playback.close();
  });

  it('orders frames and ticks, each tick once', async () => {
    const playback = await prepared();
    playback.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(ticks).toEqual(ticks.map((_, index) => playback.startMs + index * 250));
    expect(played.length).toBeGreaterThan(2_900);
    await playback.close();
  });

  it('never runs far ahead of a client that does not read', async () => {
    let pending = 0;
    const playback = await prepared({ pendingBytes: () => pending });
    playback.start();
    await vi.advanceTimersByTimeAsync(1_000);
    pending = 1e9;
    const before = played.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(played.length).toBe(before);
    pending = 0;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(playback.nowMs - playback.startMs).toBeGreaterThan(6_900 * 20);
    await playback.close();
  });
});

describe('a synthetic capture', () => {
  it('is the same every time', async () => {
    const texts = async (): Promise<string[]> => {
      played = [];
      const playback = await prepared({ fromSeconds: 20 });
      await playback.close();
      return played.map((frame) => frame.text);
    };
    expect(await texts()).toEqual(await texts());
    expect(played.length).toBeGreaterThan(1_000);
  });
});
