/** How a panel offers its actions: to the palette, the keys, the cheat sheet, menus and the status line at once. */
import { useEffect } from 'react';
import { useApp } from '../stores/context';
import type { Action } from './action';

/** Registers while the component is on the screen. Pass a stable array: a constant, or from `useMemo`. */
export function useRegisterActions(actions: readonly Action[]): void {
  const { actions: store } = useApp();
  useEffect(() => store.getState().register(actions), [store, actions]);
}
