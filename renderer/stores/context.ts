/** Everything a window is made of, put together once in `main.tsx` and passed down by context. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Clock } from '../../shared/feed/clock';
import type { ActionsState, ActionsStore } from '../actions/actionsStore';
import type { EngineClient } from '../engine/client';
import type { FrameScheduler } from '../market/frameScheduler';
import type { BookmarksState, BookmarksStore } from '../stores/bookmarksStore';
import type { ConnectionState, ConnectionStore } from '../stores/connectionStore';
import type { FiguresState, FiguresStore } from '../stores/figuresStore';
import type { ImportActions, ImportState, ImportStore } from '../stores/importStore';
import type { SessionActions, SessionState, SessionStore } from '../stores/sessionStore';
import type { SettingsState, SettingsStore } from '../stores/settingsStore';
import type { StructureState, StructureStore } from '../stores/structureStore';
import type { UiState, UiStore } from '../stores/uiStore';

export interface AppContext {
  readonly engine: EngineClient;
  readonly scheduler: FrameScheduler;
  readonly connection: ConnectionStore;
  readonly session: SessionStore;
  readonly figures: FiguresStore;
  readonly bookmarks: BookmarksStore;
  readonly structure: StructureStore;
  readonly settings: SettingsStore;
  readonly imports: ImportStore;
  readonly ui: UiStore;
  /** What can be done, by key, palette or menu. */
  readonly actions: ActionsStore;
  /** Tries to reach the engine now instead of waiting for the next attempt. */
  readonly reconnect: () => void;
  /** UTC ms by this machine's clock. */
  readonly wallMs: () => number;
  /** A timer on the window's clock, which tests hold in their hand; the returned function takes it back. */
  readonly schedule: Clock['schedule'];
}

const Context = createContext<AppContext | null>(null);

export const AppProvider = Context.Provider;

export function useApp(): AppContext {
  const app = useContext(Context);
  if (app === null) throw new Error('useApp is called outside AppProvider');
  return app;
}

export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(useApp().connection, select);
}

export function useSession<T>(select: (state: SessionState & SessionActions) => T): T {
  return useStore(useApp().session, select);
}

export function useFigures<T>(select: (state: FiguresState) => T): T {
  return useStore(useApp().figures, select);
}

export function useBookmarks<T>(select: (state: BookmarksState) => T): T {
  return useStore(useApp().bookmarks, select);
}

export function useStructure<T>(select: (state: StructureState) => T): T {
  return useStore(useApp().structure, select);
}

export function useSettings<T>(select: (state: SettingsState) => T): T {
  return useStore(useApp().settings, select);
}

export function useImports<T>(select: (state: ImportState & ImportActions) => T): T {
  return useStore(useApp().imports, select);
}

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useApp().ui, select);
}

export function useActions<T>(select: (state: ActionsState) => T): T {
  return useStore(useApp().actions, select);
}
