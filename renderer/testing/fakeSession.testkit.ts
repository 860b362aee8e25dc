/** The one saved session of the fake engine. */
import type { SessionSummary, Transport } from '../../shared/contract/values';
import { HOUR_MS } from '../../shared/model/time';
import { ASSETS } from './fakeMarket.testkit';

export const FAKE_NOW_MS = Date.UTC(2025, 0, 14, 18, 24, 7);
export const SAVED_SESSION = 'jan-14-breakout';

export function savedSession(): SessionSummary {
  return {
    id: SAVED_SESSION,
    title: 'Jan 14 breakout',
    feed: 'live',
    state: 'closed',
    range: { fromMs: FAKE_NOW_MS - 19 * HOUR_MS, toMs: FAKE_NOW_MS },
    assets: [...ASSETS],
    venues: ['binanceusdm', 'bybit'],
    simulated: false,
    bytes: 412_000_000,
    startedAtMs: FAKE_NOW_MS - 19 * HOUR_MS,
    tags: [],
    pinned: false,
    gaps: 2,
    bookmarks: 3,
    thumbnail: { price: [10, 40, 30, 100, 80], shorts: [0, 5, 0, 100, 20], longs: [2, 0, 0, 0, 0] },
    compacted: true,
  };
}

export function replayTransport(): Transport {
  return {
    session: SAVED_SESSION,
    kind: 'replay',
    title: 'Jan 14 breakout',
    state: 'ready',
    epoch: 1,
    nowMs: FAKE_NOW_MS - 5 * HOUR_MS,
    range: { fromMs: FAKE_NOW_MS - 19 * HOUR_MS, toMs: FAKE_NOW_MS },
    speed: 1,
    loop: null,
    capabilities: ['play', 'seek', 'speed', 'step'],
    gaps: [
      { fromMs: FAKE_NOW_MS - 11 * HOUR_MS, toMs: FAKE_NOW_MS - 10.4 * HOUR_MS },
      { fromMs: FAKE_NOW_MS - 3 * HOUR_MS, toMs: FAKE_NOW_MS - 2.95 * HOUR_MS },
    ],
    failure: null,
    simulated: false,
  };
}
