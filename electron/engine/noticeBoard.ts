/**
 * What the user should know and may have to act on, as data: keyed, replaceable, counted.
 *
 * Invariant: a notice with the same id replaces the earlier one and keeps its beginning.
 */
import type { Notice } from '../../shared/contract/values';
import type { Clock } from '../../shared/feed/clock';

export type NewNotice = Pick<Notice, 'id' | 'severity' | 'title' | 'detail'> & { readonly hint?: string };

export class NoticeBoard {
  readonly #clock: Clock;
  readonly #changed: (notices: Notice[]) => void;
  readonly #notices = new Map<string, Notice>();
  /** What is raised from now on is about a simulated market. */
  simulated = false;

  constructor(clock: Clock, changed: (notices: Notice[]) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  raise({ id, severity, title, detail, hint = '' }: NewNotice): void {
    const earlier = this.#notices.get(id);
    this.#notices.set(id, {
      id,
      severity,
      title,
      detail,
      hint,
      sinceMs: earlier?.sinceMs ?? this.#clock.wallMs(),
      count: (earlier?.count ?? 0) + 1,
      simulated: this.simulated,
    });
    this.publish();
  }

  /** The cause is gone. */
  clear(id: string): void {
    if (this.#notices.delete(id)) this.publish();
  }

  /** Tells whoever listens what stands now, also when that is nothing. */
  publish(): void {
    this.#changed([...this.#notices.values()]);
  }
}
