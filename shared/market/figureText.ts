/**
 * The one way figures become a line of text for machines. Live logs, the command line and replays use it,
 * so equal states give equal bytes.
 */
import type { Figure } from '../model/figure';
import { figuresJson } from './figures';

/** `{"asOfMs":…,"windowMs":…,"figures":[…]}`, ending in a line break. */
export function figuresLine(asOfMs: number, windowMs: number, figures: readonly Figure[]): string {
  return `{"asOfMs":${asOfMs},"windowMs":${windowMs},"figures":${figuresJson(figures)}}\n`;
}
