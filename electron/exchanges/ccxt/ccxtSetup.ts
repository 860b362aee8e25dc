/** How ccxt instances are set up, and pointed at another origin. */
import type { Timing } from '../venueOptions';

/** Rate limits on, keys and noise off. */
export function ccxtConfiguration(timing: Timing): object {
  return { enableRateLimit: true, verbose: false, streaming: { keepAlive: timing.keepAliveMs } };
}

/** Every https address of REST in `api` with the scheme, host and port of `origin`; other members stay. */
export function withOrigin(api: Readonly<Record<string, unknown>>, origin: string): Record<string, unknown> {
  const moved: Record<string, unknown> = { ...api };
  for (const [name, url] of Object.entries(api)) {
    if (typeof url !== 'string') continue;
    // Bybit's addresses hold a `{hostname}` placeholder, which is no valid host: cut, not parsed.
    moved[name] = url.replace(/^https?:\/\/[^/]+/, new URL(origin).origin);
  }
  return moved;
}

/** The websocket origin that belongs to an http origin. */
export function socketOrigin(origin: string): string {
  return new URL(origin).origin.replace(/^http/, 'ws');
}
