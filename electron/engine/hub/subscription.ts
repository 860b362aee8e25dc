import type { TopicName, TopicRequest } from '../../../shared/contract/api';
import type { Outlet } from '../../../shared/contract/serveEngine';
import type { Cursor, Pulled } from './sessionTopics';

/** Shortest time between two pushes of a topic; 0 is every flush. */
const PERIOD_MS: Readonly<Record<TopicName, number>> = {
  transport: 100,
  bars: 0,
  studies: 250,
  trades: 0,
  liquidations: 0,
  figures: 250,
  structure: 500,
  sparks: 1000,
  overview: 1000,
  bookmarks: 0,
  health: 1000,
  recorder: 250,
  sessions: 0,
  library: 100,
  importJobs: 100,
  exports: 100,
  notices: 0,
  settings: 0,
  feedOffer: 0,
};

/** One topic as one window sees it: how far it is, and when it is due again. */
export class Subscription {
  readonly request: TopicRequest;
  /** Equal for subscriptions that show the same. */
  readonly key: string;
  readonly outlet: Outlet;
  /** The window was slow for too long: until it acknowledges again, a replay does not wait for it. */
  excused = false;
  #cursor: Cursor | undefined;
  #epoch = -1;
  #turn = -1;

  constructor(request: TopicRequest, outlet: Outlet) {
    this.request = request;
    this.key = JSON.stringify(request);
    this.outlet = outlet;
  }

  /** The session it shows; null for topics of the engine as a whole. */
  get sessionId(): string | null {
    return 'session' in this.request.params ? this.request.params.session : null;
  }

  /** What the window holds is void: the next push is a snapshot. */
  reset(): void {
    this.#cursor = undefined;
  }

  /**
   * Pushes what is new, when it is due and the window has credit; otherwise the next flush tries again, and
   * by then pulls everything in between at once. `epoch` is that of its session.
   */
  flush(nowMs: number, epoch: number, pull: (cursor: Cursor | undefined) => Pulled): void {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.reset();
    }
    // Turns are counted from a common zero, so windows with the same topic take the same one and share it.
    const periodMs = PERIOD_MS[this.request.topic];
    const turn = periodMs === 0 ? -1 : Math.floor(nowMs / periodMs);
    const due = periodMs === 0 || this.#cursor === undefined || turn !== this.#turn;
    if (!due || !this.outlet.ready()) return;
    const { cursor, push } = pull(this.#cursor);
    this.#cursor = cursor;
    this.#turn = turn;
    if (push !== null) this.outlet.push(push);
  }
}
