/** When a playback begins: at once, or when clients have subscribed to enough. */
import type { VenueProtocol } from './protocols/venueProtocol';

export interface GateOptions {
  /** Begin without waiting for anybody. */
  readonly autostart?: boolean;
  /** Begin at this number of subscriptions, over all sockets and venues. */
  readonly waitFor?: number;
  /** Begin when all of these names are subscribed, e.g. `btcusdt@aggTrade`, `!forceOrder@arr`. */
  readonly waitForSubscriptions?: readonly string[];
}

/** Without other wishes the gate opens at the first subscription to a trade stream of a venue that plays. */
export function isGateOpen(
  options: GateOptions,
  all: readonly VenueProtocol[],
  playing: readonly VenueProtocol[],
): boolean {
  const wanted = options.waitForSubscriptions ?? [];
  const names = all.flatMap((protocol) => protocol.hubs().flatMap((hub) => hub.names()));
  if (wanted.length > 0) return wanted.every((name) => names.includes(name));
  if (options.waitFor !== undefined) return names.length >= options.waitFor;
  return playing.some((protocol) =>
    protocol.hubs().some((hub) => hub.topics().some((topic) => protocol.isTradeTopic(topic))),
  );
}
