import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallResult } from '../../../shared/contract/api';
import type { BarsFrame } from '../../../shared/contract/frames';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { fail, ok, type Result } from '../../../shared/model/result';
import type { ChartTheme } from '../../chart/chartTheme';
import type { PriceChartListeners } from '../../chart/priceChart';
import type { EngineClient } from '../../engine/client';
import { BEAT_MS, FrameScheduler } from '../../market/frameScheduler';
import { nextItem } from './ChartMenu';
import { ChartController } from './chartController';

/** What the chart was told, in order. The real one needs a canvas; specs in a browser cover it. */
const told: string[] = [];
let listeners: PriceChartListeners;

vi.mock('../../chart/priceChart', () => ({
  VISIBLE_BARS: 160,
  PriceChart: class {
    constructor(_container: unknown, _theme: unknown, given: PriceChartListeners) {
      listeners = given;
    }
    identify({ intervalMs }: { readonly intervalMs: number }): void {
      told.push(`identify ${intervalMs}`);
    }
    setBars(bars: readonly unknown[], show: string): void {
      told.push(`set ${bars.length} ${show}`);
    }
    updateTail(tail: readonly unknown[]): void {
      told.push(`tail ${tail.length}`);
    }
    measure(): void {}
    pointTo(openTimeMs: number | null): void {
      told.push(`point ${openTimeMs}`);
    }
    destroy(): void {
      told.push('destroy');
    }
  },
}));

const MINUTE = 60_000;

function frame(count: number, mode: BarsFrame['mode'] = 'snapshot', first = 0): BarsFrame {
  const column = (value: (row: number) => number) =>
    Float64Array.from({ length: count }, (_, row) => value(row));
  const one = column(() => 1);
  return {
    type: 'bars',
    epoch: 1,
    mode,
    openTimeMs: column((row) => (first + row) * MINUTE),
    open: one,
    high: one,
    low: one,
    close: column((row) => first + row),
    volumeBase: one,
    takerBuyBase: one,
    shortsUsd: one,
    longsUsd: one,
    flags: new Uint8Array(count),
  };
}

