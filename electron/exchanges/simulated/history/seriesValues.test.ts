import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../../shared/model/time';
import { loadScenario } from '../scenario/loadScenario';
import { seriesEvents } from './seriesEvents';
import { isTradingDay, seriesValues } from './seriesValues';

const loaded = await loadScenario('range-break');
if (!loaded.ok) throw new Error(loaded.error.message);
const scenario = loaded.value;
const { preHistoryFromMs, endMs } = scenario.calendar;
const CATALYST_DAY_MS = Date.parse('2026-01-13');

function seriesOf(id: string) {
  const series = scenario.series.find((each) => each.id === id);
  if (series === undefined) throw new Error(`the scenario has ${id}`);
  return series;
}
const flows = seriesOf('etfNetFlowUsd:BTC');
const odds = seriesOf('probability:BTC-100k');
const seeds = fc.integer({ min: 0, max: 2 ** 40 });

describe('seriesValues', () => {
  it('gives the same values whichever span is asked for', () => {
    const moment = fc.integer({ min: preHistoryFromMs, max: endMs });
    fc.assert(
      fc.property(fc.constantFrom(flows, odds), seeds, moment, moment, (series, seed, a, b) => {
        const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)];
        const all = seriesValues(series, preHistoryFromMs, endMs, seed);
        expect(seriesValues(series, fromMs, toMs, seed)).toEqual(
          all.filter(({ publishedMs }) => publishedMs >= fromMs && publishedMs < toMs),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('publishes flows after each trading day, named by its beginning', () => {
    const values = seriesValues(flows, preHistoryFromMs, endMs, 1);
    for (const { publishedMs, asOfMs } of values) {
      expect(publishedMs - asOfMs).toBe(DAY_MS);
      expect(isTradingDay(asOfMs, flows.closedDays)).toBe(true);
    }
    const days = values.map(({ asOfMs }) => new Date(asOfMs).toISOString().slice(0, 10));
    expect(days).toContain('2026-01-13');
    expect(days).not.toContain('2025-12-25');
    expect(days).not.toContain('2026-01-11');
  });

  it('never lets chance beat the flow of the catalyst day, the highest since October', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const values = seriesValues(flows, preHistoryFromMs, endMs, seed);
        const scripted = values.find(({ asOfMs }) => asOfMs === CATALYST_DAY_MS);
        expect(scripted?.value).toBe(754_000_000);
        const atLeast = values.filter(
          ({ asOfMs, value }) => asOfMs < CATALYST_DAY_MS && value >= 754_000_000,
        );
        const last = atLeast.at(-1);
        expect(new Date(last?.asOfMs ?? 0).toISOString().slice(0, 7)).toBe('2025-10');
      }),
      { numRuns: 30 },
    );
  });

  it('raises the odds by 13 points over the catalyst day, to 0.89, and keeps them between 0 and 1', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const values = seriesValues(odds, preHistoryFromMs, endMs, seed);
        const at = (iso: string) => values.find(({ asOfMs }) => asOfMs === Date.parse(iso))?.value ?? 0;
        expect(at('2026-01-14T01:00Z')).toBe(0.89);
        expect(at('2026-01-14T01:00Z') - at('2026-01-13T13:00Z')).toBeCloseTo(0.13, 9);
        expect(values.every(({ value }) => value > 0 && value < 1)).toBe(true);
        expect(values).toHaveLength(Math.ceil((endMs - preHistoryFromMs) / HOUR_MS));
      }),
      { numRuns: 30 },
    );
  });
});

describe('seriesEvents', () => {
  it('are the values of all series in order of publishing, by their venue', () => {
    const events = seriesEvents(scenario.series, 'simharbor', preHistoryFromMs, endMs, 1);
    expect(events).toHaveLength(
      scenario.series.flatMap((series) => seriesValues(series, preHistoryFromMs, endMs, 1)).length,
    );
    const times = events.map(({ exchangeTimeMs }) => exchangeTimeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(events.at(-1)).toMatchObject({ venue: 'simharbor', asset: 'BTC', unit: 'fraction', seq: 0 });
  });
});
