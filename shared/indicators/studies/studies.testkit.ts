/** Bars for tests of studies: the worked example that several libraries agree on, and random ones. */
import fc from 'fast-check';
import { START_MS } from '../../model/testing/arbitraries.testkit';
import { HOUR_MS } from '../../model/time';
import type { IndicatorBar, StudyDef, StudyFold } from '../indicator';

const HIGHS = [102, 104, 103, 105, 106, 107, 106, 108, 110, 109, 111, 112, 112, 113, 115, 114];
const LOWS = [99, 101, 100, 102, 103, 104, 103, 105, 106, 106, 107, 109, 112, 110, 111, 110];
const CLOSES = [101, 103, 100, 104, 105, 104.5, 105.5, 107, 106, 108, 110, 109, 112, 112, 114, 110];
const VOLUMES = [1000, 1200, 900, 1100, 1500, 1300, 800, 1700, 2100, 1600, 1900, 1400, 500, 2200, 2600, 2000];

export function bar(index: number, overrides: Partial<IndicatorBar> = {}): IndicatorBar {
  return {
    openTimeMs: START_MS + index * HOUR_MS,
    open: 100,
    high: 101,
    low: 99,
    close: 100,
    volumeBase: 10,
    takerBuyBase: 5,
    touchedByGap: false,
    ...overrides,
  };
}

/** 16 hours; the 13th bar is flat. */
export const EXAMPLE: readonly IndicatorBar[] = CLOSES.map((close, index) =>
  bar(index, {
    open: CLOSES[index - 1] ?? 100,
    high: HIGHS[index] ?? Number.NaN,
    low: LOWS[index] ?? Number.NaN,
    close,
    volumeBase: VOLUMES[index] ?? Number.NaN,
    takerBuyBase: (VOLUMES[index] ?? Number.NaN) / 2,
  }),
);

/** Bars of an hour on a random walk, the same for the same seed: for comparisons with libraries. */
export function randomBars(count: number, seed: number): IndicatorBar[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const bars: IndicatorBar[] = [];
  let close = 90_000;
  for (let index = 0; index < count; index++) {
    const open = close;
    close = Math.max(1_000, open * (1 + 0.01 * (next() - 0.5)));
    const flat = next() < 0.01;
    const high = flat ? close : Math.max(open, close) * (1 + 0.003 * next());
    const low = flat ? close : Math.min(open, close) * (1 - 0.003 * next());
    const volumeBase = 1_000 * next();
    bars.push(bar(index, { open, high, low, close, volumeBase, takerBuyBase: volumeBase * next() }));
  }
  return bars;
}

const step = fc.record({
  move: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
  above: fc.double({ min: 0, max: 0.02, noNaN: true }),
  below: fc.double({ min: 0, max: 0.02, noNaN: true }),
  volumeBase: fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
    fc.constant(0),
  ),
  bought: fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    fc.constant(Number.NaN),
  ),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('whole' as const) },
    fc.constantFrom('flat' as const, 'gap' as const, 'unknown' as const, 'late' as const),
  ),
});

/** Hours with flat bars, bars touched by gaps, unknown prices or taker volume, and hours left out. */
export const arbitraryBars: fc.Arbitrary<IndicatorBar[]> = fc.array(step, { maxLength: 120 }).map((steps) => {
  let close = 90_000;
  let index = 0;
  return steps.map(({ move, above, below, volumeBase, bought, kind }) => {
    const open = close;
    close = kind === 'flat' ? open : open * (1 + move);
    index += kind === 'late' ? 5 : 1;
    const flat = kind === 'flat';
    return bar(index, {
      open,
      high: kind === 'unknown' ? Number.NaN : flat ? close : Math.max(open, close) * (1 + above),
      low: flat ? close : Math.min(open, close) * (1 - below),
      close,
      volumeBase,
      takerBuyBase: volumeBase * bought,
      touchedByGap: kind === 'gap',
    });
  });
});

export function createStudy<P>(study: StudyDef<P>, params: unknown = {}): StudyFold {
  return study.create(study.params.parse(params), { intervalMs: HOUR_MS });
}

/** The values of all lines after each bar. */
export function runStudy<P>(
  study: StudyDef<P>,
  bars: readonly IndicatorBar[],
  params: unknown = {},
): (readonly number[])[] {
  const fold = createStudy(study, params);
  return bars.map((each) => {
    fold.close(each);
    return fold.read();
  });
}

/** One line of it. */
export function runLine<P>(
  study: StudyDef<P>,
  bars: readonly IndicatorBar[],
  params: unknown = {},
  line = 0,
): number[] {
  return runStudy(study, bars, params).map((values) => values[line] ?? Number.NaN);
}
