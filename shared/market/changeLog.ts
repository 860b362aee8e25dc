/**
 * From which time on something changed, for readers that remember how far they had read.
 *
 * Invariant: `since(revision)` is the earliest time noted after that revision. Only so many notes are kept;
 * who is further behind is told that everything may have changed.
 */
const KEPT_NOTES = 512;

interface Note {
  readonly revision: number;
  readonly timeMs: number;
}

export class ChangeLog {
  /** Later notes stand for all earlier ones of later times, so both fields rise. */
  #notes: Note[] = [];
  #revision = 0;
  #forgotten = 0;

  /** Grows with every note. */
  get revision(): number {
    return this.#revision;
  }

  /** Minus infinity says that everything changed. */
  note(timeMs: number): void {
    this.#revision++;
    for (
      let last = this.#notes.at(-1);
      last !== undefined && last.timeMs >= timeMs;
      last = this.#notes.at(-1)
    ) {
      this.#notes.pop();
    }
    this.#notes.push({ revision: this.#revision, timeMs });
    if (this.#notes.length <= KEPT_NOTES) return;
    this.#forgotten = this.#notes.shift()?.revision ?? this.#revision;
  }

  /** Infinity when nothing was noted since, minus infinity when that is no longer known. */
  since(revision: number): number {
    if (revision < this.#forgotten) return Number.NEGATIVE_INFINITY;
    const note = this.#notes.find((held) => held.revision > revision);
    return note?.timeMs ?? Number.POSITIVE_INFINITY;
  }
}
