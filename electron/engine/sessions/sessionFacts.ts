/** What is said about a session (extent, counts, gaps, coverage), derived alike for every store. */
import { createHash } from 'node:crypto';
import type { Library } from '../../../shared/contract/library';
import type { SessionSummary } from '../../../shared/contract/values';
import type { RecordedInfo } from '../../../shared/feed/source';
import { mergeRanges, overlapMs } from '../../../shared/market/ranges';
import type { GapEvent, MarketEvent } from '../../../shared/model/events';
import type { ImportRecord } from '../../../shared/model/importRecord';
import type { Instrument } from '../../../shared/model/instrument';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import { streamOfKind } from '../../../shared/model/streamOfKind';
import type { TimeRange } from '../../../shared/model/time';
import { TRUTH_KINDS } from '../../../shared/model/truth';
import { isSimulated, type Stream, type VenueInfo } from '../../../shared/model/venue';
import { CanonicalEncoder } from '../../../shared/session/canonicalBytes';
import { SCHEMA_VERSION } from '../../../shared/session/schema';
import type { RecordedGap, SessionReport, StreamCount, TruthReader } from './sessionStore';
import type { StreamStatistics } from './streamStatistics';

export interface SessionFacts {
  readonly id: string;
  readonly title: string;
  readonly feed: string;
  readonly state: SessionSummary['state'];
  readonly appVersion: string;
  readonly startedAtMs: number;
  readonly venues: readonly VenueInfo[];
  readonly instruments: readonly Instrument[];
  readonly statistics: readonly StreamStatistics[];
  readonly gaps: readonly GapEvent[];
  readonly library: Library;
  /** Null when there is none. */
  readonly firstCheckpointSeq: number | null;
}

/** What the feed of a session made of files begins with; see `NewSession.feed`. */
export const IMPORTED = 'imported';

export function isImported(feed: string): boolean {
  return feed.startsWith(`${IMPORTED} `);
}

/**
 * From the first live event to just after the last; `fromMs === toMs` when nothing has a time. Of a venue whose
 * clock is far behind ours everything is told late: then only the marks tell what was fetched.
 */
export function extentOf(statistics: readonly StreamStatistics[]): TimeRange {
  const first =
    smallest(statistics.map((each) => each.firstLiveTimeMs)) ??
    smallest(statistics.map((each) => each.firstHeardTimeMs)) ??
    smallest(statistics.map((each) => each.firstTimeMs));
  const last = largest(statistics.map((each) => each.lastTimeMs));
  return first === null || last === null ? { fromMs: 0, toMs: 0 } : { fromMs: first, toMs: last + 1 };
}

export function recordedInfo(facts: SessionFacts): RecordedInfo {
  const { statistics } = facts;
  const firstSeq = smallest(statistics.map((each) => each.firstSeq)) ?? 1;
  return {
    title: facts.title,
    range: extentOf(statistics),
    firstSeq,
    lastSeq: largest(statistics.map((each) => each.lastSeq)) ?? firstSeq - 1,
    seedSeq: seedSeqOf(facts),
    instruments: facts.instruments,
    venues: facts.venues,
    gaps: mergeRanges(facts.gaps.filter((gap) => !gap.filled).map(({ fromMs, toMs }) => ({ fromMs, toMs }))),
  };
}

/** A checkpoint that only candles precede is what the session began with. */
function seedSeqOf({ statistics, firstCheckpointSeq }: SessionFacts): number | null {
  const firstHappening = smallest(
    statistics.filter(({ kind }) => kind !== 'candle').map(({ firstSeq }) => firstSeq),
  );
  if (firstCheckpointSeq === null) return null;
  return firstHappening === null || firstCheckpointSeq < firstHappening ? firstCheckpointSeq : null;
}

export function summaryOf(facts: SessionFacts, bytes: number): SessionSummary {
  const range = extentOf(facts.statistics);
  const assets = facts.statistics.flatMap((each) => facts.instruments[each.instrument]?.asset ?? []);
  return {
    id: facts.id,
    title: facts.title,
    feed: facts.feed,
    state: facts.state,
    range: facts.state === 'recording' || range.toMs === range.fromMs ? null : range,
    assets: [...new Set(assets)].sort(),
    venues: facts.venues.map((venue) => venue.id),
    simulated: isSimulated(facts.venues),
    bytes,
    startedAtMs: facts.startedAtMs,
    ...facts.library,
    gaps: facts.state === 'recording' ? null : recordedInfo(facts).gaps.length,
  };
}

