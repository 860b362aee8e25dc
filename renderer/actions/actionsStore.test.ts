import { describe, expect, it, vi } from 'vitest';
import type { Action } from './action';
import { createActionsStore } from './actionsStore';

function action(id: string, more: Partial<Action> = {}): Action {
  return { id, title: id, group: 'Chart', run: () => undefined, ...more };
}

describe('actions', () => {
  it('are offered while they are registered; of two with one id the later counts', () => {
    const store = createActionsStore();
    const first = action('one');
    const second = action('one');
    store.getState().register([first, action('two')]);
    const withdraw = store.getState().register([second]);
    expect(store.getState().actions.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(store.getState().actions).toContain(second);
    withdraw();
    expect(store.getState().actions).toContain(first);
    expect(store.getState().actions).not.toContain(second);
  });

  it('run by id when they can, and are then the most recent', () => {
    const store = createActionsStore();
    const run = vi.fn();
    let enabled = false;
    store.getState().register([action('one', { run, enabled: () => enabled }), action('two')]);
    expect(store.getState().run('one')).toBe(false);
    expect(store.getState().run('none')).toBe(false);
    enabled = true;
    expect(store.getState().run('one')).toBe(true);
    store.getState().run('two');
    store.getState().run('one');
    expect(run).toHaveBeenCalledTimes(2);
    expect(store.getState().recent).toEqual(['one', 'two']);
  });
});
