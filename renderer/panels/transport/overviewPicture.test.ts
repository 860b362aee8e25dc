import { describe, expect, it } from 'vitest';
import { drawOverview, linePoints } from './overviewPicture';

const MINUTE = 60_000;
const range = { fromMs: 0, toMs: 6 * MINUTE };
const overview = {
  epoch: 1,
  fromMs: 0,
  bucketMs: MINUTE,
  close: [10, 11, null, 12, 13, 14],
  shortsUsd: [0, 0, 0, 300, 0, 0],
  longsUsd: [0, 100, 0, 100, 0, 0],
};

describe('linePoints', () => {
  it('goes on over columns without a trade, and breaks at gaps', () => {
    const whole = linePoints(overview, range, []);
    expect(whole.map(({ price }) => price)).toEqual([10, 11, 12, 13, 14]);
    expect(whole.filter(({ isStart }) => isStart)).toHaveLength(1);
    const gap = { fromMs: 2 * MINUTE, toMs: 3 * MINUTE };
    const broken = linePoints(overview, range, [gap]);
    expect(broken.filter(({ isStart }) => isStart).map(({ price }) => price)).toEqual([10, 12]);
  });

  it('leaves out what lies outside of the range', () => {
    const late = linePoints(overview, { fromMs: 3.5 * MINUTE, toMs: 4.5 * MINUTE }, []);
    expect(late.map(({ price }) => price)).toEqual([12, 13]);
  });
});

describe('drawOverview', () => {
  it('draws liquidations in their colours, in proportion, with the two sides on top of each other', () => {
    const bars: { style: string; x: number; y: number; height: number }[] = [];
    const canvas = {
      fillStyle: '',
      strokeStyle: '',
      lineWidth: 1,
      lineJoin: 'round' as const,
      beginPath: () => undefined,
      moveTo: () => undefined,
      lineTo: () => undefined,
      stroke: () => undefined,
      fillRect(x: number, y: number, _width: number, height: number) {
        if (height > 0) bars.push({ style: String(this.fillStyle), x, y, height });
      },
    };
    drawOverview(canvas, overview, { width: 600, height: 100, range, gaps: [], color: (token) => token });
    expect(bars).toHaveLength(3);
    const [small, shorts, longs] = bars;
    expect(small).toMatchObject({ style: 'longs', x: 100 });
    expect(shorts).toMatchObject({ style: 'shorts', x: 300 });
    expect(longs).toMatchObject({ style: 'longs', x: 300 });
    expect((shorts?.height ?? 0) / (longs?.height ?? 1)).toBeCloseTo(3);
    expect((longs?.y ?? 0) + (longs?.height ?? 0)).toBeCloseTo(shorts?.y ?? 0);
    expect(small?.height).toBeCloseTo(longs?.height ?? 0);
  });
});
