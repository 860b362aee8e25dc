/**
 * The hub shows sessions to windows: every 33 ms it pulls what changed from the market models and pushes it
 * to each visible window that has credit.
 *
 * Invariants:
 * - Market data never passes through the hub per event, and the hub keeps none: a window that cannot take
 *   more is simply asked again later, so it delays nobody and costs nothing.
 * - Windows that show the same and are equally far share one pull and one encoding.
 * - A market model that is being moved is not read: what it holds half-way is no moment anyone asked for.
 * - A change of epoch, being shown again, and a new session under the same id each lead to a snapshot.
 * - Nothing a topic or a window does wrong reaches the caller: the recorder runs in the same process.
 */
import type { CallParams, CallResult, TopicPayload, TopicRequest } from '../../../shared/contract/api';
import type { Link } from '../../../shared/contract/link';
import {
  type CallHandlers,
  type Outlet,
  type ServeOptions,
  type Subscriber,
  serveEngine,
} from '../../../shared/contract/serveEngine';
import { type Push, valuePush } from '../../../shared/contract/wire';
import type { Clock } from '../../../shared/feed/clock';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import type { MarkBook } from '../marks/markBook';
import type { HubSession } from './hubSession';
import { type MarkCallHandlers, markCalls } from './markCalls';
import {
  type Cursor,
  isReadFromModel,
  type Pulled,
  pullSessionTopic,
  type SessionRequest,
} from './sessionTopics';
import { Subscription } from './subscription';

export const FLUSH_MS = 33;
/** A replay waits this long for a slow window, then goes on without it. */
export const MAX_HOLD_MS = 250;

/** Topics about the engine as a whole; their values are given to `Hub.publish`. */
export type EngineTopic =
  | 'recorder'
  | 'sessions'
  | 'library'
  | 'importJobs'
  | 'exports'
  | 'notices'
  | 'settings'
  | 'feedOffer';

/** Calls that whoever owns recorder, sessions and settings answers; the hub answers the rest. */
export type EngineCallHandlers = Omit<
  CallHandlers,
  'describeSession' | 'control' | 'loadOlder' | 'setVisible' | keyof MarkCallHandlers
>;

/** Calls whose answer depends on the window that makes them. */
export type WindowCallHandlers = Pick<CallHandlers, 'openSession' | 'closeSession'>;

export interface HubOptions extends ServeOptions {
  readonly clock: Clock;
  readonly calls: Omit<EngineCallHandlers, keyof WindowCallHandlers>;
}

interface Window {
  visible: boolean;
  readonly link: Link;
  readonly subscriptions: Set<Subscription>;
}

interface SessionEntry {
  readonly session: HubSession;
  readonly detach: () => void;
  /** Set while a replay is waiting for a slow window. */
  hold: { readonly promise: Promise<void>; readonly release: () => void } | null;
}

