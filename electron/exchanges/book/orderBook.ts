/**
 * A venue's order book kept in step from a snapshot and the changes after it.
 *
 * Invariant: while `isInStep`, the book equals the venue's at `lastUpdateId`. A change that does not follow
 * on the previous one makes it fall out of step until the next snapshot; nothing is guessed.
 */

/** Flat pairs of ticks and lots: [ticks, lots, ticks, lots, …]; zero lots remove the level. */
export type Levels = readonly number[];

export interface BookChange {
  readonly timeMs: number;
  /** First and last update in this change. */
  readonly firstId: number;
  readonly lastId: number;
  /** Last update of the change before it; null where the venue says it by `firstId` alone. */
  readonly previousId: number | null;
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface BookSnapshot {
  readonly lastId: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface BestLevels {
  readonly bidTicks: readonly number[];
  readonly bidLots: readonly number[];
  readonly askTicks: readonly number[];
  readonly askLots: readonly number[];
}

export type BookVerdict = 'applied' | 'old' | 'waiting' | 'gap';

/** Changes kept while a snapshot is on its way; past this the oldest are of no use any more. */
const MAX_WAITING = 10_000;

export class OrderBook {
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  #waiting: BookChange[] = [];
  #lastId: number | null = null;
  /** The first change after a snapshot may overlap it. */
  #isFirstChange = false;

  get isInStep(): boolean {
    return this.#lastId !== null;
  }

  get lastUpdateId(): number | null {
    return this.#lastId;
  }

  /** Forgets everything: changes wait for the next snapshot. */
  reset(): void {
    this.#bids.clear();
    this.#asks.clear();
    this.#waiting = [];
    this.#lastId = null;
  }

  change(change: BookChange): BookVerdict {
    if (this.#lastId === null) {
      this.#waiting.push(change);
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
      return 'waiting';
    }
    if (change.lastId <= this.#lastId) return 'old';
    if (!this.#follows(change, this.#lastId)) {
      this.reset();
      this.#waiting.push(change);
      return 'gap';
    }
    apply(this.#bids, change.bids);
    apply(this.#asks, change.asks);
    this.#lastId = change.lastId;
    this.#isFirstChange = false;
    return 'applied';
  }

  /** Takes a snapshot and the changes that waited for it; `gap` when they do not meet. */
  snapshot(snapshot: BookSnapshot): BookVerdict {
    const waiting = this.#waiting;
    this.reset();
    apply(this.#bids, snapshot.bids);
    apply(this.#asks, snapshot.asks);
    this.#lastId = snapshot.lastId;
    this.#isFirstChange = true;
    for (let index = 0; index < waiting.length; index++) {
      const change = waiting[index];
      if (change === undefined || this.change(change) !== 'gap') continue;
      // Too old a snapshot: what came after it stays in line for the next one.
      this.#waiting = waiting.slice(index);
      return 'gap';
    }
    return 'applied';
  }

  /** The same book with finer ticks and lots; everything held is multiplied, which is exact. */
  rescale(ticksBy: number, lotsBy: number): void {
    const finer = (levels: Levels) =>
      levels.map((value, index) => value * (index % 2 === 0 ? ticksBy : lotsBy));
    for (const side of [this.#bids, this.#asks]) {
      const levels = finer([...side].flat());
      side.clear();
      apply(side, levels);
    }
    this.#waiting = this.#waiting.map((change) => ({
      ...change,
      bids: finer(change.bids),
      asks: finer(change.asks),
    }));
  }

  /** Copies of the best levels, best first. */
  best(depth: number): BestLevels {
    const bids = bestOf(this.#bids, depth, -1);
    const asks = bestOf(this.#asks, depth, 1);
    return { bidTicks: bids.ticks, bidLots: bids.lots, askTicks: asks.ticks, askLots: asks.lots };
  }

  #follows(change: BookChange, lastId: number): boolean {
    const { firstId, previousId } = change;
    if (previousId === null) return this.#isFirstChange ? firstId <= lastId + 1 : firstId === lastId + 1;
    return this.#isFirstChange ? previousId <= lastId : previousId === lastId;
  }
}

function apply(side: Map<number, number>, levels: Levels): void {
  for (let index = 0; index + 1 < levels.length; index += 2) {
    const ticks = levels[index] as number;
    const lots = levels[index + 1] as number;
    if (lots === 0) side.delete(ticks);
    else side.set(ticks, lots);
  }
}

function bestOf(side: ReadonlyMap<number, number>, depth: number, direction: 1 | -1) {
  // A typed array sorts by number and several times faster than an array with a comparison.
  const sorted = Float64Array.from(side.keys()).sort();
  const count = Math.min(depth, sorted.length);
  const ticks: number[] = [];
  const lots: number[] = [];
  for (let rank = 0; rank < count; rank++) {
    const price = sorted[direction === 1 ? rank : sorted.length - 1 - rank] as number;
    ticks.push(price);
    lots.push(side.get(price) as number);
  }
  return { ticks, lots };
}
