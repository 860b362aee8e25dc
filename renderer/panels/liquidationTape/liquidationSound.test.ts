import { describe, expect, it } from 'vitest';
import { tapeFrame } from '../../testing/fakeMarket.testkit';
import { LiquidationSound, type Tone, toneOf } from './liquidationSound';

const row = (seq: number, notionalUsd: number, upward: boolean) => ({
  seq,
  time: seq,
  instrumentId: 'bybit:BTCUSDT',
  price: 1,
  notionalUsd,
  upward,
});

function setUp() {
  const played: Tone[] = [];
  let nowMs = 0;
  const sound = new LiquidationSound(
    (tone) => played.push(tone),
    () => nowMs,
  );
  return {
    played,
    hear: (rows: readonly ReturnType<typeof row>[], mode: 'snapshot' | 'update' = 'update') =>
      sound.hear(tapeFrame(rows, mode), 100_000, 1),
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('liquidations as sound', () => {
  it('rise for shorts and fall for longs; larger ones are deeper and louder', () => {
    const small = toneOf(true, 100_000, 100_000, 1);
    const large = toneOf(true, 10_000_000, 100_000, 1);
    expect(small.toHz).toBeGreaterThan(small.fromHz);
    expect(toneOf(false, 100_000, 100_000, 1).toHz).toBeLessThan(small.fromHz);
    expect(large.fromHz).toBeLessThan(small.fromHz);
    expect(large.loudness).toBeGreaterThan(small.loudness);
    expect(toneOf(true, 1e12, 1, 1).loudness).toBeLessThanOrEqual(1);
    expect(toneOf(true, 1e12, 1, 0).loudness).toBe(0);
  });

  it('are silent for what was before, and for what is too small', () => {
    const { played, hear } = setUp();
    hear([row(1, 5e6, true)], 'snapshot');
    hear([row(2, 99_999, true)]);
    expect(played).toEqual([]);
    hear([row(3, 100_000, true)]);
    expect(played).toHaveLength(1);
  });

  it('give one tone for a batch, its largest, and no more than eight a second', () => {
    const { played, hear, wait } = setUp();
    hear([row(1, 200_000, true), row(2, 900_000, false), row(3, 150_000, true)]);
    expect(played).toEqual([toneOf(false, 900_000, 100_000, 1)]);
    for (let step = 0; step < 100; step++) {
      wait(10);
      hear([row(10 + step, 200_000, true)]);
    }
    expect(played.length).toBeLessThanOrEqual(9);
    expect(played.length).toBeGreaterThan(5);
  });
});
