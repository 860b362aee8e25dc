import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../../shared/model/events';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';
import type { MarketPart } from './marketScript';
import {
  checkpointName,
  decodeCheckpoint,
  encodeCheckpoint,
  findCheckpoint,
  REACH_MS,
} from './past/checkpoint';
import { stateAt } from './past/makeCheckpoints';
import { openScript, type PlayedScript } from './playedScript';
import { parseScenario } from './scenario/loadScenario';
import type { Scenario } from './scenario/scenarioSchema';

const FOLDER = resolve(import.meta.dirname, '../../../assets/scenarios');
const folder = mkdtempSync(join(tmpdir(), 'breakwater-checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shipped scenario cut short: a day of minutes, then steps of 5 s, with two assets. */
function shortScenario(seed = 1): Scenario {
  const text = readFileSync(join(FOLDER, 'range-break.json'), 'utf8');
  const parsed = parseScenario(text, 'range-break');
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { calendar, assets } = parsed.value;
  const coarseFromMs =
    (calendar.catalystMs ?? 0) - 36 * HOUR_MS - (((calendar.catalystMs ?? 0) % HOUR_MS) as number);
  return {
    ...parsed.value,
    seed,
    calendar: {
      ...calendar,
      coarseFromMs,
      fineFromMs: coarseFromMs + DAY_MS,
      endMs: coarseFromMs + 36 * HOUR_MS,
    },
    assets: assets.filter(({ asset }) => asset === 'BTC' || asset === 'XRP'),
  };
}

function told(parts: Iterable<MarketPart>): MarketPart[] {
  return [...parts].filter(({ events }) => events.length > 0);
}

/** The market from its start on, for a while. */
function played(script: PlayedScript, steps: number): unknown[] {
  return Array.from({ length: steps }, () => script.step());
}

function eventsOf(script: PlayedScript, steps: number): MarketEvent[] {
  return Array.from({ length: steps }, () => script.step()?.events ?? []).flat();
}

function open(
  scenario: Scenario,
  startMs: number,
  assets: readonly string[],
  checkpoints?: string,
): PlayedScript {
  return openScript({
    scenario,
    assets,
    startMs,
    wholePast: false,
    ...(checkpoints === undefined ? {} : { checkpoints }),
  });
}

describe('a market opened at a chapter', () => {
  const scenario = shortScenario();
  const startMs = scenario.calendar.fineFromMs + 2 * HOUR_MS;
  const earlier = stateAt(scenario, startMs - HOUR_MS, null);
  const saved = stateAt(scenario, startMs, earlier);
  writeFileSync(join(folder, checkpointName(scenario, startMs)), encodeCheckpoint(scenario, startMs, saved));

  it('goes on from a checkpoint exactly as if it had been simulated up to there, its past included', () => {
    const restored = open(scenario, startMs, ['BTC', 'XRP'], folder);
    expect(restored.pastShare).toBe(1);
    const simulated = open(scenario, startMs, ['BTC', 'XRP']);
    expect(simulated.pastShare).toBe(0);
    expect(told(restored.past())).toEqual(told(simulated.past()));
    expect(played(restored, 200)).toEqual(played(simulated, 200));
  });

  it('goes on from an older checkpoint as well, but from none too old or of a later moment', () => {
    const later = open(scenario, startMs + HOUR_MS, ['BTC', 'XRP'], folder);
    expect(later.pastShare).toBeGreaterThan(0);
    const simulated = open(scenario, startMs + HOUR_MS, ['BTC', 'XRP']);
    expect(told(later.past())).toEqual(told(simulated.past()));
    expect(played(later, 50)).toEqual(played(simulated, 50));
    expect(findCheckpoint(scenario, startMs + REACH_MS, folder)).not.toBeNull();
    expect(findCheckpoint(scenario, startMs + REACH_MS + MINUTE_MS, folder)).toBeNull();
    expect(findCheckpoint(scenario, startMs - MINUTE_MS, folder)).toBeNull();
  });

  it('is the same market when only some of its assets are played', () => {
    const all = open(scenario, startMs, ['BTC', 'XRP'], folder);
    const one = open(scenario, startMs, ['XRP'], folder);
    told(all.past());
    told(one.past());
    const rows = all.instruments.flatMap(({ asset }, row) => (asset === 'XRP' ? [row] : []));
    for (let step = 0; step < 100; step++) {
      const isRow = ({ instrument }: MarketEvent) => rows.includes(instrument);
      const events = all.step()?.events.filter(isRow);
      expect(one.step()?.events.filter(isRow)).toEqual(events);
    }
  });

  it('does not take the checkpoint of another seed or moment, or a damaged one', () => {
    const bytes = readFileSync(join(folder, checkpointName(scenario, startMs)));
    expect(decodeCheckpoint(bytes, scenario, startMs)).not.toBeNull();
    expect(decodeCheckpoint(bytes, shortScenario(2), startMs)).toBeNull();
    expect(decodeCheckpoint(bytes, scenario, startMs + MINUTE_MS)).toBeNull();
    expect(decodeCheckpoint(bytes.subarray(0, bytes.length / 2), scenario, startMs)).toBeNull();
  });
});

describe('the past', () => {
  it('holds the open interest of every hour of the asset, none of it for a moment of the market', () => {
    const scenario = shortScenario();
    const startMs = scenario.calendar.fineFromMs + 2 * HOUR_MS;
    const script = open(scenario, startMs, ['XRP']);
    const points = told(script.past())
      .flatMap(({ events }) => events)
      .filter((event) => event.kind === 'seriesPoint' && event.series === 'openInterestUsd:XRP');
    const moments = points.map((event) => (event.kind === 'seriesPoint' ? event.asOfMs : 0));
    const { preHistoryFromMs, coarseFromMs } = scenario.calendar;
    const played = (startMs - coarseFromMs) / HOUR_MS;
    const older = moments.slice(0, -played);
    expect(older).toEqual(older.map((_, hour) => preHistoryFromMs + (hour + 1) * HOUR_MS));
    expect(moments.slice(-played)).toEqual(
      Array.from({ length: played }, (_, hour) => coarseFromMs + (hour + 1) * HOUR_MS),
    );
    for (const point of points) {
      expect(point).toMatchObject({ exchangeTimeMs: 0, unit: 'usd' });
      expect(point.kind === 'seriesPoint' && point.value > 0).toBe(true);
    }
    const next = eventsOf(script, HOUR_MS / 5_000).filter((event) => event.kind === 'seriesPoint');
    expect(next).toContainEqual(
      expect.objectContaining({ series: 'openInterestUsd:XRP', asOfMs: startMs + HOUR_MS }),
    );
  });
});

describe('an outage under way where playing begins', () => {
  it('is said after the venues were called live, of its venue alone', async () => {
    const whole = shortScenario();
    const startMs = whole.calendar.fineFromMs + HOUR_MS;
    const [dark] = whole.venues;
    const outages = [{ venue: dark?.id ?? '', fromMs: startMs - HOUR_MS, toMs: startMs + HOUR_MS }];
    const script = open({ ...whole, outages } as Scenario, startMs, ['XRP']);
    expect(script.ongoing(startMs)).toMatchObject([
      { kind: 'feedStatus', venue: dark?.id, state: 'reconnecting', exchangeTimeMs: startMs },
    ]);
    expect(script.ongoing(startMs - HOUR_MS)).toEqual([]);
    expect(script.ongoing(startMs + HOUR_MS)).toEqual([]);
  });
});

describe('a market', () => {
  it('is another one with another seed', () => {
    const startMs = shortScenario().calendar.fineFromMs;
    const [first, second] = [1, 2].map((seed) => {
      const script = open(shortScenario(seed), startMs, ['XRP']);
      told(script.past());
      return JSON.stringify(played(script, 50));
    });
    expect(first).not.toBe(second);
  });
});
