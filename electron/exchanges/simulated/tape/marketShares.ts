/** Markets of one kind with the share of each in the flow. */

import type { InstrumentKind } from '../../../../shared/model/instrument';
import type { TapeMarket } from './tapeVenue';

export class MarketShares {
  /** Numbers of the markets, in the asset's list of all. */
  readonly slots: readonly number[];
  readonly #ceilings: readonly number[];

  constructor(markets: readonly TapeMarket[], kind: InstrumentKind) {
    const slots: number[] = [];
    const ceilings: number[] = [];
    let sum = 0;
    for (const [slot, market] of markets.entries()) {
      if (market.kind !== kind || market.share <= 0) continue;
      sum += market.share;
      slots.push(slot);
      ceilings.push(sum);
    }
    this.slots = slots;
    this.#ceilings = ceilings.map((ceiling) => ceiling / sum);
  }

  /** The slot a uniform number of 0 … 1 falls to. */
  pick(uniform: number): number {
    const ceilings = this.#ceilings;
    let index = 0;
    while (index < ceilings.length - 1 && uniform >= (ceilings[index] ?? 1)) index += 1;
    return this.slots[index] ?? -1;
  }
}
