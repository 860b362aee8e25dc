/**
 * Every action this window offers at the moment. The shell and each panel register theirs while they are on
 * the screen.
 *
 * Invariant: ids are unique in `actions`; of two registrations with one id the later counts, and when it is
 * withdrawn the earlier one is back.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Action, isEnabled } from './action';

/** How many of the last used actions are remembered. */
const RECENT = 6;

export interface ActionsState {
  readonly actions: readonly Action[];
  /** Ids of the last used ones, newest first. */
  readonly recent: readonly string[];
  /** Adds actions; the returned function takes them back. */
  register(actions: readonly Action[]): () => void;
  /** Runs an action by its id; false when there is none or it cannot be done now. */
  run(id: string): boolean;
}

export type ActionsStore = StoreApi<ActionsState>;

export function createActionsStore(): ActionsStore {
  let registrations: readonly (readonly Action[])[] = [];
  return createStore((set, get) => {
    const publish = () =>
      set({ actions: [...new Map(registrations.flat().map((action) => [action.id, action])).values()] });
    return {
      actions: [],
      recent: [],
      register: (actions) => {
        registrations = [...registrations, actions];
        publish();
        return () => {
          registrations = registrations.filter((one) => one !== actions);
          publish();
        };
      },
      run: (id) => {
        const action = get().actions.find((one) => one.id === id);
        if (action === undefined || !isEnabled(action)) return false;
        set({ recent: [id, ...get().recent.filter((other) => other !== id)].slice(0, RECENT) });
        action.run();
        return true;
      },
    };
  });
}
