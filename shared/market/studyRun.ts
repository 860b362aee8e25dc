/** A study over the bars of one instrument and interval: its values per bar, kept in step. */
import type { BarFold } from '../indicators/indicator';
import { BarFoldRun } from './barFoldRun';
import type { ClosedBars } from './closedBars';

/** Values of a study at one bar, in the order of its lines; NaN is unknown. */
export interface StudyRow {
  readonly openTimeMs: number;
  readonly values: readonly number[];
}

export interface StudyChange {
  /** Pass to the next read. */
  readonly revision: number;
  /** True when `rows` is all there is: rows held before may be gone. */
  readonly reset: boolean;
  /** In order of open time; the last may be of the forming bar. */
  readonly rows: readonly StudyRow[];
}

export class StudyRun {
  readonly #bars: ClosedBars;
  readonly #run: BarFoldRun<readonly number[]>;
  #rows: StudyRow[] = [];
  #forming: StudyRow | undefined;
  #revision = 0;
  /** Revision at which a row was last written, by index; and at which the forming one was. */
  #written: number[] = [];
  #formingWritten = 0;
  #resetAt = 0;

  constructor(bars: ClosedBars, create: () => BarFold<readonly number[]>) {
    this.#bars = bars;
    this.#run = new BarFoldRun(create, (index, bar, output) => {
      this.#rows[index] = { openTimeMs: bar.openTimeMs, values: output() };
      this.#written[index] = this.#nextRevision;
    });
  }

  /** `bars` have been brought up to date. `revision` 0 asks for the newest `limit` rows. */
  read(revision: number, limit: number): StudyChange {
    this.#sync();
    const reset = revision <= this.#resetAt;
    const rows = reset
      ? this.#rows.slice(-limit)
      : this.#rows.filter((_, index) => (this.#written[index] ?? 0) > revision);
    if (this.#forming !== undefined && (reset || this.#formingWritten > revision)) rows.push(this.#forming);
    return { revision: this.#revision, reset, rows };
  }

  #sync(): void {
    const { bars, forming } = this.#bars;
    const held = this.#rows.length;
    const oldestMs = this.#rows[0]?.openTimeMs;
    const first = this.#run.sync(this.#bars);
    this.#rows.length = bars.length;
    this.#written.length = bars.length;
    const isCut = bars.length < held || this.#rows[0]?.openTimeMs !== oldestMs;
    const next = forming && { openTimeMs: forming.openTimeMs, values: this.#run.fold.read(forming) };
    const isSame = isEqual(this.#forming, next);
    if (first === bars.length && !isCut && isSame) return;
    this.#revision = this.#nextRevision;
    if (isCut) this.#resetAt = this.#revision;
    if (!isSame) this.#formingWritten = this.#revision;
    this.#forming = next;
  }

  get #nextRevision(): number {
    return this.#revision + 1;
  }
}

function isEqual(one: StudyRow | undefined, other: StudyRow | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.openTimeMs === other.openTimeMs &&
    one.values.every((value, index) => Object.is(value, other.values[index]))
  );
}
