/**
 * `npm run calibrate -- SCENARIO [ASSET,…] [--write]`: fits the calibration of a scenario file to its targets,
 * as its venues report them, for the seed in the file. Without `--write` it only shows what it finds.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseScenario, scenarioPath } from '../scenario/loadScenario';
import { calibrateAsset, errorOf, type Round, type Target } from './calibrateAsset';

const USAGE = 'Usage: npm run calibrate -- SCENARIO [ASSET,…] [--write]\n';

async function main(args: readonly string[]): Promise<number> {
  const [name, names] = args.filter((argument) => !argument.startsWith('--'));
  if (name === undefined) return failed(USAGE);
  const path = await scenarioPath(name);
  if (!path.ok) return failed(`${path.error.message} ${path.error.hint ?? ''}\n`);
  const text = await readFile(path.value, 'utf8');
  const loaded = parseScenario(text, path.value);
  if (!loaded.ok) return failed(`${loaded.error.message}\n`);
  const { targets, assets } = loaded.value;
  if (targets === null) return failed(`${name} has no targets to be calibrated to.\n`);

  const file = JSON.parse(text) as { assets: { asset: string; calibration: unknown }[] };
  for (const asset of assets) {
    const target = targets.assets.find((each) => each.asset === asset.asset);
    if (target === undefined || (names !== undefined && !names.split(',').includes(asset.asset))) continue;
    process.stdout.write(`${asset.asset}: ${describeTarget(target)}\n`);
    const best = calibrateAsset(loaded.value, asset, target, (round) =>
      process.stdout.write(describe(round)),
    );
    process.stdout.write(
      `${asset.asset}: round ${best.round}, off by ${(errorOf(best, target) * 100).toFixed(2)} %\n`,
    );
    const entry = file.assets.find((each) => each.asset === asset.asset);
    if (entry !== undefined) entry.calibration = best.calibration;
    if (args.includes('--write')) await writeFile(path.value, `${JSON.stringify(file, null, 2)}\n`);
  }
  return 0;
}

function describeTarget({ shortUsd, longUsd, extremePrice }: Target): string {
  return `shorts ${millions(shortUsd)}, longs ${millions(longUsd)}, extreme ${extremePrice}`;
}

function describe({ round, calibration, measured }: Round): string {
  const { reported, actual, extremePrice } = measured;
  return (
    `  ${round}  reported shorts ${millions(reported.shortUsd)} longs ${millions(reported.longUsd)}` +
    `  actual ${millions(actual.shortUsd)} / ${millions(actual.longUsd)}  extreme ${extremePrice.toFixed(4)}` +
    `  ${JSON.stringify(calibration)}\n`
  );
}

function millions(usd: number): string {
  return `${(usd / 1e6).toFixed(2)}M`;
}

function failed(message: string): number {
  process.stderr.write(message);
  return 1;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
