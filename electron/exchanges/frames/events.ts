/** Events as the adapters make them: unstamped, owned by nobody yet. */
import type { GapEvent } from '../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { Stream, VenueId } from '../../../shared/model/venue';

export interface GapFacts {
  readonly venue: VenueId;
  readonly stream: Stream;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  readonly missing: number | null;
  readonly filled: boolean;
  readonly instrument?: number;
}

/** A gap is never empty: its span is at least 1 ms. */
export function gapEvent(facts: GapFacts): GapEvent {
  return {
    kind: 'gap',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument: facts.instrument ?? NO_INSTRUMENT,
    venue: facts.venue,
    stream: facts.stream,
    fromMs: facts.fromMs,
    toMs: Math.max(facts.toMs, facts.fromMs + 1),
    reason: facts.reason,
    missing: facts.missing,
    filled: facts.filled,
  };
}
