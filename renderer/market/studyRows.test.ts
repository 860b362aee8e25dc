import { describe, expect, it } from 'vitest';
import type { StudyFrame } from '../../shared/contract/frames';
import { StudyRows } from './studyRows';

function frame(
  mode: StudyFrame['mode'],
  rows: readonly (readonly [number, number])[],
  epoch = 1,
): StudyFrame {
  return {
    type: 'study',
    epoch,
    mode,
    openTimeMs: Float64Array.from(rows, ([openTimeMs]) => openTimeMs),
    lines: ['one'],
    values: [Float64Array.from(rows, ([, value]) => value)],
  };
}

describe('rows of a study', () => {
  it('are replaced by a snapshot, and by open time by an update', () => {
    const study = new StudyRows();
    study.apply(frame('update', [[1, 9]]));
    expect(study.rows).toEqual([]);
    study.apply(
      frame('snapshot', [
        [1, 10],
        [3, 30],
      ]),
    );
    study.apply(
      frame('update', [
        [2, 20],
        [3, 31],
        [4, Number.NaN],
      ]),
    );
    expect(study.rows.map(({ openTimeMs, values }) => [openTimeMs, values[0]])).toEqual([
      [1, 10],
      [2, 20],
      [3, 31],
      [4, Number.NaN],
    ]);
    expect(study.at(3)?.values).toEqual([31]);
    expect(study.at(5)).toBeUndefined();
    study.apply(frame('update', [[5, 50]], 2));
    expect(study.at(5)).toBeUndefined();
    study.apply(frame('snapshot', [[7, 70]], 2));
    expect(study.rows).toHaveLength(1);
  });
});
