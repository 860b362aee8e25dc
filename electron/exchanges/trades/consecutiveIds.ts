/**
 * Keeps account of trades whose ids are consecutive per symbol.
 *
 * Invariant: from the first id on, every id up to the highest is either taken exactly once or inside a hole.
 */

/** Ids known to be missing; both ends belong to it. */
export interface Hole {
  fromId: number;
  toId: number;
  /** Exchange times of the trades around the hole. */
  fromMs: number;
  toMs: number;
  /** Trades of it that back-fill has brought so far. */
  recovered: number;
}

export type IdVerdict = 'next' | 'afterHole' | 'late' | 'duplicate';

export class ConsecutiveIds {
  #lastId: number | null = null;
  #lastTimeMs = 0;
  #holes: Hole[] = [];

  get lastId(): number | null {
    return this.#lastId;
  }

  get lastTimeMs(): number {
    return this.#lastTimeMs;
  }

  get holes(): readonly Hole[] {
    return this.#holes;
  }

  /**
   * Takes a trade. `late`: it was inside a hole, which it makes smaller (and removes when it was the last).
   * A trade older than the first one counts as a duplicate: it happened before this account began.
   */
  take(id: number, timeMs: number, isBackfill = false): IdVerdict {
    const last = this.#lastId;
    if (last !== null && id <= last) return this.#takeFromHole(id, timeMs, isBackfill);
    const isNext = last === null || id === last + 1;
    if (!isNext) {
      const hole = { fromId: last + 1, toId: id - 1, fromMs: this.#lastTimeMs, toMs: timeMs, recovered: 0 };
      this.#holes.push(hole);
    }
    this.#lastId = id;
    this.#lastTimeMs = timeMs;
    return isNext ? 'next' : 'afterHole';
  }

  /** The hole is known to stay. */
  giveUp(hole: Hole): void {
    this.#holes = this.#holes.filter((other) => other !== hole);
  }

  #takeFromHole(id: number, timeMs: number, isBackfill: boolean): IdVerdict {
    const hole = this.#holes.find((one) => id >= one.fromId && id <= one.toId);
    if (hole === undefined) return 'duplicate';
    if (isBackfill) hole.recovered++;
    if (id === hole.fromId) {
      hole.fromId++;
      if (hole.fromId > hole.toId) this.giveUp(hole);
      else hole.fromMs = timeMs;
    } else if (id === hole.toId) {
      hole.toId--;
      hole.toMs = timeMs;
    } else {
      this.#holes.push({ ...hole, fromId: id + 1, fromMs: timeMs, recovered: 0 });
      hole.toId = id - 1;
      hole.toMs = timeMs;
    }
    return 'late';
  }
}
