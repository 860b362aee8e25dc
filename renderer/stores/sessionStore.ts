/**
 * The session this window looks at (the running feed or a saved one), its transport and health, and the
 * list of saved sessions.
 *
 * Invariants:
 * - Everything but the list and the recorder belongs to `session`; a switch clears it at once, so that nothing
 *   of one session is ever shown under the name of another.
 * - The loss of a link moves nothing: the next one finds the session, or opens it again, where it was.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type CallResult, LIVE_SESSION } from '../../shared/contract/api';
import type { ExportRequest, ExportStatus } from '../../shared/contract/exports';
import type { Health, Notice, RecorderStatus, SessionSummary, Transport } from '../../shared/contract/values';
import type { PlayerCommand } from '../../shared/feed/player';
import type { AppError } from '../../shared/model/result';
import type { EngineClient, LinkedEngine } from '../engine/client';
import { type FrameScheduler, newestPerFrame, PACE_MS } from '../market/frameScheduler';
import { openReplay, type Place } from './openReplay';

export type SessionDescription = CallResult<'describeSession'>;

export interface SessionState {
  readonly session: string;
  readonly description: SessionDescription | null;
  readonly transport: Transport | null;
  readonly health: Health | null;
  readonly sessions: readonly SessionSummary[] | null;
  readonly recorder: RecorderStatus | null;
  readonly notices: readonly Notice[];
  /** Id of the saved session being opened. */
  readonly opening: string | null;
  /** Why the last command failed; cleared by the next one. */
  readonly failure: AppError | null;
  /** The export that runs or ended last; null before the first, and once it was put away. */
  readonly exported: ExportStatus | null;
  /** Deleted last; it can be brought back. */
  readonly removed: SessionSummary | null;
}

export interface SessionActions {
  /** Opens a saved session; `place` is where, if the engine does not have it open. */
  open(id: string, place?: Place): Promise<void>;
  backToLive(): Promise<void>;
  control(command: PlayerCommand): Promise<void>;
  dismissFailure(): void;
  rename(id: string, title: string): Promise<void>;
  /** Sets tags or pin of a saved session. */
  label(id: string, labels: { readonly tags?: string[]; readonly pinned?: boolean }): Promise<void>;
  exportSession(request: ExportRequest): Promise<void>;
  cancelExport(): Promise<void>;
  putExportAway(): void;
  /** Deletes a saved session; one that is shown is left first. */
  remove(id: string): Promise<void>;
  undoRemove(): Promise<void>;
  /** There is no way back any more. */
  forgetRemoved(): void;
  toggleRecording(): Promise<void>;
  /** Asks again what the session offers: instruments appear as venues connect. */
  describe(): Promise<void>;
}

export type SessionStore = StoreApi<SessionState & SessionActions>;

const CLEARED = { description: null, transport: null, health: null } as const;

export interface WatchedSession {
  readonly store: SessionStore;
  /** Opens the session on a new link, before its subscriptions are made again. */
  readonly reopen: (engine: LinkedEngine) => Promise<void>;
  /** Ends the subscriptions. */
  readonly stop: () => void;
}

