import { z } from 'zod';
import type { StudyDef } from '../indicator';
import { periodSchema } from './periodParams';
import { hasPrices, stepCore, studyFold } from './studyCore';

const params = z.object({ period: periodSchema(21) });

interface State {
  readonly bars: number;
  /** Sum of closes until there are `period` of them, then the average. */
  readonly value: number;
}

/** After so many periods, less than 2 % of the weight is older. */
const MEMORY_PERIODS = 2;

/** Exponential moving average of closes, weight 2 / (period + 1), seeded with the mean of the first period. */
export const exponentialAverage: StudyDef<z.output<typeof params>> = {
  id: 'ema',
  title: 'EMA',
  unit: 'price',
  params,
  lines: [{ id: 'ema', title: 'EMA', style: 'line', placement: 'price' }],
  create({ period }, { intervalMs }) {
    const weight = 2 / (period + 1);
    const core = stepCore<State>({
      start: { bars: 0, value: 0 },
      step({ bars, value }, { close }) {
        if (bars >= period) return { bars, value: value + weight * (close - value) };
        const sum = value + close;
        return { bars: bars + 1, value: bars + 1 === period ? sum / period : sum };
      },
      read: ({ bars, value }) => [bars < period ? Number.NaN : value],
    });
    return studyFold({ core, intervalMs, usable: hasPrices, memoryBars: MEMORY_PERIODS * period });
  },
};
