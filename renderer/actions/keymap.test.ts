import { describe, expect, it } from 'vitest';
import type { Action } from './action';
import { actionFor, conflictOf, keysOf, refusalOf, withKeys } from './keymap';

function action(id: string, keys: readonly string[] = [], enabled = true): Action {
  return { id, title: id, group: 'Chart', keys, enabled: () => enabled, run: () => undefined };
}

const log = action('log', ['Alt+L']);
const percent = action('percent', ['Alt+P']);

describe('keys of an action', () => {
  it('are its own until the user says otherwise, and none when the user says none', () => {
    expect(keysOf(log, {})).toEqual(['Alt+L']);
    expect(keysOf(log, { log: ['F2', 'F3'] })).toEqual(['F2', 'F3']);
    expect(keysOf(log, { log: [] })).toEqual([]);
  });

  it('run the first action that has them and can be done', () => {
    const off = action('off', ['Space'], false);
    const on = action('on', ['Space']);
    expect(actionFor('Space', [off, on], {})).toBe(on);
    expect(actionFor('Alt+L', [log, percent], { log: [], percent: ['Alt+L'] })).toBe(percent);
    expect(actionFor('Alt+X', [log, percent], {})).toBeUndefined();
  });
});

describe('changing keys', () => {
  it('names who has a chord already, but not the action itself', () => {
    expect(conflictOf('Alt+P', 'log', [log, percent], {})).toBe(percent);
    expect(conflictOf('Alt+L', 'log', [log, percent], {})).toBeUndefined();
    expect(conflictOf('Alt+P', 'log', [log, percent], { percent: ['F2'] })).toBeUndefined();
  });

  it('keeps only what differs from the defaults', () => {
    const own = withKeys({ percent: ['F2'] }, log, ['F3']);
    expect(own).toEqual({ percent: ['F2'], log: ['F3'] });
    expect(withKeys(own, log, ['Alt+L'])).toEqual({ percent: ['F2'] });
    expect(withKeys(own, log, [])).toEqual({ percent: ['F2'], log: [] });
  });

  it('refuses keys that are needed elsewhere', () => {
    for (const chord of ['Escape', 'Tab', 'B', 'Shift+B', '7', 'Mod+C'])
      expect(refusalOf(chord)).not.toBeNull();
    for (const chord of ['Alt+B', 'F7', 'Mod+1', '/', 'Space']) expect(refusalOf(chord)).toBeNull();
  });
});
