// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AppContext } from '../stores/context';
import { keepPlaceForReload, placeBeforeReload } from './placeOfReload';

const PLACE = { session: 'a', state: 'playing', speed: 60, nowMs: 7 } as const;

function pageWith(transport: object | null) {
  const app = { session: createStore(() => ({ transport })) } as unknown as AppContext;
  keepPlaceForReload(app, window.sessionStorage);
  window.dispatchEvent(new Event('pagehide'));
}

afterEach(() => window.sessionStorage.clear());

describe('the place of a page that is loaded anew', () => {
  it('is where it was when it went away', () => {
    pageWith({ ...PLACE, title: 'more than a place' });
    expect(placeBeforeReload(window.sessionStorage, true)).toEqual(PLACE);
  });

  it('is none for a page that was gone to, or that never knew', () => {
    pageWith(PLACE);
    expect(placeBeforeReload(window.sessionStorage, false)).toBeNull();
    pageWith(null);
    expect(placeBeforeReload(window.sessionStorage, true)).toBeNull();
  });

  it.each(['{"session":5}', '{', ''])('is none when what was kept is %j', (kept) => {
    window.sessionStorage.setItem('breakwater.place', kept);
    expect(placeBeforeReload(window.sessionStorage, true)).toBeNull();
  });
});
