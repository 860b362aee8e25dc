import type { IChartApi, ISeriesApi, MouseEventParams, Time } from 'lightweight-charts';
import { expect, it } from 'vitest';
import { chartTime } from './barData';
import { Crosshair } from './crosshair';

const MINUTE = 60_000;

/** What the library does with its crosshair, which stands at a place of the view. */
function rig() {
  let first = 0;
  let range = { from: 0, to: 100 };
  let at: string | null = null;
  let onMove: (params: MouseEventParams<Time>) => void = () => undefined;
  let onRange: () => void = () => undefined;
  const timeScale = {
    timeToIndex: (time: number) => {
      const index = time / 60 - first;
      return index >= 0 && index < 200 ? index : null;
    },
    getVisibleLogicalRange: () => range,
    setVisibleLogicalRange: (next: typeof range) => {
      range = next;
      onRange();
    },
    subscribeVisibleLogicalRangeChange: (listener: typeof onRange) => {
      onRange = listener;
    },
  };
  const chart = {
    timeScale: () => timeScale,
    subscribeCrosshairMove: (listener: typeof onMove) => {
      onMove = listener;
    },
    setCrosshairPosition: (close: number, time: number) => {
      at = `${time / 60} at ${close}`;
    },
    clearCrosshairPosition: () => {
      at = null;
    },
  };
  const candles = { dataByIndex: (index: number) => ({ time: 0, close: 1_000 + first + index }) };
  const told: (number | null)[] = [];
  const crosshair = new Crosshair(
    // Only what is used here is there.
    chart as unknown as IChartApi,
    candles as unknown as ISeriesApi<'Candlestick'>,
    (openTimeMs) => told.push(openTimeMs === null ? null : openTimeMs / MINUTE),
  );
  /** As the library tells it: with an event only when the pointer brought it about. */
  const tell = (bar: number | null, pointer?: readonly [clientX: number, clientY: number]) => {
    at = bar === null ? null : `${bar}`;
    onMove({
      ...(bar === null ? {} : { time: chartTime(bar * MINUTE) }),
      ...(pointer === undefined ? {} : { sourceEvent: { clientX: pointer[0], clientY: pointer[1] } }),
    } as MouseEventParams<Time>);
  };
  return {
    crosshair,
    tell,
    told,
    view: (from: number, to: number) => timeScale.setVisibleLogicalRange({ from, to }),
    range: () => range,
    forgetOldest: (bars: number) => {
      first += bars;
    },
    at: () => at,
  };
}

it('the crosshair follows the pointer, and bars that slide under it', () => {
  const { tell, told } = rig();
  tell(40, [10, 10]);
  tell(41);
  tell(null);
  expect(told).toEqual([40, 41, null]);
});

it('the crosshair stays on the bar it was put on while others slide under it and the pointer rests', () => {
  const { crosshair, tell, told, at, forgetOldest } = rig();
  tell(40, [10, 10]);
  crosshair.putOn(50 * MINUTE);
  tell(51);
  expect(at()).toBe('50 at 1050');
  forgetOldest(5);
  tell(55);
  tell(40, [10, 10]);
  tell(null);
  expect(at()).toBe('50 at 1050');
  expect(told).toEqual([40]);
  tell(42, [11, 10]);
  expect(at()).toBe('42');
  expect(told).toEqual([40, 42]);
});

it('the crosshair is scrolled into view, not drawn out of it, and drawn again when its bar comes back', () => {
  const { crosshair, at, view, range, forgetOldest, tell } = rig();
  crosshair.putOn(150 * MINUTE);
  expect(range()).toEqual({ from: 51, to: 151 });
  expect(at()).toBe('150 at 1150');
  view(0, 100);
  expect(at()).toBeNull();
  view(100, 199);
  expect(at()).toBe('150 at 1150');
  forgetOldest(151);
  tell(199);
  expect(at()).toBeNull();
});

it('a crosshair that was taken away stays away until the pointer brings it back', () => {
  const { crosshair, tell, told, at } = rig();
  crosshair.putOn(50 * MINUTE);
  crosshair.clear();
  expect(at()).toBeNull();
  tell(44, [10, 10]);
  expect(told).toEqual([44]);
});
