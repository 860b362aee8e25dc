/** What the settings say about the feed: which one, and whether a change of them needs another. */
import type { Settings } from '../../../shared/contract/values';

export type FeedKind = 'simulated' | 'live';

/** Who has not chosen yet sees the simulated market: it needs no network, and shows what there is to see. */
export function feedKind({ feed }: Pick<Settings, 'feed'>): FeedKind {
  return feed ?? 'simulated';
}

/** True when a change of settings needs another feed, and with it another session. */
export function isOtherFeed(before: Settings, after: Settings): boolean {
  return feedKey(before) !== feedKey(after);
}

/** Where live data comes from: the venues themselves, or other origins in their place. */
export function liveFeedName({ venues, venueUrls }: Pick<Settings, 'venues' | 'venueUrls'>): string {
  const elsewhere = venues.flatMap((id) => (venueUrls[id] === undefined ? [] : [`${id}@${venueUrls[id]}`]));
  return ['live', ...elsewhere.sort()].join(' ');
}

function feedKey(settings: Settings): string {
  const kind = feedKind(settings);
  if (kind === 'simulated') {
    // The speed is left out: it changes how the market is watched, not what happens in it.
    const { scenario, seed, leader, chapter } = settings.simulation;
    return JSON.stringify([kind, scenario, seed, leader, chapter]);
  }
  const { assets, venues, venueUrls, backfill } = settings;
  return JSON.stringify([kind, assets, venues, Object.entries(venueUrls).sort(), backfill]);
}
