/**
 * What is heard of a venue that goes out: a lost connection, and afterwards one gap a stream. Its candles are
 * asked for again by the tape, so their gap is filled.
 */
import type { FeedStatusEvent, GapEvent, MarketEvent } from '../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { TimeRange } from '../../../shared/model/time';
import type { VenueInfo } from '../../../shared/model/venue';
import type { Scenario } from './scenario/scenarioSchema';

const REASON = 'the venue does not answer';

/** Events of outages that begin or end in `[fromMs, toMs)`, in order of time. */
export function outageEvents(
  scenario: Scenario,
  venues: readonly VenueInfo[],
  span: TimeRange,
): MarketEvent[] {
  const events: MarketEvent[] = [];
  for (const { venue: id, fromMs, toMs } of scenario.outages) {
    const venue = venues.find((each) => each.id === id);
    if (venue === undefined) continue;
    if (isIn(span, fromMs)) events.push(status(venue, 'reconnecting', REASON, fromMs));
    if (!isIn(span, toMs)) continue;
    events.push(status(venue, 'live', '', toMs));
    for (const stream of venue.streams) {
      if (stream !== 'series') events.push(gap(venue, stream, { fromMs, toMs }));
    }
  }
  return events.sort((a, b) => a.exchangeTimeMs - b.exchangeTimeMs);
}

/** What is to be said of venues that do not answer at this moment, to whoever begins to listen then. */
export function outagesAt(scenario: Scenario, venues: readonly VenueInfo[], timeMs: number): MarketEvent[] {
  return scenario.outages.flatMap(({ venue: id, fromMs, toMs }) => {
    const venue = venues.find((each) => each.id === id);
    // One that begins now is said by the step.
    if (venue === undefined || timeMs <= fromMs || timeMs >= toMs) return [];
    return [status(venue, 'reconnecting', REASON, timeMs)];
  });
}

function isIn(span: TimeRange, timeMs: number): boolean {
  return timeMs >= span.fromMs && timeMs < span.toMs;
}

function status(
  venue: VenueInfo,
  state: FeedStatusEvent['state'],
  reason: string,
  atMs: number,
): FeedStatusEvent {
  return {
    kind: 'feedStatus',
    seq: 0,
    exchangeTimeMs: atMs,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue: venue.id,
    stream: null,
    state,
    reason,
  };
}

function gap(venue: VenueInfo, stream: GapEvent['stream'], { fromMs, toMs }: TimeRange): GapEvent {
  return {
    kind: 'gap',
    seq: 0,
    exchangeTimeMs: toMs,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue: venue.id,
    stream,
    fromMs,
    toMs,
    reason: REASON,
    missing: null,
    filled: stream === 'candles',
  };
}