/** Starts the subscriptions of the window's session. */
export function createSessionStore(engine: EngineClient, scheduler: FrameScheduler): WatchedSession {
  let endSession: () => void = () => undefined;
  let show: (session: string) => void = () => undefined;

  const store: SessionStore = createStore((set, get) => {
    show = (session) => {
      endSession();
      set({ ...CLEARED, session, opening: null, failure: null });
      endSession = watchSession(session);
    };

    const watchSession = (session: string) => {
      const health = newestPerFrame<Health>(scheduler, PACE_MS.status, (value) => {
        const before = get().health;
        if (get().session !== session) return;
        set({ health: value });
        if (get().description === null || feedStates(before) !== feedStates(value)) void get().describe();
      });
      const transport = newestPerFrame<Transport>(scheduler, PACE_MS.transport, (value) => {
        if (get().session === session) set({ transport: value });
      });
      const failed = (error: AppError) => {
        if (get().session !== session) return;
        // Its replay was ended: there is nothing left to show of it.
        if (session !== LIVE_SESSION) show(LIVE_SESSION);
        set({ failure: error });
      };
      const stops = [
        engine.subscribe('transport', { session }, transport, failed),
        engine.subscribe('health', { session }, health),
      ];
      void get().describe();
      return () => {
        for (const stop of stops) stop();
      };
    };

    return {
      session: LIVE_SESSION,
      ...CLEARED,
      sessions: null,
      recorder: null,
      notices: [],
      opening: null,
      failure: null,
      exported: null,
      removed: null,
      open: async (id, place) => {
        set({ opening: id, failure: null });
        const opened = await openReplay(engine, id, place);
        if (get().opening !== id) return;
        if (!opened.ok) {
          set({ opening: null, failure: opened.error });
          return;
        }
        const { session, misplaced } = opened.value;
        if (session !== get().session) {
          await closeReplay(engine, get().session);
          show(session);
        }
        set({ opening: null, failure: misplaced });
      },
      backToLive: async () => {
        const left = get().session;
        if (left === LIVE_SESSION) return;
        show(LIVE_SESSION);
        await closeReplay(engine, left);
      },
      control: async (command) => {
        set({ failure: null });
        const done = await engine.call('control', { session: get().session, command });
        if (!done.ok) set({ failure: done.error });
      },
      dismissFailure: () => set({ failure: null }),
      rename: async (id, title) => {
        const done = await engine.call('renameSession', { id, title });
        set({ failure: done.ok ? null : done.error });
      },
      label: async (id, labels) => {
        const done = await engine.call('labelSession', { id, ...labels });
        set({ failure: done.ok ? null : done.error });
      },
      exportSession: async (request) => {
        const begun = await engine.call('exportSession', request);
        set({ failure: begun.ok ? null : begun.error });
      },
      cancelExport: async () => {
        await engine.call('cancelExport', {});
      },
      putExportAway: () => set({ exported: null }),
      remove: async (id) => {
        const summary = get().sessions?.find((one) => one.id === id) ?? null;
        if (get().session === id) await get().backToLive();
        const done = await engine.call('deleteSession', { id });
        set(done.ok ? { removed: summary, failure: null } : { failure: done.error });
      },
      undoRemove: async () => {
        const { removed } = get();
        if (removed === null) return;
        const done = await engine.call('restoreSession', { id: removed.id });
        set(done.ok ? { removed: null, failure: null } : { failure: done.error });
      },
      forgetRemoved: () => set({ removed: null }),
      toggleRecording: async () => {
        const isRecording = get().recorder?.state === 'recording';
        const done = await engine.call(isRecording ? 'stopRecording' : 'startRecording', {});
        set(done.ok ? { recorder: done.value, failure: null } : { failure: done.error });
      },
      describe: async () => {
        const session = get().session;
        const described = await engine.call('describeSession', { session });
        if (described.ok && get().session === session) set({ description: described.value });
      },
    };
  });

  const reopen = async (linked: LinkedEngine): Promise<void> => {
    const { session, transport } = store.getState();
    if (session === LIVE_SESSION) return;
    const opened = await openReplay(linked, session, transport);
    // The user may have gone elsewhere meanwhile, or the link again.
    if (store.getState().session !== session) return closeReplay(linked, session);
    if (opened.ok) store.setState({ failure: opened.value.misplaced });
    else if (opened.error.code !== 'connection-lost') {
      show(LIVE_SESSION);
      store.setState({ failure: opened.error });
    }
  };

  show(LIVE_SESSION);
  const stops = [
    engine.subscribe('sessions', {}, (sessions) => store.setState({ sessions })),
    engine.subscribe(
      'recorder',
      {},
      newestPerFrame(scheduler, PACE_MS.status, (recorder) => store.setState({ recorder })),
    ),
    engine.subscribe('exports', {}, (exported) => store.setState({ exported })),
    engine.subscribe('notices', {}, (notices) => store.setState({ notices })),
  ];
  return {
    store,
    reopen,
    stop: () => {
      endSession();
      for (const stop of stops) stop();
    },
  };
}

async function closeReplay(engine: Pick<EngineClient, 'call'>, session: string): Promise<void> {
  if (session !== LIVE_SESSION) await engine.call('closeSession', { session });
}

/** Changes when a venue comes or goes, which is when instruments may have changed. */
function feedStates(health: Health | null): string {
  return health?.venues.map((venue) => `${venue.id}=${venue.state}`).join() ?? '';
}
