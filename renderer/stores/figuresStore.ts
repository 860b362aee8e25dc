/**
 * The figures of the session in the chosen rolling window, by id. All sums come from the engine; a window
 * only looks them up.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Figure } from '../../shared/model/figure';
import { DAY_MS, HOUR_MS } from '../../shared/model/time';
import type { EngineClient } from '../engine/client';
import { type FrameScheduler, newestPerFrame, PACE_MS } from '../market/frameScheduler';
import type { SessionStore } from './sessionStore';

export const FIGURE_WINDOWS = [
  { label: '1h', windowMs: HOUR_MS },
  { label: '4h', windowMs: 4 * HOUR_MS },
  { label: '12h', windowMs: 12 * HOUR_MS },
  { label: '24h', windowMs: DAY_MS },
] as const;

export interface FiguresState {
  readonly windowMs: number;
  /** The window `byId` is of: differs from `windowMs` until the first values of a new window have come. */
  readonly shownWindowMs: number | null;
  readonly nowMs: number | null;
  /** Null until the first values. */
  readonly byId: ReadonlyMap<string, Figure> | null;
  setWindow(windowMs: number): void;
}

export type FiguresStore = StoreApi<FiguresState>;

export function createFiguresStore(
  engine: EngineClient,
  scheduler: FrameScheduler,
  sessions: SessionStore,
): { readonly store: FiguresStore; readonly stop: () => void } {
  let end: () => void = () => undefined;
  const store: FiguresStore = createStore((set) => ({
    windowMs: DAY_MS,
    shownWindowMs: null,
    nowMs: null,
    byId: null,
    setWindow: (windowMs) => set({ windowMs }),
  }));

  const watch = () => {
    end();
    const { session } = sessions.getState();
    const { windowMs } = store.getState();
    let ended = false;
    const stop = engine.subscribe(
      'figures',
      { session, windowMs },
      newestPerFrame(scheduler, PACE_MS.figures, ({ nowMs, figures }) => {
        if (ended) return;
        store.setState({
          nowMs,
          shownWindowMs: windowMs,
          byId: new Map(figures.map((figure) => [figure.id, figure])),
        });
      }),
    );
    end = () => {
      ended = true;
      stop();
    };
  };

  const stopWindow = store.subscribe((now, before) => {
    if (now.windowMs !== before.windowMs) watch();
  });
  const stopSession = sessions.subscribe((now, before) => {
    if (now.session === before.session) return;
    store.setState({ byId: null, nowMs: null, shownWindowMs: null });
    watch();
  });
  watch();
  return {
    store,
    stop: () => {
      stopWindow();
      stopSession();
      end();
    },
  };
}
