import { z } from 'zod';
import type { StudyDef } from '../indicator';
import { periodSchema } from './periodParams';
import { hasVolume, studyFold } from './studyCore';
import { WindowMoments } from './windowMoments';

const params = z.object({ period: periodSchema(20) });

interface State {
  readonly window: unknown;
  /** Mean volume of the bars before the last one, and its own; null before there are enough. */
  readonly before: number | null;
  readonly last: number;
}

/**
 * Volume of a bar over the mean of the bars before it: 2 is twice as much. A bar touched by a gap has a hole and
 * is left out of the means. (Relative volume by hour of day, which breakouts are judged by, is a figure of its
 * own.)
 */
export const relativeVolume: StudyDef<z.output<typeof params>> = {
  id: 'relativeVolume',
  title: 'Relative volume',
  unit: 'none',
  params,
  lines: [{ id: 'relativeVolume', title: 'Relative volume', style: 'histogram', placement: 'own' }],
  create({ period }, { intervalMs }) {
    const window = new WindowMoments(period);
    let before: number | null = null;
    let last = 0;
    const ratio = (volume: number, mean: number | null) =>
      mean !== null && mean > 0 ? volume / mean : Number.NaN;
    const mean = () => window.read()?.mean ?? null;
    return studyFold({
      core: {
        take({ volumeBase }) {
          before = mean();
          last = volumeBase;
          window.push(volumeBase);
        },
        read: (forming) => [forming === undefined ? ratio(last, before) : ratio(forming.volumeBase, mean())],
        snapshot: (): State => ({ window: window.snapshot(), before, last }),
        restore(state) {
          const saved = state as State;
          window.restore(saved.window);
          before = saved.before;
          last = saved.last;
        },
      },
      intervalMs,
      usable: hasVolume,
      memoryBars: period + 1,
    });
  },
};
