/** A value over time as straight lines from point to point; before the first and after the last it is theirs. */
export class Polyline {
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  /** Where the last answer was found: time mostly moves on. It never changes an answer. */
  #at = 0;

  /** `points` in ascending order of time; at least one. */
  constructor(points: readonly { readonly timeMs: number; readonly value: number }[]) {
    this.#times = Float64Array.from(points, ({ timeMs }) => timeMs);
    this.#values = Float64Array.from(points, ({ value }) => value);
  }

  valueAt(timeMs: number): number {
    const times = this.#times;
    const last = times.length - 1;
    if (timeMs >= (times[last] as number)) return this.#values[last] as number;
    if (timeMs <= (times[0] as number)) return this.#values[0] as number;
    if ((times[this.#at] as number) > timeMs) this.#at = 0;
    while ((times[this.#at + 1] as number) <= timeMs) this.#at += 1;
    const from = this.#at;
    const start = times[from] as number;
    const share = (timeMs - start) / ((times[from + 1] as number) - start);
    const value = this.#values[from] as number;
    return value + share * ((this.#values[from + 1] as number) - value);
  }
}
