/** What a picture says about itself: a picture leaves the app, its context must go with it. Pure. */
import { SIMULATED } from '../../shared/model/venue';
import { formatDateTime, zoneLabel } from '../ui/time';

export interface WindowFacts {
  /** "LIVE", "REPLAY", … as the top bar says it. */
  readonly feed: string;
  /** Of a made-up market: the file's name says so, too. */
  readonly simulated: boolean;
  /** Title of the session. */
  readonly session: string;
  /** Market time the picture shows; null before the first event. */
  readonly marketTimeMs: number | null;
  readonly timeZone: string;
}

export interface SnapshotFacts extends WindowFacts {
  readonly instrument: string;
  readonly venue: string;
  readonly interval: string;
}

export interface SnapshotStamp {
  /** "BTCUSDT Perp · Binance USD-M · 1m" */
  readonly title: string;
  /** "LIVE · Live BTC · 9 Aug 2024 00:00:15 UTC+2 (Europe/Berlin) · Breakwater" */
  readonly context: string;
  /** "breakwater-BTCUSDT-Perp-1m-20240808T220015Z.png", safe on every file system. */
  readonly fileName: string;
}

export function snapshotStamp(facts: SnapshotFacts): SnapshotStamp {
  const { instrument, venue, interval } = facts;
  return {
    title: [instrument, venue, interval].join(' · '),
    context: contextOf(facts),
    fileName: fileNameOf(facts, [instrument, interval]),
  };
}

/** Of a picture of the whole window, whose panels say for themselves what they show. */
export function windowStamp(facts: WindowFacts): SnapshotStamp {
  return {
    title: facts.session,
    context: contextOf({ ...facts, session: '' }),
    fileName: fileNameOf(facts, ['window']),
  };
}

function contextOf({ feed, session, marketTimeMs, timeZone }: WindowFacts): string {
  const zone = zoneLabel(timeZone, marketTimeMs ?? 0);
  const named = zone === timeZone ? zone : `${zone} (${timeZone})`;
  const moment = marketTimeMs === null ? `— ${named}` : `${formatDateTime(marketTimeMs, timeZone)} ${named}`;
  return [feed, session, moment, 'Breakwater'].filter((part) => part !== '').join(' · ');
}

function fileNameOf({ simulated, marketTimeMs }: WindowFacts, what: readonly string[]): string {
  const utc =
    marketTimeMs === null
      ? []
      : [`${new Date(marketTimeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`];
  const name = ['breakwater', ...(simulated ? [SIMULATED] : []), ...what, ...utc].join('-');
  return `${name.replace(/[^\w.-]+/g, '-')}.png`;
}