function rig() {
  const clock = new FakeClock();
  const asked: { readonly limit: number; readonly interval: string }[] = [];
  let push: (frame: BarsFrame) => unknown = () => undefined;
  const subscribe = (_topic: unknown, params: (typeof asked)[number], listener: typeof push) => {
    asked.push(params);
    push = listener;
    return () => undefined;
  };
  const olderAsked: unknown[] = [];
  let answer: (result: Result<CallResult<'loadOlder'>>) => void = () => undefined;
  const call = (name: string, params: object) => {
    olderAsked.push({ name, ...params });
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  const controller = new ChartController({
    // Only handed on to the chart, which is replaced above.
    container: {} as HTMLElement,
    theme: {} as ChartTheme,
    engine: { subscribe, call } as unknown as EngineClient,
    scheduler: new FrameScheduler(() => undefined, clock),
  });
  const watch = (interval: '1m' | '1h', timeZone = 'UTC') =>
    controller.watch({ session: 'live', instrumentId: 'x:BTC', interval, priceDecimals: 1, timeZone });
  return {
    controller,
    asked,
    olderAsked,
    answerOlder: async (result: Result<CallResult<'loadOlder'>>) => {
      answer(result);
      await Promise.resolve();
      await Promise.resolve();
    },
    watch,
    receive: (bars: BarsFrame) => {
      push(bars);
      clock.advance(10 * BEAT_MS);
    },
    take: () => told.splice(0),
  };
}

beforeEach(() => told.splice(0));

describe('ChartController', () => {
  it('leaves the old bars on the screen until those of another interval have come', () => {
    const { watch, receive, take } = rig();
    watch('1m');
    receive(frame(600));
    expect(take()).toEqual(['identify 60000', 'set 600 newest']);
    watch('1h');
    expect(take()).toEqual([]);
    receive(frame(600));
    expect(take()).toEqual(['identify 3600000', 'set 600 newest']);
    receive(frame(1, 'update', 599));
    expect(take()).toEqual(['tail 1']);
  });

  it('writes the same bars in another zone without asking again', () => {
    const { watch, receive, take, asked } = rig();
    watch('1m');
    receive(frame(600));
    take();
    watch('1m', 'Asia/Tokyo');
    expect(take()).toEqual(['identify 60000', 'set 600 same']);
    expect(asked).toHaveLength(1);
  });

  it('asks for older bars when the left edge comes near, and keeps the view', () => {
    const { controller, watch, receive, take, asked } = rig();
    watch('1m');
    receive(frame(600));
    listeners.onBarsLeft(400);
    expect(asked).toHaveLength(1);
    listeners.onBarsLeft(20);
    listeners.onBarsLeft(-5);
    expect(asked.map(({ limit }) => limit)).toEqual([600, 1_500]);
    expect(controller.state.getState().leftEdge).toBe('loading');
    take();
    receive(frame(1_500));
    expect(take()).toEqual(['set 1500 same']);
    listeners.onBarsLeft(-1);
    expect(asked.map(({ limit }) => limit)).toEqual([600, 1_500, 3_000]);
  });

  it('asks the venue once when the engine has no more, and then for the bars it brought', async () => {
    const { controller, watch, receive, take, asked, olderAsked, answerOlder } = rig();
    watch('1m');
    receive(frame(500, 'snapshot', 3_000));
    listeners.onBarsLeft(40);
    listeners.onBarsLeft(-3);
    const beforeMs = 3_000 * MINUTE;
    expect(olderAsked).toEqual([
      { name: 'loadOlder', session: 'live', instrumentId: 'x:BTC', interval: '1m', beforeMs },
    ]);
    expect(controller.state.getState().leftEdge).toBe('loading');
    await answerOlder(ok({ candles: 1_000, end: null }));
    expect(controller.state.getState().leftEdge).toBe('loading');
    expect(asked.map(({ limit }) => limit)).toEqual([600, 1_580]);
    take();
    receive(frame(1_500, 'snapshot', 2_000));
    expect(take()).toEqual(['set 1500 same']);
    expect(controller.state.getState()).toMatchObject({
      leftEdge: null,
      loaded: { fromMs: 2_000 * MINUTE, toMs: 3_500 * MINUTE },
    });
    expect(olderAsked).toHaveLength(1);
  });

  it.each(['venue', 'kept'] as const)('says that there is no more (%s), and asks no further', async (end) => {
    const { controller, watch, receive, asked, olderAsked, answerOlder } = rig();
    watch('1m');
    receive(frame(599));
    listeners.onBarsLeft(-3);
    await answerOlder(ok({ candles: 0, end }));
    expect(controller.state.getState().leftEdge).toBe(end);
    listeners.onBarsLeft(30);
    expect(controller.state.getState().leftEdge).toBeNull();
    listeners.onBarsLeft(-30);
    expect(controller.state.getState().leftEdge).toBe(end);
    expect([asked, olderAsked]).toMatchObject([{ length: 1 }, { length: 1 }]);
  });

  it('says why older candles did not come, and asks again only when told to', async () => {
    const { controller, watch, receive, olderAsked, answerOlder } = rig();
    watch('1m');
    receive(frame(599));
    listeners.onBarsLeft(-3);
    await answerOlder(fail('venue-error', 'The venue did not answer.', 'Try later.', true));
    expect(controller.state.getState().leftEdge).toEqual({ failure: 'The venue did not answer. Try later.' });
    listeners.onBarsLeft(-4);
    expect(olderAsked).toHaveLength(1);
    void controller.loadOlder();
    expect(controller.state.getState().leftEdge).toBe('loading');
    expect(olderAsked).toHaveLength(2);
  });

  it('passes over an answer about bars that are no longer shown', async () => {
    const { controller, watch, receive, asked, olderAsked, answerOlder } = rig();
    watch('1m');
    receive(frame(500, 'snapshot', 3_000));
    listeners.onBarsLeft(-3);
    watch('1h');
    await answerOlder(ok({ candles: 1_000, end: 'venue' }));
    expect(asked.map(({ limit }) => limit)).toEqual([600, 600]);
    receive(frame(500, 'snapshot', 3_000));
    listeners.onBarsLeft(-3);
    expect(olderAsked).toHaveLength(2);
    expect(controller.state.getState().leftEdge).toBe('loading');
  });

  it('leaves it to the user to ask for more while the chart is not filled', () => {
    const { controller, watch, receive, olderAsked } = rig();
    watch('1m');
    receive(frame(20, 'snapshot', 3_000));
    listeners.onBarsLeft(-30);
    expect(controller.state.getState().leftEdge).toBe('held');
    expect(olderAsked).toEqual([]);
    void controller.loadOlder();
    expect(olderAsked).toHaveLength(1);
  });

  it('shows the newest bars of a young chart again when its history comes', () => {
    const { watch, receive, take } = rig();
    watch('1m');
    receive(frame(3));
    take();
    receive(frame(400));
    expect(take()).toEqual(['set 400 newest']);
    receive(frame(500));
    expect(take()).toEqual(['set 500 same']);
  });

  it('moves the crosshair by bars, from the newest one, and stays inside', () => {
    const { controller, watch, receive, take } = rig();
    watch('1m');
    receive(frame(10));
    take();
    controller.movePointer(-2);
    expect(controller.state.getState().bar?.openTimeMs).toBe(7 * MINUTE);
    expect(controller.state.getState().previousClose).toBe(6);
    controller.movePointer(-99);
    expect(controller.state.getState().bar?.openTimeMs).toBe(0);
    expect(controller.state.getState().previousClose).toBeNull();
    controller.movePointer(99);
    expect(take().at(-1)).toBe(`point ${9 * MINUTE}`);
  });

  it('says that there is no bar yet', () => {
    const { controller, watch, receive } = rig();
    watch('1m');
    expect(controller.state.getState().load).toBe('loading');
    receive(frame(0));
    expect(controller.state.getState()).toMatchObject({ load: 'empty', bar: null, leftEdge: null });
  });
});

describe('nextItem', () => {
  it('goes round with the arrows and to the ends', () => {
    expect([nextItem('ArrowDown', 2, 3), nextItem('ArrowUp', 0, 3)]).toEqual([0, 2]);
    expect([nextItem('Home', 2, 3), nextItem('End', 0, 3), nextItem('a', 0, 3)]).toEqual([0, 2, null]);
    expect([nextItem('ArrowDown', -1, 3), nextItem('ArrowUp', -1, 3), nextItem('End', 0, 0)]).toEqual([
      0,
      2,
      null,
    ]);
  });
});
