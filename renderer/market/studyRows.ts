/**
 * The values of one study as a chart holds them, fed by frames.
 *
 * Invariants: open times rise strictly; what is not known is NaN; at most `MOST_BARS` are held.
 */
import type { StudyFrame } from '../../shared/contract/frames';
import { MOST_BARS } from '../../shared/model/time';

export interface StudyRow {
  readonly openTimeMs: number;
  /** In the order of the study's lines. */
  readonly values: readonly number[];
}

export class StudyRows {
  #rows: StudyRow[] = [];
  #epoch: number | null = null;

  get rows(): readonly StudyRow[] {
    return this.#rows;
  }

  /** Updates of an epoch other than the last snapshot's are stale and ignored. */
  apply(frame: StudyFrame): void {
    if (frame.mode === 'snapshot') {
      this.#epoch = frame.epoch;
      this.#rows = [];
    } else if (frame.epoch !== this.#epoch) {
      return;
    }
    for (const [row, openTimeMs] of frame.openTimeMs.entries()) {
      this.#put({ openTimeMs, values: frame.values.map((column) => column[row] ?? Number.NaN) });
    }
    if (this.#rows.length > MOST_BARS) this.#rows = this.#rows.slice(-MOST_BARS);
  }

  /** Of the bar that opens at a time. */
  at(openTimeMs: number): StudyRow | undefined {
    return this.#rows.findLast((row) => row.openTimeMs === openTimeMs);
  }

  #put(row: StudyRow): void {
    let index = this.#rows.length;
    while (index > 0 && (this.#rows[index - 1]?.openTimeMs ?? 0) >= row.openTimeMs) index--;
    const exists = this.#rows[index]?.openTimeMs === row.openTimeMs;
    this.#rows.splice(index, exists ? 1 : 0, row);
  }
}
