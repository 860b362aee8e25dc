/** What must agree between the fields of a scenario. Each objection names the field of the file. */
import { HOUR_MS } from '../../../../shared/model/time';
import type { Scenario } from './scenarioSchema';

interface Objections {
  addIssue(issue: { code: 'custom'; path: (string | number)[]; message: string }): void;
}

export function checkScenario(scenario: Scenario, objections: Objections): void {
  const object = (path: (string | number)[], message: string): void =>
    objections.addIssue({ code: 'custom', path, message });
  checkCalendar(scenario.calendar, object);
  checkScript(scenario, object);
  checkAssets(scenario, object);
  checkVenues(scenario, object);
  checkTargets(scenario, object);
  scenario.series.forEach(({ points, prints, everyHours }, index) => {
    checkAscending(points, 'timeMs', ['series', index, 'points'], 'time', object);
    prints.forEach(({ timeMs }, print) => {
      if (timeMs % (everyHours * HOUR_MS) === 0) return;
      object(['series', index, 'prints', print, 'time'], `expected a multiple of ${everyHours} hours`);
    });
  });
  checkUnique(scenario.series, 'id', ['series'], object);
  checkAscending(scenario.spotPressure, 'timeMs', ['spotPressure'], 'time', object);
}

type ObjectTo = (path: (string | number)[], message: string) => void;

function checkCalendar(calendar: Scenario['calendar'], object: ObjectTo): void {
  const { preHistoryFromMs, coarseFromMs, fineFromMs, catalystMs, endMs, chapters, defaultChapterId } =
    calendar;
  for (const [field, timeMs] of Object.entries({
    preHistoryFrom: preHistoryFromMs,
    coarseFrom: coarseFromMs,
  })) {
    if (timeMs % HOUR_MS !== 0) object(['calendar', field], 'expected a full hour');
  }
  if (coarseFromMs <= preHistoryFromMs) object(['calendar', 'coarseFrom'], 'expected after preHistoryFrom');
  if (fineFromMs < coarseFromMs) object(['calendar', 'fineFrom'], 'expected not before coarseFrom');
  if (endMs <= fineFromMs) object(['calendar', 'end'], 'expected after fineFrom');
  if (catalystMs !== null && (catalystMs <= fineFromMs || catalystMs >= endMs)) {
    object(['calendar', 'catalyst'], 'expected between fineFrom and end');
  }
  chapters.forEach(({ timeMs }, index) => {
    if (timeMs >= fineFromMs && timeMs < endMs) return;
    object(['calendar', 'chapters', index, 'time'], 'expected from fineFrom on and before end');
  });
  checkUnique(chapters, 'id', ['calendar', 'chapters'], object);
  if (!chapters.some(({ id }) => id === defaultChapterId)) {
    object(['calendar', 'defaultChapter'], `expected the id of a chapter, found "${defaultChapterId}"`);
  }
}

function checkScript({ script, calendar }: Scenario, object: ObjectTo): void {
  checkAscending(script.path, 'hours', ['script', 'path'], 'hours', object);
  checkAscending(script.depth, 'hours', ['script', 'depth'], 'hours', object);
  if (calendar.catalystMs === null && script.path.length > 0) {
    object(['script', 'path'], 'expected to be empty where calendar.catalyst is null');
  }
  if (calendar.catalystMs !== null && script.path.length === 0) {
    object(['script', 'path'], 'expected at least one point after the catalyst');
  }
  if ((calendar.catalystMs === null) !== (script.story === 'quiet')) {
    object(['script', 'story'], 'expected "quiet" exactly where calendar.catalyst is null');
  }
}

function checkAssets({ assets, calendar }: Scenario, object: ObjectTo): void {
  checkUnique(assets, 'asset', ['assets'], object);
  assets.forEach(({ range, extreme, history }, index) => {
    const path = ['assets', index];
    if (range.high <= range.low) object([...path, 'range', 'high'], 'expected above range.low');
    if (extreme > range.low && extreme < range.high) {
      object([...path, 'extreme'], 'expected outside of the range, on the side where the price leaves it');
    }
    const prices = [...path, 'history', 'prices'];
    checkAscending(history.prices, 'timeMs', prices, 'time', object);
    if (history.prices[0]?.timeMs !== calendar.preHistoryFromMs) {
      object([...prices, 0, 'time'], 'expected the time of calendar.preHistoryFrom');
    }
    if (history.prices.at(-1)?.timeMs !== calendar.coarseFromMs) {
      object([...prices, history.prices.length - 1, 'time'], 'expected the time of calendar.coarseFrom');
    }
  });
}

function checkVenues({ venues, outages, calendar }: Scenario, object: ObjectTo): void {
  checkUnique(venues, 'id', ['venues'], object);
  for (const field of ['perpetualShare', 'spotShare'] as const) {
    const sum = venues.reduce((total, venue) => total + venue[field], 0);
    if (Math.abs(sum - 1) > 1e-9) object(['venues'], `expected ${field} to sum to 1, found ${sum}`);
  }
  outages.forEach(({ venue, fromMs, toMs }, index) => {
    const path = ['outages', index];
    if (!venues.some(({ id }) => id === venue)) {
      object([...path, 'venue'], `expected the id of a venue, found "${venue}"`);
    }
    if (fromMs < calendar.fineFromMs) object([...path, 'from'], 'expected not before calendar.fineFrom');
    if (toMs <= fromMs) object([...path, 'to'], 'expected after from');
    if (toMs > calendar.endMs) object([...path, 'to'], 'expected not after calendar.end');
  });
}

function checkTargets({ targets, assets, calendar }: Scenario, object: ObjectTo): void {
  if (targets === null) return;
  if (calendar.catalystMs === null) object(['targets'], 'expected null where calendar.catalyst is null');
  if (targets.toHours <= targets.fromHours) object(['targets', 'toHours'], 'expected above fromHours');
  targets.assets.forEach(({ asset }, index) => {
    if (assets.some((each) => each.asset === asset)) return;
    object(['targets', 'assets', index, 'asset'], `expected the name of an asset, found "${asset}"`);
  });
}

function checkUnique<Key extends string>(
  rows: readonly Readonly<Record<Key, string>>[],
  key: Key,
  path: (string | number)[],
  object: ObjectTo,
): void {
  rows.forEach((row, index) => {
    if (rows.findIndex((other) => other[key] === row[key]) === index) return;
    object([...path, index, key], `"${row[key]}" stands here a second time`);
  });
}

function checkAscending<Key extends string>(
  rows: readonly Readonly<Record<Key, number>>[],
  key: Key,
  path: (string | number)[],
  fileKey: string,
  object: ObjectTo,
): void {
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    if (before !== undefined && row[key] <= before[key]) {
      object([...path, index, fileKey], 'expected after the one before it');
    }
  });
}