export function reportOf(
  facts: SessionFacts,
  bytes: number,
  contentHash: string,
  imported: ImportRecord,
): SessionReport {
  return {
    summary: summaryOf(facts, bytes),
    schemaVersion: SCHEMA_VERSION,
    appVersion: facts.appVersion,
    counts: countsOf(facts),
    gaps: recordedGaps(facts),
    coverage: coverageOf(facts),
    imported,
    contentHash,
  };
}

/** SHA-256 over all market rows and then all truth, as hex. `batches` are in `seq` order. */
export async function contentHashOf(
  batches: AsyncIterable<readonly MarketEvent[]>,
  instruments: readonly Instrument[],
  readTruth: TruthReader,
): Promise<string> {
  const encoder = new CanonicalEncoder(instruments);
  const hash = createHash('sha256');
  for await (const events of batches) hash.update(encoder.encode(events));
  for (const kind of TRUTH_KINDS) {
    for await (const records of readTruth(kind)) hash.update(encoder.encodeTruth(kind, records));
  }
  return hash.digest('hex');
}

/** One line per kind and instrument id: rows of a widened instrument count as the same instrument. */
function countsOf({ statistics, instruments }: SessionFacts): StreamCount[] {
  const counts = new Map<string, StreamCount>();
  for (const each of statistics) {
    const instrumentId = instruments[each.instrument]?.id ?? null;
    const key = `${each.kind} ${instrumentId ?? ''}`;
    const other = counts.get(key);
    counts.set(key, {
      kind: each.kind,
      instrumentId,
      rows: each.rows + (other?.rows ?? 0),
      firstTimeMs: smallest([each.firstTimeMs, other?.firstTimeMs ?? null]),
      lastTimeMs: largest([each.lastTimeMs, other?.lastTimeMs ?? null]),
    });
  }
  return [...counts.values()];
}

export function recordedGaps({ gaps, instruments }: SessionFacts): RecordedGap[] {
  return gaps.map((gap) => recordedGap(gap, instruments));
}

function recordedGap(gap: GapEvent, instruments: readonly Instrument[]): RecordedGap {
  const { venue, stream, fromMs, toMs, reason, missing, filled } = gap;
  const instrumentId = instruments[gap.instrument]?.id ?? null;
  return { venue, stream, instrumentId, fromMs, toMs, reason, missing, filled };
}

/** A gap of one instrument counts against its whole stream: coverage is never overstated. */
function coverageOf(facts: SessionFacts): SessionReport['coverage'] {
  const extent = extentOf(facts.statistics);
  const extentMs = extent.toMs - extent.fromMs;
  const spans = new Map<string, { venue: string; stream: Stream; missing: TimeRange[] }>();
  const spanOf = (venue: string, stream: Stream) => {
    const key = `${venue} ${stream}`;
    const span = spans.get(key) ?? { venue, stream, missing: [] };
    spans.set(key, span);
    return span;
  };
  for (const { kind, instrument } of facts.statistics) {
    const stream = streamOfKind(kind);
    const venue = facts.instruments[instrument]?.venue;
    if (stream !== undefined && venue !== undefined) spanOf(venue, stream);
  }
  for (const gap of facts.gaps) if (!gap.filled) spanOf(gap.venue, gap.stream).missing.push(gap);
  return [...spans.values()]
    .map(({ venue, stream, missing }) => ({
      venue,
      stream,
      share: extentMs === 0 ? 0 : 1 - overlapMs(mergeRanges(missing), extent) / extentMs,
    }))
    .sort((a, b) => a.venue.localeCompare(b.venue) || a.stream.localeCompare(b.stream));
}

function smallest(values: readonly (number | null)[]): number | null {
  return values.reduce((least, value) => (least === null || (value ?? least) < least ? value : least), null);
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || (value ?? most) > most ? value : most), null);
}

/** The venues and streams that have delivered something, for marking where a recording broke off. */
export function deliveringStreams(
  facts: Pick<SessionFacts, 'statistics' | 'instruments'>,
): readonly { readonly venue: string; readonly stream: Stream }[] {
  const found = new Map<string, { venue: string; stream: Stream }>();
  for (const { kind, instrument } of facts.statistics) {
    const stream = streamOfKind(kind);
    if (stream === undefined || instrument === NO_INSTRUMENT) continue;
    const venue = facts.instruments[instrument]?.venue;
    if (venue !== undefined) found.set(`${venue} ${stream}`, { venue, stream });
  }
  return [...found.values()];
}
