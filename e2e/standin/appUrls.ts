/**
 * Chromium knows no `app:` scheme, so the stand-in shows `app://monitor/…` under an https origin that no
 * network has, and answers for it itself. The app only ever sees its own addresses.
 */
const APP_ORIGIN = 'app://monitor';
const PAGE_ORIGIN = 'https://monitor.standin.invalid';

export function toPageUrl(url: string): string {
  return url.startsWith(`${APP_ORIGIN}/`) ? PAGE_ORIGIN + url.slice(APP_ORIGIN.length) : url;
}

export function toAppUrl(url: string): string {
  return url.startsWith(`${PAGE_ORIGIN}/`) ? APP_ORIGIN + url.slice(PAGE_ORIGIN.length) : url;
}
