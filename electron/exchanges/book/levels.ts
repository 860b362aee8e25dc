/** Price levels of order book messages. */

import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import { list } from '../frames/fields';
import type { Levels } from './orderBook';

/** [["61800.20","2.507"], …] as flat ticks and lots; null when one of them is no price level. */
export function parseLevels(value: unknown, scale: InstrumentScale): Levels | null {
  if (!Array.isArray(value)) return null;
  const levels: number[] = [];
  for (const level of value as readonly unknown[]) {
    const [price, quantity] = list(level);
    const ticks = scale.price(price);
    const lots = scale.quantity(quantity);
    if (ticks === null || lots === null) return null;
    levels.push(ticks, lots);
  }
  return levels;
}
