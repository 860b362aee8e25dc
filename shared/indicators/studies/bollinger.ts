import { z } from 'zod';
import type { StudyDef, StudyFold } from '../indicator';
import { periodSchema } from './periodParams';
import { hasPrices, studyFold } from './studyCore';
import { type Moments, WindowMoments } from './windowMoments';

const params = z.object({
  period: periodSchema(20),
  /** Standard deviations from the middle to a band. */
  deviations: z.number().positive().max(10).default(2),
});
type Params = z.output<typeof params>;

/** Mean of the last closes, and bands at a number of population standard deviations from it. */
export const bollinger: StudyDef<Params> = {
  id: 'bollinger',
  title: 'Bollinger bands',
  unit: 'price',
  params,
  lines: [
    { id: 'middle', title: 'Middle', style: 'line', placement: 'price' },
    { id: 'upper', title: 'Upper', style: 'line', placement: 'price' },
    { id: 'lower', title: 'Lower', style: 'line', placement: 'price' },
  ],
  create: ({ period, deviations }, { intervalMs }) =>
    closesFold(period, intervalMs, 3, ({ mean, variance }) => {
      const away = deviations * Math.sqrt(variance);
      return [mean, mean + away, mean - away];
    }),
};

/** Height of the Bollinger bands as a share of their middle: 0.05 is 5 %. Low values are a squeeze. */
export const bandWidth: StudyDef<Params> = {
  id: 'bandWidth',
  title: 'Bollinger BandWidth',
  unit: 'none',
  params,
  lines: [{ id: 'bandWidth', title: 'BandWidth', style: 'line', placement: 'own' }],
  create: ({ period, deviations }, { intervalMs }) =>
    closesFold(period, intervalMs, 1, ({ mean, variance }) => [
      (2 * deviations * Math.sqrt(variance)) / mean,
    ]),
};

function closesFold(
  period: number,
  intervalMs: number,
  lines: number,
  valuesOf: (closes: Moments) => readonly number[],
): StudyFold {
  const closes = new WindowMoments(period);
  const unknown = new Array<number>(lines).fill(Number.NaN);
  return studyFold({
    core: {
      take: ({ close }) => closes.push(close),
      read(forming) {
        const moments = closes.read(forming?.close);
        return moments === undefined ? unknown : valuesOf(moments);
      },
      snapshot: () => closes.snapshot(),
      restore: (state) => closes.restore(state),
    },
    intervalMs,
    usable: hasPrices,
    memoryBars: period,
  });
}
