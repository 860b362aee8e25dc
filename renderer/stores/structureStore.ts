/** The market structure of the asset on the chart, in the session on the screen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/model/result';
import type { MarketStructure } from '../../shared/model/structure';
import type { EngineClient } from '../engine/client';
import { type FrameScheduler, newestPerFrame, PACE_MS } from '../market/frameScheduler';
import { chooseInstrument } from './instruments';
import type { SessionStore } from './sessionStore';
import type { UiStore } from './uiStore';

export interface StructureState {
  /** Null until the first value of the asset that is shown now. */
  readonly structure: MarketStructure | null;
  /** Why the engine does not tell; null when it does. */
  readonly failure: AppError | null;
}

export type StructureStore = StoreApi<StructureState>;

const NOTHING: StructureState = { structure: null, failure: null };

export function createStructureStore(
  engine: EngineClient,
  scheduler: FrameScheduler,
  sessions: SessionStore,
  ui: UiStore,
): { readonly store: StructureStore; readonly stop: () => void } {
  const store: StructureStore = createStore(() => NOTHING);
  let watched: { readonly session: string; readonly asset: string } | null = null;
  let end: () => void = () => undefined;

  const watch = () => {
    const { session, description } = sessions.getState();
    const shown = chooseInstrument(description?.instruments ?? [], ui.getState().view.instrumentId);
    const asset = shown?.asset ?? null;
    if (watched === null ? asset === null : watched.session === session && watched.asset === asset) return;
    end();
    store.setState(NOTHING);
    watched = asset === null ? null : { session, asset };
    end = watched === null ? () => undefined : subscribe(watched);
  };

  const subscribe = (params: { readonly session: string; readonly asset: string }) => {
    let ended = false;
    const stop = engine.subscribe(
      'structure',
      params,
      newestPerFrame(scheduler, PACE_MS.figures, ({ structure }) => {
        if (!ended) store.setState({ structure, failure: null });
      }),
      (failure) => {
        if (!ended) store.setState({ structure: null, failure });
      },
    );
    return () => {
      ended = true;
      stop();
    };
  };

  const stopSession = sessions.subscribe(watch);
  const stopView = ui.subscribe((now, before) => {
    if (now.view.instrumentId !== before.view.instrumentId) watch();
  });
  watch();
  return {
    store,
    stop: () => {
      stopSession();
      stopView();
      end();
    },
  };
}
