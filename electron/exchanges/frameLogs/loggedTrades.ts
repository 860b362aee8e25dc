/** The trades of one instrument in a log: each once, and what is missing between them. */
import type { TradeEvent } from '../../../shared/model/events';
import { ConsecutiveIds, type Hole } from '../trades/consecutiveIds';
import { RecentKeys } from '../trades/recentKeys';
import type { TradeVerdict } from '../trades/tradeKeeper';

const KEYS_KEPT = 5_000;
/** A missing trade may still come out of order for this long. */
const REORDER_GRACE_MS = 300;

export class LoggedTrades {
  readonly #ids: ConsecutiveIds | null;
  readonly #keys = new RecentKeys(KEYS_KEPT);
  readonly #foundAtMs = new Map<Hole, number>();
  #lastTimeMs = 0;

  constructor(ids: 'consecutive' | 'arbitrary') {
    this.#ids = ids === 'consecutive' ? new ConsecutiveIds() : null;
  }

  take(event: TradeEvent, key: string, receiveTimeMs: number): TradeVerdict {
    if (this.#ids !== null && event.tradeId !== null) {
      const verdict = this.#ids.take(event.tradeId, event.exchangeTimeMs);
      for (const hole of this.#ids.holes) {
        if (!this.#foundAtMs.has(hole)) this.#foundAtMs.set(hole, receiveTimeMs);
      }
      return verdict === 'next' || verdict === 'afterHole' ? 'new' : verdict;
    }
    if (!this.#keys.add(key)) return 'duplicate';
    const isLate = event.exchangeTimeMs < this.#lastTimeMs;
    this.#lastTimeMs = Math.max(this.#lastTimeMs, event.exchangeTimeMs);
    return isLate ? 'late' : 'new';
  }

  /** Holes that nothing can fill any more; each is given once. */
  settledHoles(nowMs: number): readonly Hole[] {
    const ids = this.#ids;
    if (ids === null || ids.holes.length === 0) return [];
    const settled = ids.holes.filter(
      (hole) => nowMs - (this.#foundAtMs.get(hole) ?? nowMs) > REORDER_GRACE_MS,
    );
    for (const hole of settled) {
      ids.giveUp(hole);
      this.#foundAtMs.delete(hole);
    }
    return settled;
  }
}
