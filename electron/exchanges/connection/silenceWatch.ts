/**
 * Notices a stream that has gone silent although its socket is alive.
 *
 * How long a silence is too long is learned from the stream itself: three times its longest pause of the
 * last minutes, within bounds. A verdict that may have been wrong makes the watch more patient, so a quiet
 * market costs one reconnect, not one each minute.
 */

/** Before a stream has shown this many arrivals its pace is not known and the upper bound holds. */
const ARRIVALS_TO_LEARN = 20;
const PATIENCE = 3;
/** The longest pause is remembered for one to two of these. */
const MEMORY_MS = 5 * 60_000;

interface Pace {
  arrivals: number;
  lastMs: number;
  /** Exchange time of the last arrival. */
  lastMarketMs: number;
  longestMs: number;
  longestBeforeMs: number;
  memoryFromMs: number;
  /** False between a restart and the next arrival: nothing is expected yet. */
  isWatched: boolean;
}

export interface Silence<K> {
  readonly key: K;
  readonly silentMs: number;
  /** Exchange time of the last event before the silence. */
  readonly sinceMarketMs: number;
}

export class SilenceWatch<K> {
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #paces = new Map<K, Pace>();

  constructor(minMs: number, maxMs: number) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
  }

  /** `nowMs` is monotonic. */
  arrived(key: K, nowMs: number, marketMs: number): void {
    const pace = this.#paces.get(key);
    if (pace === undefined) {
      this.#paces.set(key, {
        arrivals: 1,
        lastMs: nowMs,
        lastMarketMs: marketMs,
        longestMs: 0,
        longestBeforeMs: 0,
        memoryFromMs: nowMs,
        isWatched: true,
      });
      return;
    }
    const pauseMs = nowMs - pace.lastMs;
    if (pace.isWatched && pauseMs > pace.longestMs) pace.longestMs = pauseMs;
    if (nowMs - pace.memoryFromMs > MEMORY_MS) {
      pace.longestBeforeMs = pace.longestMs;
      pace.longestMs = 0;
      pace.memoryFromMs = nowMs;
    }
    pace.arrivals++;
    pace.lastMs = nowMs;
    pace.lastMarketMs = marketMs;
    pace.isWatched = true;
  }

  /** Streams that have been silent too long. Each is told once, then again only after it has spoken. */
  findSilent(nowMs: number): readonly Silence<K>[] {
    const silences: Silence<K>[] = [];
    for (const [key, pace] of this.#paces) {
      const silentMs = nowMs - pace.lastMs;
      if (!pace.isWatched || silentMs <= this.#limitMs(pace)) continue;
      pace.isWatched = false;
      pace.longestMs = Math.max(pace.longestMs, silentMs);
      silences.push({ key, silentMs, sinceMarketMs: pace.lastMarketMs });
    }
    return silences;
  }

  /** Expects nothing from the streams that `isMeant` selects until they speak again. */
  rest(isMeant: (key: K) => boolean): void {
    for (const [key, pace] of this.#paces) if (isMeant(key)) pace.isWatched = false;
  }

  #limitMs(pace: Pace): number {
    if (pace.arrivals < ARRIVALS_TO_LEARN) return this.#maxMs;
    const longestMs = Math.max(pace.longestMs, pace.longestBeforeMs);
    return Math.min(this.#maxMs, Math.max(this.#minMs, PATIENCE * longestMs));
  }
}
