/**
 * Which liquidation orders a venue publishes, by its rule.
 *
 * Invariant: seconds are those of the venue's clock (from xx.000 to xx.999), counted per symbol; an order
 * that is not published leaves no trace.
 */
import { SECOND_MS } from '../../../../shared/model/time';
import type { LiquidationReporting } from '../../../../shared/model/venue';

export interface LiquidationOrder {
  readonly exchangeTimeMs: number;
  readonly quantityLots: number;
}

/**
 * The orders of one symbol that are published, in their order. `orders` are in the order of execution, and
 * whole seconds: one that is cut in two would publish twice.
 */
export function published<O extends LiquidationOrder>(rule: LiquidationReporting, orders: readonly O[]): O[] {
  if (rule === 'full') return [...orders];
  if (rule === 'none') return [];
  const kept: O[] = [];
  for (const order of orders) {
    const rival = kept.at(-1);
    if (rival === undefined || secondOf(rival) !== secondOf(order)) kept.push(order);
    // Of equally large orders the first stands.
    else if (rule === 'latestPerSecond' || order.quantityLots > rival.quantityLots) {
      kept[kept.length - 1] = order;
    }
  }
  return kept;
}

function secondOf(order: LiquidationOrder): number {
  return Math.floor(order.exchangeTimeMs / SECOND_MS);
}
