import { EventEmitter } from 'node:events';
import type { App, Session, WebContents, WebFrameMain } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import {
  guardPages,
  guardSession,
  isOurMainFrame,
  isOurPage,
  mayOpenOutside,
  type OutsideWorld,
} from './windowSecurity';

const OURS = ['app://monitor/', 'app://monitor/index.html?session=a#b'];
const FOREIGN = [
  'app://other/',
  'app://monitor.evil/',
  'app://monitor:1/',
  'app://user@monitor/',
  'app:monitor',
  'https://monitor/',
  'https://evil.example/app://monitor/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'about:blank',
  'javascript:alert(1)',
  'blob:app://monitor/1',
  '',
  'monitor',
];

class FakeContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler;
  }
  /** True when the event was let through. */
  passes(name: string, url: string): boolean {
    const preventDefault = vi.fn();
    this.emit(name, { url, preventDefault });
    return preventDefault.mock.calls.length === 0;
  }
}

const NOWHERE: OutsideWorld = { open: () => {}, ask: () => {} };

function guardedContents(outside: OutsideWorld = NOWHERE): FakeContents {
  const app = new EventEmitter();
  guardPages(app as App, outside);
  const contents = new FakeContents();
  app.emit('web-contents-created', {}, contents);
  return contents;
}

describe('a page', () => {
  it.each(OURS)('%s is ours', (url) => expect(isOurPage(url)).toBe(true));
  it.each(FOREIGN)('"%s" is not ours', (url) => expect(isOurPage(url)).toBe(false));

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('may not leave by %s', (name) => {
    const contents = guardedContents();
    for (const url of OURS) expect(contents.passes(name, url)).toBe(true);
    for (const url of FOREIGN) expect(contents.passes(name, url)).toBe(false);
  });

  it('may not embed a webview', () => {
    expect(guardedContents().passes('will-attach-webview', 'app://monitor/')).toBe(false);
  });

  it('opens no window, and outside only what is on the list', () => {
    const opened: string[] = [];
    const asked: string[] = [];
    const contents = guardedContents({ open: (url) => opened.push(url), ask: (url) => asked.push(url) });
    for (const url of [...OURS, ...FOREIGN, 'https://www.tradingview.com/', 'https://tradingview.com/']) {
      expect(contents.openHandler({ url })).toEqual({ action: 'deny' });
    }
    expect(opened).toEqual(['https://www.tradingview.com/']);
    expect(asked).toContain('https://tradingview.com/');
    for (const url of asked) expect(url).toMatch(/^https?:\/\//);
  });

  it.each([
    'http://www.tradingview.com/',
    'https://www.tradingview.com.evil.example/',
    'https://www.tradingview.com:8443/',
    'https://www.tradingview.com@evil.example/',
    'https://user@www.tradingview.com/',
    'file://www.tradingview.com/etc/passwd',
    'tradingview',
  ])('cannot send the user to %s', (url) => expect(mayOpenOutside(url)).toBe(false));

  it('is heard only as the main frame of a window', () => {
    const top = { url: 'app://monitor/', parent: null } as WebFrameMain;
    expect(isOurMainFrame(top)).toBe(true);
    expect(isOurMainFrame({ url: 'app://monitor/', parent: top } as WebFrameMain)).toBe(false);
    expect(isOurMainFrame({ url: 'https://evil.example/', parent: null } as WebFrameMain)).toBe(false);
    expect(isOurMainFrame(null)).toBe(false);
  });
});

describe('a permission', () => {
  type Ask = (contents: WebContents, permission: string, answer: (granted: boolean) => void) => void;
  type Check = (contents: WebContents | null, permission: string, origin: string) => boolean;

  function guardedSession() {
    const setters = {
      setPermissionRequestHandler: vi.fn<(handler: Ask) => void>(),
      setPermissionCheckHandler: vi.fn<(handler: Check) => void>(),
      setDevicePermissionHandler: vi.fn<(handler: () => boolean) => void>(),
    };
    guardSession(setters as unknown as Session);
    const [ask] = setters.setPermissionRequestHandler.mock.lastCall ?? [];
    const [check] = setters.setPermissionCheckHandler.mock.lastCall ?? [];
    const [device] = setters.setDevicePermissionHandler.mock.lastCall ?? [];
    if (!ask || !check || !device) throw new Error('a handler is missing');
    return { ask, check, device };
  }
  const pageAt = (url: string) => ({ getURL: () => url }) as WebContents;

  it.each([
    ['notifications', true],
    ['fullscreen', true],
    ['clipboard-sanitized-write', true],
    ['clipboard-read', false],
    ['media', false],
    ['geolocation', false],
    ['midi', false],
    ['openExternal', false],
    ['fileSystem', false],
    ['window-management', false],
    ['unknown', false],
  ])('%s is granted to our page: %s', (permission, granted) => {
    const session = guardedSession();
    const answers: boolean[] = [];
    session.ask(pageAt('app://monitor/'), permission, (answer) => answers.push(answer));
    session.ask(pageAt('https://evil.example/'), permission, (answer) => answers.push(answer));
    expect(answers).toEqual([granted, false]);
    expect(session.check(null, permission, 'app://monitor/')).toBe(granted);
    expect(session.check(null, permission, 'https://evil.example')).toBe(false);
  });

  it('for a device is never granted', () => {
    expect(guardedSession().device()).toBe(false);
  });
});
