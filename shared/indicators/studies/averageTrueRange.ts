import { z } from 'zod';
import type { StudyDef } from '../indicator';
import { periodSchema } from './periodParams';
import { hasPrices, stepCore, studyFold } from './studyCore';
import { trueRange } from './trueRange';

const params = z.object({
  period: periodSchema(14),
  /**
   * What the first average is of. `taLib`: of true ranges that have a close before them, so it comes a bar later.
   * `tradingView`: of all, that of the first bar being its height. They meet after some periods.
   */
  seed: z.enum(['taLib', 'tradingView']).default('tradingView'),
});

interface State {
  readonly close: number | null;
  readonly count: number;
  /** Sum of true ranges until there are `period` of them, then their average. */
  readonly value: number;
}

/** After so many periods, less than 2 % of the weight is older. */
const MEMORY_PERIODS = 4;

/** Average true range with Wilder's smoothing, weight 1 / period. */
export const averageTrueRange: StudyDef<z.output<typeof params>> = {
  id: 'atr',
  title: 'ATR (Wilder)',
  unit: 'price',
  params,
  lines: [{ id: 'atr', title: 'ATR', style: 'line', placement: 'own' }],
  create({ period, seed }, { intervalMs }) {
    const core = stepCore<State>({
      start: { close: null, count: 0, value: 0 },
      step(state, bar) {
        const { close } = bar;
        if (state.close === null && seed === 'taLib') return { ...state, close };
        const range = trueRange(bar, state.close);
        if (state.count === period) {
          return { close, count: period, value: (state.value * (period - 1) + range) / period };
        }
        const count = state.count + 1;
        const sum = state.value + range;
        return { close, count, value: count === period ? sum / period : sum };
      },
      read: ({ count, value }) => [count < period ? Number.NaN : value],
    });
    return studyFold({ core, intervalMs, usable: hasPrices, memoryBars: MEMORY_PERIODS * period });
  },
};
