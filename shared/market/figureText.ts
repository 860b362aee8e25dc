/**
 * The one way figures become a line of text for machines. Live logs, the command line and replays use it,
 * so equal states give equal bytes.
 */
import type { Figure } from '../model/figure';
import { SIMULATED } from '../model/venue';
import { figuresJson } from './figures';

/** `{"asOfMs":…,"windowMs":…,"figures":[…]}`, ending in a line break; of a made-up market it begins with that word. */
export function figuresLine(
  asOfMs: number,
  windowMs: number,
  figures: readonly Figure[],
  simulated = false,
): string {
  const market = simulated ? `"market":"${SIMULATED}",` : '';
  return `{${market}"asOfMs":${asOfMs},"windowMs":${windowMs},"figures":${figuresJson(figures)}}\n`;
}
