import { z } from 'zod';
import type { IndicatorState, StudyDef } from '../indicator';
import { periodSchema } from './periodParams';
import { SlidingHighest } from './slidingHighest';
import { hasPrices, studyFold } from './studyCore';

const params = z.object({ period: periodSchema(20) });

/** Highest high and lowest low of the last bars, the newest included, and their middle. */
export const donchian: StudyDef<z.output<typeof params>> = {
  id: 'donchian',
  title: 'Donchian channel',
  unit: 'price',
  params,
  lines: [
    { id: 'upper', title: 'Upper', style: 'line', placement: 'price' },
    { id: 'lower', title: 'Lower', style: 'line', placement: 'price' },
    { id: 'middle', title: 'Middle', style: 'line', placement: 'price' },
  ],
  create({ period }, { intervalMs }) {
    const highs = new SlidingHighest(period);
    const negatedLows = new SlidingHighest(period);
    return studyFold({
      core: {
        take({ high, low }) {
          highs.push(high);
          negatedLows.push(-low);
        },
        read(forming) {
          const upper = highs.read(forming?.high);
          const lower = -negatedLows.read(forming === undefined ? undefined : -forming.low);
          return [upper, lower, (upper + lower) / 2];
        },
        snapshot: () => ({ highs: highs.snapshot(), negatedLows: negatedLows.snapshot() }),
        restore(state) {
          const saved = state as { readonly highs: IndicatorState; readonly negatedLows: IndicatorState };
          highs.restore(saved.highs);
          negatedLows.restore(saved.negatedLows);
        },
      },
      intervalMs,
      usable: hasPrices,
      memoryBars: period,
    });
  },
};
