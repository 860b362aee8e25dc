/**
 * What a page of ours may not do. Windows show our own bundle from `app://monitor/` and nothing else: a page
 * never navigates away, opens no windows by itself, embeds nothing, and gets hardly any permission.
 */
import type { App, Session, WebContents, WebFrameMain } from 'electron';
import { isWebLink } from '../../shared/contract/bookmarks';

export const APP_SCHEME = 'app';
export const APP_HOST = 'monitor';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** Hosts whose pages a link may open in the user's browser. */
const EXTERNAL_HOSTS: ReadonlySet<string> = new Set(['www.tradingview.com']);

/**
 * Alerts; a pane over the whole screen and a copied figure, both of which the browser engine grants only
 * upon a click or a key.
 */
const PERMISSIONS: ReadonlySet<string> = new Set([
  'notifications',
  'fullscreen',
  'clipboard-sanitized-write',
]);

export function isOurPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, port } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && port === '';
}

/** True for the page of a window itself; false for anything embedded, foreign or gone. */
export function isOurMainFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOurPage(frame.url);
}

/** True for an https link to a host on the list; everything else stays closed. */
export function mayOpenOutside(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username } = new URL(url);
  return protocol === 'https:' && EXTERNAL_HOSTS.has(host) && username === '';
}

export interface OutsideWorld {
  /** Opens an address on the list in the user's browser. */
  readonly open: (url: string) => void;
  /** Asks the user, who is shown the address, before it opens any other one of the web: links of bookmarks. */
  readonly ask: (url: string) => void;
}

/** Guards every page the app will ever create; call before the first window. */
export function guardPages(app: App, outside: OutsideWorld): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, outside));
}

function guardPage(contents: WebContents, outside: OutsideWorld): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOurPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) outside.open(url);
    else if (isWebLink(url)) outside.ask(url);
    return { action: 'deny' };
  });
}

/** Refuses every permission and device that is not on the list, when asked for and when checked. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(PERMISSIONS.has(permission) && isOurPage(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => PERMISSIONS.has(permission) && isOurPage(origin),
  );
  session.setDevicePermissionHandler(() => false);
}
