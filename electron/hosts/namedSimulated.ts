import { join, parse } from 'node:path';
import { SIMULATED } from '../../shared/model/venue';

/** "trades.csv" as "trades.SIMULATED.csv": a file is passed on by its name. */
export function namedSimulated(path: string): string {
  const { dir, name, ext } = parse(path);
  return name.toUpperCase().includes(SIMULATED) ? path : join(dir, `${name}.${SIMULATED}${ext}`);
}
