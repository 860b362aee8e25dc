/**
 * Spans of time whose bars changed without a trade or a candle: what is known about their completeness
 * changed, or they ended. Only the newest spans are remembered; who is further behind needs a snapshot.
 */
import type { TimeRange } from '../model/time';

const KEPT_SPANS = 64;

interface TouchedSpan extends TimeRange {
  readonly revision: number;
}

export class TouchedSpans {
  #spans: TouchedSpan[] = [];
  #firstKnown: number;

  /** `revision` is the first that readers can follow from. */
  constructor(revision: number) {
    this.#firstKnown = revision;
  }

  add(fromMs: number, toMs: number, revision: number): void {
    this.#spans.push({ fromMs, toMs, revision });
    if (this.#spans.length <= KEPT_SPANS) return;
    const forgotten = this.#spans.shift();
    if (forgotten !== undefined) this.#firstKnown = forgotten.revision;
  }

  /** Undefined when spans touched after `revision` were forgotten. */
  since(revision: number): readonly TimeRange[] | undefined {
    if (revision < this.#firstKnown) return undefined;
    return this.#spans.filter((span) => span.revision > revision);
  }
}
