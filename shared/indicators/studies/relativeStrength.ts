import { z } from 'zod';
import type { StudyDef } from '../indicator';
import { periodSchema } from './periodParams';
import { hasPrices, stepCore, studyFold } from './studyCore';

const params = z.object({ period: periodSchema(14) });

interface State {
  readonly close: number | null;
  readonly changes: number;
  /** Sums until there are `period` changes, then averages. */
  readonly gain: number;
  readonly loss: number;
}

/** After so many periods, less than 2 % of the weight is older. */
const MEMORY_PERIODS = 4;

/**
 * Relative strength index (Wilder), 0 … 100: average gain as a share of average gain and loss of closes, seeded
 * with the mean of the first period. 50 when nothing moved at all.
 */
export const relativeStrength: StudyDef<z.output<typeof params>> = {
  id: 'rsi',
  title: 'RSI (Wilder)',
  unit: 'none',
  params,
  lines: [{ id: 'rsi', title: 'RSI', style: 'line', placement: 'own' }],
  create({ period }, { intervalMs }) {
    const core = stepCore<State>({
      start: { close: null, changes: 0, gain: 0, loss: 0 },
      step(state, { close }) {
        if (state.close === null) return { ...state, close };
        const change = close - state.close;
        const gain = Math.max(0, change);
        const loss = Math.max(0, -change);
        if (state.changes === period) {
          const averaged = (average: number, value: number) => (average * (period - 1) + value) / period;
          return {
            close,
            changes: period,
            gain: averaged(state.gain, gain),
            loss: averaged(state.loss, loss),
          };
        }
        const changes = state.changes + 1;
        const share = changes === period ? period : 1;
        return { close, changes, gain: (state.gain + gain) / share, loss: (state.loss + loss) / share };
      },
      read({ changes, gain, loss }) {
        if (changes < period) return [Number.NaN];
        return [gain + loss === 0 ? 50 : (100 * gain) / (gain + loss)];
      },
    });
    return studyFold({ core, intervalMs, usable: hasPrices, memoryBars: MEMORY_PERIODS * period });
  },
};
