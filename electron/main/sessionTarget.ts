/** What a window is asked to open: a session of the user's folder by its id, or a session file anywhere. */
import { APP_URL } from './windowSecurity';

export const DEEP_LINK_SCHEME = 'breakwater';

export type SessionTarget =
  | { readonly file: string }
  /** `time` is passed on as it stands: the window reads it. */
  | { readonly session: string; readonly time: string | null };

const MAX_ID_LENGTH = 200;

/** `breakwater://session/ID?t=TIME`; null for anything else. Any program and any web page can send one. */
export function parseDeepLink(text: string): SessionTarget | null {
  if (!URL.canParse(text)) return null;
  const { protocol, host, pathname, searchParams } = new URL(text);
  if (protocol !== `${DEEP_LINK_SCHEME}:` || host !== 'session') return null;
  // Ids of sessions are plain names; a path is never taken from a link.
  const session = /^\/([\w.-]+)$/.exec(pathname)?.[1];
  if (session === undefined || session.length > MAX_ID_LENGTH) return null;
  const time = searchParams.get('t');
  return { session, time: time !== null && /^[\dTZ:.+-]{1,40}$/.test(time) ? time : null };
}

/** The page that shows the target, or the live market without one. */
export function pageUrl(target: SessionTarget | null): string {
  if (target === null) return APP_URL;
  const url = new URL(APP_URL);
  url.searchParams.set('session', 'file' in target ? target.file : target.session);
  if ('time' in target && target.time !== null) url.searchParams.set('t', target.time);
  return url.href;
}
