import { describe, expect, it } from 'vitest';
import { sparkPath } from './Sparkline';

describe('sparkPath', () => {
  it('rises on the screen when prices rise, and breaks where one is not known', () => {
    const path = sparkPath([1, 2, null, 3]);
    expect(path.match(/M/g)).toHaveLength(2);
    const heights = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
  });

  it('is level for a price that stands still, and empty when nothing is known', () => {
    const heights = [...sparkPath([5, 5, 5]).matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => y);
    expect(new Set(heights).size).toBe(1);
    expect(sparkPath([null, null])).toBe('');
  });
});
