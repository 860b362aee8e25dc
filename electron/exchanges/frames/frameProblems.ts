/** Counts frames that could not be used and says so: at once, then at most once per reporting span. */
import type { Cancel, Clock } from '../../../shared/feed/clock';

const WORDS = {
  malformed: 'unreadable',
  unknown: 'of an unknown kind',
  impossibleTime: 'with an impossible time',
  duplicate: 'sent twice',
  late: 'out of order',
} as const;

export type FrameProblem = keyof typeof WORDS;

export class FrameProblems {
  readonly #clock: Clock;
  readonly #everyMs: number;
  /** Shown to the user; null when the last span was clean. */
  readonly #report: (text: string | null) => void;
  readonly #counts = new Map<FrameProblem, number>();
  #cancel: Cancel | null = null;

  constructor(clock: Clock, everyMs: number, report: (text: string | null) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#report = report;
  }

  add(problem: FrameProblem): void {
    this.#counts.set(problem, (this.#counts.get(problem) ?? 0) + 1);
    if (this.#cancel === null) this.#startSpan();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #startSpan(): void {
    this.#report(this.#text());
    this.#cancel = this.#clock.schedule(this.#everyMs, () => {
      this.#cancel = null;
      if (this.#counts.size === 0) this.#report(null);
      else this.#startSpan();
    });
  }

  #text(): string {
    const parts = [...this.#counts].map(([problem, frames]) => `${frames} ${WORDS[problem]}`);
    this.#counts.clear();
    return `messages: ${parts.join(', ')}`;
  }
}
