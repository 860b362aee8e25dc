/**
 * How well market structure is found where the truth is known: the simulated scenarios, seed by seed.
 * `npm run bench -- structure [--seeds N]`. A scenario is played once a seed; every score watches the same market.
 */
import { printFigures, printTable, round } from './lib/print';
import { median } from './lib/statistics';
import { measureFalseAlarms, measureSqueezes, type Score } from './structure/bursts';
import { measureLead } from './structure/lead';
import { type RangeScore, RangeWatch } from './structure/ranges';
import { catalystOf, playSeed } from './structure/simulatedSeed';

const SEEDS = 20;
const ASSET = 'BTC';

interface SeedScores {
  readonly seed: number;
  readonly ranges: RangeScore;
}

async function scoresOf(name: 'range-break' | 'false-break', seed: number): Promise<SeedScores> {
  const ranges = new RangeWatch(await catalystOf(name));
  const { labels } = await playSeed(name, seed, ASSET, (event, instruments) => {
    ranges.take(event, instruments);
  });
  return { seed, ranges: ranges.score(labels, name === 'range-break') };
}

async function playAll(name: 'range-break' | 'false-break', seeds: number): Promise<SeedScores[]> {
  const all: SeedScores[] = [];
  for (let seed = 1; seed <= seeds; seed++) all.push(await scoresOf(name, seed));
  console.log(`\n${name}, ${ASSET}, seeds 1 to ${seeds}`);
  printTable([
    ['seed', 'range IoU', 'confirmed after h', 'FALSE', 'flip zone holds', 'spurious', 'silent'],
    ...all.map(({ seed, ranges }) => [
      seed,
      round(ranges.iou, 3),
      ranges.confirmedAfterHours === null ? '-' : round(ranges.confirmedAfterHours, 1),
      ranges.wasFalse ? 'yes' : 'no',
      ranges.flipZoneHolds === null ? '-' : ranges.flipZoneHolds ? 'yes' : 'no',
      ranges.spurious,
      ranges.isSilent ? 'SILENT' : '',
    ]),
  ]);
  return all;
}

function shareOf<T>(all: readonly T[], is: (each: T) => boolean): number {
  return all.filter(is).length / all.length;
}

/** Prints what is short of its target, so that nobody has to know the targets by heart. */
function tell(name: string, value: number, target: number, isLeast: boolean): void {
  const isMet = isLeast ? value >= target : value <= target;
  console.log(
    `${isMet ? 'met   ' : 'MISSED'} ${name} ${round(value, 3)}, target ${isLeast ? '≥' : '≤'} ${target}`,
  );
}

async function play(title: string, measure: Promise<Score>): Promise<Score['figures']> {
  const { rows, figures } = await measure;
  console.log(`\n${title}`);
  printTable(rows);
  return figures;
}

async function main(): Promise<void> {
  const place = process.argv.indexOf('--seeds');
  const seeds = place < 0 ? SEEDS : Number(process.argv[place + 1]);
  const breaks = await playAll('range-break', seeds);
  const falses = await playAll('false-break', seeds);
  const both = [...breaks, ...falses].map(({ ranges }) => ranges);
  const days = both.reduce((sum, each) => sum + each.days, 0);
  const spurious = both.reduce((sum, each) => sum + each.spurious, 0);
  const figures = {
    seeds,
    iouMedian: median(breaks.map(({ ranges }) => ranges.iou)),
    confirmedShare: shareOf(breaks, ({ ranges }) => ranges.confirmedAfterHours !== null),
    spuriousPer30Days: (30 * spurious) / days,
    falseShare: shareOf(falses, ({ ranges }) => ranges.wasFalse),
    flipZoneShare: shareOf(breaks, ({ ranges }) => ranges.flipZoneHolds === true),
    silentSeeds: both.filter(({ isSilent }) => isSilent).length,
  };
  const flows: Readonly<Record<string, number>> = {
    ...(await play(`short squeezes of range-break, ${ASSET}, seeds 1 to ${seeds}`, measureSqueezes(seeds))),
    ...(await play('alarms in the 14 days before the news, seed 1', measureFalseAlarms(1))),
    ...(await play(`leaders of range-break, ${ASSET}, seeds 1 to ${seeds}`, measureLead(seeds))),
  };
  console.log('');
  tell('iouMedian', figures.iouMedian, 0.75, true);
  tell('confirmedShare', figures.confirmedShare, 0.9, true);
  tell('spuriousPer30Days', figures.spuriousPer30Days, 1, false);
  tell('falseShare', figures.falseShare, 0.9, true);
  tell('flipZoneShare', figures.flipZoneShare, 0.9, true);
  tell('silentSeeds', figures.silentSeeds, 0, false);
  tell('squeezeWithin15MinShare', flows.squeezeWithin15MinShare ?? 0, 0.9, true);
  tell('falseAlarmsPerAssetDay', flows.falseAlarmsPerAssetDay ?? Number.NaN, 1, false);
  tell('leadCorrectShare', flows.leadCorrectShare ?? 0, 0.95, true);
  printFigures(
    'structure',
    Object.fromEntries(
      Object.entries({ ...figures, ...flows }).map(([name, value]) => [name, round(value, 4)]),
    ),
  );
}

void main();