export class Hub {
  readonly #options: HubOptions;
  readonly #windows = new Set<Window>();
  readonly #sessions = new Map<string, SessionEntry>();
  readonly #published = new Map<EngineTopic, { readonly version: number; readonly push: Push }>();
  #cancelFlush: (() => void) | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Serves the window at the other end until its link closes. */
  attach(link: Link, ownCalls: WindowCallHandlers): void {
    const window: Window = { visible: true, link, subscriptions: new Set() };
    this.#windows.add(window);
    const calls: CallHandlers = {
      ...this.#options.calls,
      ...ownCalls,
      ...markCalls((id) => this.#marksOf(id)),
      describeSession: ({ session }) => this.#describe(session),
      control: (params) => this.#control(params),
      loadOlder: ({ session, ...request }) =>
        this.#sessions.get(session)?.session.loadOlder(request) ?? unknownSession(session),
      setVisible: ({ visible }) => this.#setVisible(window, visible),
    };
    const subscribe = (request: TopicRequest, outlet: Outlet) => this.#subscribe(window, request, outlet);
    serveEngine(link, { calls, subscribe }, this.#options);
    link.onClose(() => {
      this.#windows.delete(window);
      this.#releaseHolds();
    });
    this.#scheduleFlush();
  }

  /** Shows a session under `id`. Replacing one keeps its subscriptions: they get a snapshot of the new one. */
  addSession(id: string, session: HubSession): void {
    this.#forget(id);
    const detach = session.player.attach(() => this.#credit(id));
    this.#sessions.set(id, { session, detach, hold: null });
    for (const subscription of this.#subscriptionsOf(id)) subscription.reset();
  }

  /** Ends every subscription to the session. */
  removeSession(id: string): void {
    this.#forget(id);
    for (const { outlet } of [...this.#subscriptionsOf(id)]) {
      outlet.end(appError('unknown-session', `The session "${id}" was closed.`));
    }
  }

  /** The newest state of an engine topic; windows get it with the next flush. */
  publish<N extends EngineTopic>(topic: N, value: TopicPayload<N>): void {
    const version = (this.#published.get(topic)?.version ?? 0) + 1;
    this.#published.set(topic, { version, push: valuePush(topic, value) });
  }

  /** Closes every link and stops listening to every session; the players are the caller's to close. */
  close(): void {
    for (const { link } of [...this.#windows]) link.close('the engine stopped');
    for (const id of [...this.#sessions.keys()]) this.#forget(id);
    this.#cancelFlush?.();
    this.#cancelFlush = null;
  }

  #forget(id: string): void {
    const entry = this.#sessions.get(id);
    this.#sessions.delete(id);
    entry?.detach();
    entry?.hold?.release();
  }

  #describe(id: string): Result<CallResult<'describeSession'>> {
    const entry = this.#sessions.get(id);
    if (entry === undefined) return unknownSession(id);
    const { player, instruments, venues } = entry.session;
    return ok({
      title: player.title,
      instruments: instruments
        .rows()
        .filter((row) => instruments.latest(row.id) === row)
        .map(({ index: _, ...spec }) => spec),
      venues: venues.map((venue) => ({ ...venue, streams: [...venue.streams] })),
    });
  }

  #marksOf(id: string): Result<MarkBook> {
    const entry = this.#sessions.get(id);
    return entry === undefined ? unknownSession(id) : ok(entry.session.marks);
  }

  async #control({ session, command }: CallParams<'control'>): Promise<Result<null>> {
    const entry = this.#sessions.get(session);
    if (entry === undefined) return unknownSession(session);
    const result = await entry.session.player.control(command);
    return result.ok ? ok(null) : result;
  }

  #setVisible(window: Window, visible: boolean): Result<null> {
    if (visible && !window.visible) {
      for (const subscription of window.subscriptions) subscription.reset();
    }
    window.visible = visible;
    this.#releaseHolds();
    return ok(null);
  }

  #subscribe(window: Window, request: TopicRequest, outlet: Outlet): Result<Subscriber> {
    const subscription = new Subscription(request, outlet);
    const { sessionId } = subscription;
    if (sessionId !== null && !this.#sessions.has(sessionId)) return unknownSession(sessionId);
    window.subscriptions.add(subscription);
    return ok({
      acknowledged: () => {
        subscription.excused = false;
        this.#releaseHolds();
      },
      stop: () => {
        window.subscriptions.delete(subscription);
        this.#releaseHolds();
      },
    });
  }

  #scheduleFlush(): void {
    if (this.#cancelFlush !== null || this.#windows.size === 0) return;
    this.#cancelFlush = this.#options.clock.schedule(FLUSH_MS, () => {
      this.#cancelFlush = null;
      this.#flush();
      this.#scheduleFlush();
    });
  }

  #flush(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const pulls = new Map<string, Pulled>();
    for (const window of this.#windows) {
      if (!window.visible) continue;
      for (const subscription of window.subscriptions) {
        try {
          this.#flushSubscription(subscription, nowMs, pulls);
        } catch (error) {
          const { topic } = subscription.request;
          this.#options.onFault(error, topic);
          subscription.outlet.end(appError('internal', `The engine failed at "${topic}".`));
        }
      }
    }
  }

  #flushSubscription(subscription: Subscription, nowMs: number, pulls: Map<string, Pulled>): void {
    const { request, key, sessionId } = subscription;
    const session = sessionId === null ? undefined : this.#sessions.get(sessionId)?.session;
    const { state, epoch } = session?.player.status() ?? { state: null, epoch: 0 };
    if (state === 'seeking' && isReadFromModel(request.topic)) return;
    subscription.flush(nowMs, epoch, (cursor) => {
      const shareKey = `${key} ${cursor}`;
      const shared = pulls.get(shareKey);
      if (shared !== undefined) return shared;
      const pulled =
        session === undefined
          ? this.#pullPublished(request.topic as EngineTopic, cursor)
          : pullSessionTopic(sessionId ?? '', session, request as SessionRequest, cursor);
      pulls.set(shareKey, pulled);
      return pulled;
    });
  }

  #pullPublished(topic: EngineTopic, cursor: Cursor | undefined): Pulled {
    const published = this.#published.get(topic);
    if (published === undefined) return { cursor: 0, push: null };
    return { cursor: published.version, push: published.version === cursor ? null : published.push };
  }

  /** Told to the player after each of its frames: nothing, or a promise to wait for. */
  #credit(id: string): Promise<void> | undefined {
    const entry = this.#sessions.get(id);
    // A live market waits for nobody: no timer for it.
    if (entry === undefined || entry.session.player.kind === 'live' || !this.#isHeldUp(id)) return undefined;
    entry.hold ??= this.#holdUp(id, entry);
    return entry.hold.promise;
  }

  #holdUp(id: string, entry: SessionEntry): NonNullable<SessionEntry['hold']> {
    let resolve = (): void => {};
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    const release = (): void => {
      cancel();
      entry.hold = null;
      resolve();
    };
    const cancel = this.#options.clock.schedule(MAX_HOLD_MS, () => {
      for (const subscription of this.#subscriptionsOf(id)) {
        subscription.excused = !subscription.outlet.ready();
      }
      release();
    });
    return { promise, release };
  }

  #releaseHolds(): void {
    for (const [id, { hold }] of this.#sessions) {
      if (hold !== null && !this.#isHeldUp(id)) hold.release();
    }
  }

  /** True while a visible window has not drawn what it was sent of the session. */
  #isHeldUp(id: string): boolean {
    for (const { visible, subscriptions } of this.#windows) {
      if (!visible) continue;
      for (const subscription of subscriptions) {
        if (subscription.sessionId === id && !subscription.excused && !subscription.outlet.ready())
          return true;
      }
    }
    return false;
  }

  *#subscriptionsOf(id: string): Iterable<Subscription> {
    for (const { subscriptions } of this.#windows) {
      for (const subscription of subscriptions) if (subscription.sessionId === id) yield subscription;
    }
  }
}

function unknownSession(id: string): Result<never> {
  return fail('unknown-session', `There is no open session "${id}".`, 'Open it from the list of sessions.');
}
