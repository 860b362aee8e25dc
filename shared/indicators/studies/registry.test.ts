import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../model/time';
import type { IndicatorBar, StudyFold } from '../indicator';
import { STUDIES } from './registry';
import { arbitraryBars, bar, createStudy } from './studies.testkit';

/** The calendar repeats after 400 years: days, weeks and months begin alike. */
const CALENDAR_MS = 146_097 * DAY_MS;
/** Short enough for the windows to fill in a random case. */
const PARAMETERS = [
  {},
  { period: 5 },
  { period: 2 },
  { anchor: 'start' },
  { anchor: 'week' },
  { anchor: 'month' },
];
const parameters = fc.constantFrom(...PARAMETERS);

const told = (fold: StudyFold) => ({ values: fold.read(), quality: fold.quality() });

function outputs(fold: StudyFold, bars: readonly IndicatorBar[]) {
  return bars.map((each) => {
    fold.close(each);
    return told(fold);
  });
}

describe('registry', () => {
  it('has every study once, and one value for each of its lines', () => {
    expect(new Set(STUDIES.map(({ id }) => id)).size).toBe(STUDIES.length);
    for (const study of STUDIES) {
      const fold = createStudy(study);
      expect(fold.read(), study.id).toHaveLength(study.lines.length);
      fold.close(bar(0));
      expect(fold.read(bar(1, { close: Number.NaN })), study.id).toEqual(study.lines.map(() => Number.NaN));
    }
  });
});

describe.each(STUDIES.map((study) => [study.id, study] as const))('%s', (_, study) => {
  it('never looks ahead: what a prefix gives is what the full run gave as of there', () => {
    fc.assert(
      fc.property(arbitraryBars, parameters, fc.nat({ max: 120 }), (bars, params, cut) => {
        const whole = outputs(createStudy(study, params), bars).slice(0, cut);
        expect(outputs(createStudy(study, params), bars.slice(0, cut))).toEqual(whole);
      }),
    );
  });

  it('goes on after a snapshot, through JSON, as if nothing had been', () => {
    fc.assert(
      fc.property(arbitraryBars, parameters, fc.nat({ max: 120 }), (bars, params, cut) => {
        const straight = outputs(createStudy(study, params), bars);
        const first = createStudy(study, params);
        const before = outputs(first, bars.slice(0, cut));
        const saved = JSON.stringify(first.snapshot());
        const second = createStudy(study, params);
        second.restore(JSON.parse(saved));
        expect([...before, ...outputs(second, bars.slice(cut))]).toEqual(straight);
      }),
    );
  });

  it('keeps a snapshot as it was, whatever comes after', () => {
    fc.assert(
      fc.property(arbitraryBars, parameters, fc.nat({ max: 120 }), (bars, params, cut) => {
        const fold = createStudy(study, params);
        outputs(fold, bars.slice(0, cut));
        const snapshot = fold.snapshot();
        const saved = JSON.stringify(snapshot);
        outputs(fold, bars.slice(cut));
        expect(JSON.stringify(snapshot)).toBe(saved);
      }),
    );
  });

  it('reads a forming bar as if it closed, and changes nothing by it', () => {
    fc.assert(
      fc.property(arbitraryBars, parameters, (bars, params) => {
        const undisturbed = outputs(createStudy(study, params), bars);
        const fold = createStudy(study, params);
        bars.forEach((each, index) => {
          const forming = fold.read(each);
          fold.close(each);
          expect(forming).toEqual(fold.read());
          expect(told(fold)).toEqual(undisturbed[index]);
        });
      }),
    );
  });

  it('does not know what year it is', () => {
    fc.assert(
      fc.property(arbitraryBars, parameters, (bars, params) => {
        const shifted = bars.map((each) => ({ ...each, openTimeMs: each.openTimeMs + CALENDAR_MS }));
        const values = (list: readonly IndicatorBar[]) =>
          outputs(createStudy(study, params), list).map((told) => [told.values, told.quality.completeness]);
        expect(values(shifted)).toEqual(values(bars));
      }),
    );
  });

  it('never makes a number of unknown prices, nor calls a line with a hole known', () => {
    fc.assert(
      fc.property(arbitraryBars, parameters, (bars, params) => {
        outputs(createStudy(study, params), bars).forEach(({ values, quality }, index) => {
          if (Number.isNaN(bars[index]?.high)) expect(values).toEqual(values.map(() => Number.NaN));
          const isKnown = values.every(Number.isFinite);
          expect(quality.completeness === 'missing').toBe(!isKnown);
        });
      }),
    );
  });
});
