import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STUDIES } from '../indicators/studies/registry';
import { studyProblem } from '../indicators/studies/studyChoice';
import {
  arbitraryMarket,
  arbitraryMarketOfDays,
  testInstruments,
} from '../model/testing/arbitraries.testkit';
import { INTERVALS } from '../model/time';
import type { MarketModel } from './marketModel';
import { folded, newModel, restoredAfter, withRecordedBars } from './marketModel.testkit';
import type { StudyRow } from './studyRun';

const market = fc.oneof(arbitraryMarket(200), arbitraryMarketOfDays());
const ids = testInstruments()
  .rows()
  .map((row) => row.id);
const choice = fc.record({
  id: fc.constantFrom(...ids),
  interval: fc.constantFrom(...INTERVALS),
  study: fc.constantFrom(...STUDIES.map(({ id }) => ({ study: id, params: {} }))),
});

function rowsOf(
  model: MarketModel,
  { id, interval, study }: typeof choice extends fc.Arbitrary<infer T> ? T : never,
) {
  return model.study(id, interval, study, 0, 10_000)?.rows ?? [];
}

describe('the structure of a market', () => {
  it('is the same whether it was read along the way, at the end, or after a restore', () => {
    fc.assert(
      fc.property(market, fc.constantFrom('BTC', 'ETH'), fc.nat({ max: 250 }), (events, asset, at) => {
        const all = withRecordedBars(events);
        const model = newModel();
        for (const event of all) {
          model.apply(event);
          model.structure(asset);
        }
        const expected = folded(all).structure(asset);
        expect(model.structure(asset)).toEqual(expected);
        expect(folded(all.slice(at), restoredAfter(all.slice(0, at))).structure(asset)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a study of a market', () => {
  it('is the same whether it was read along the way, at the end, or after a restore', () => {
    fc.assert(
      fc.property(market, choice, fc.nat({ max: 250 }), (events, wanted, at) => {
        const all = withRecordedBars(events);
        const model = newModel();
        for (const event of all) {
          model.apply(event);
          rowsOf(model, wanted);
        }
        const expected = rowsOf(folded(all), wanted);
        expect(rowsOf(model, wanted)).toEqual(expected);
        expect(rowsOf(folded(all.slice(at), restoredAfter(all.slice(0, at))), wanted)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('tells a reader exactly what changed', () => {
    fc.assert(
      fc.property(market, choice, (events, wanted) => {
        const model = newModel();
        let held = new Map<number, StudyRow>();
        let revision = 0;
        for (const event of events) {
          model.apply(event);
          const change = model.study(wanted.id, wanted.interval, wanted.study, revision, 10_000);
          if (change === undefined) continue;
          if (change.reset) held = new Map();
          for (const row of change.rows) held.set(row.openTimeMs, row);
          revision = change.revision;
          expect([...held.values()].sort((a, b) => a.openTimeMs - b.openTimeMs)).toEqual(
            rowsOf(model, wanted),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is refused by name when there is none, or when its parameters do not fit', () => {
    expect(studyProblem({ study: 'nothing', params: {} })).toBe('There is no study "nothing".');
    expect(studyProblem({ study: 'ema', params: { period: -3 } })).toContain('period');
    for (const { id } of STUDIES) expect(studyProblem({ study: id, params: {} })).toBeNull();
  });
});
