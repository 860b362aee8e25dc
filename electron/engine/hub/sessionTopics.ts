/**
 * What each topic of a session shows, as a pull: given what a window holds (`cursor`), the push that brings
 * it up to date. The answer depends on nothing else, so windows that hold the same share one answer.
 */
import type { TopicName, TopicRequest } from '../../../shared/contract/api';
import type { Health, Sparks, Transport } from '../../../shared/contract/values';
import { framePush, type Push, valuePush } from '../../../shared/contract/wire';
import { findStudy } from '../../../shared/indicators/studies/studyChoice';
import type { BarsChange, MarketView, TapeChange } from '../../../shared/market/marketView';
import type { StudyChange } from '../../../shared/market/studyRun';
import type { LiquidationEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentId } from '../../../shared/model/instrument';
import { plainText } from '../../../shared/model/plainText';
import { intervalMs } from '../../../shared/model/time';
import { isSimulated } from '../../../shared/model/venue';
import type { HubSession } from './hubSession';
import { barsFrame, studyFrame, tapeFrame } from './marketFrames';

export type SessionRequest = Extract<TopicRequest, { readonly params: { session: string } }>;

/** What a window holds of a topic: a revision, a row number, or the text last sent. */
export type Cursor = number | string;

export interface Pulled {
  readonly cursor: Cursor;
  /** Null when the window is up to date. */
  readonly push: Push | null;
}

export const TAPE_ROWS_PER_FRAME = 500;

/** Reasons are the words of venues and of files: as long as a panel can show. */
const MAX_REASON = 300;

/** 24 hours in quarters of an hour. */
const SPARK_INTERVAL = '15m';
const SPARK_BARS = 97;
const SPARKS_EVERY_MS = 5_000;

/** What a session says of itself; everything else is read from its market model. */
const APART_FROM_MODEL: ReadonlySet<TopicName> = new Set(['transport', 'overview', 'bookmarks']);

/** Whether a topic of a session waits while the model is moved. */
export function isReadFromModel(topic: TopicName): boolean {
  return !APART_FROM_MODEL.has(topic);
}

/** `cursor` undefined means the window holds nothing, or nothing of this epoch: it gets a snapshot. */
export function pullSessionTopic(
  id: string,
  session: HubSession,
  request: SessionRequest,
  cursor: Cursor | undefined,
): Pulled {
  const { market } = session;
  switch (request.topic) {
    case 'bars': {
      const { instrumentId, interval, limit } = request.params;
      const revision = Number(cursor ?? 0);
      return pullBars(session, market.bars(instrumentId, interval, revision, limit), cursor);
    }
    case 'studies': {
      const { instrumentId, interval, limit, study, params } = request.params;
      const revision = Number(cursor ?? 0);
      const change = market.study(instrumentId, interval, { study, params }, revision, limit);
      return pullStudy(session, study, change, cursor);
    }
    case 'trades': {
      const { instrumentId, minNotionalUsd } = request.params;
      const change = market.trades(instrumentId, Number(cursor ?? 0), rowsToRead(cursor), minNotionalUsd);
      return pullTape(session, change, cursor);
    }
    case 'liquidations': {
      const { assets, minNotionalUsd } = request.params;
      const change = market.liquidations(assets, Number(cursor ?? 0), rowsToRead(cursor), minNotionalUsd);
      return pullTape(session, change, cursor);
    }
    case 'figures': {
      if (cursor === market.seq) return { cursor, push: null };
      const { windowMs } = request.params;
      const value = {
        epoch: epochOf(session),
        nowMs: market.nowMs,
        figures: market.figures({ windowMs }).map((figure) => ({ ...figure, venues: [...figure.venues] })),
      };
      return { cursor: market.seq, push: valuePush('figures', value) };
    }
    case 'structure': {
      const structure = market.structure(request.params.asset);
      // The moment alone is not news: it would be sent as long as the market runs.
      const { nowMs: _, ...found } = structure;
      const text = JSON.stringify(found);
      if (text === cursor) return { cursor, push: null };
      return { cursor: text, push: valuePush('structure', { epoch: epochOf(session), structure }) };
    }
    case 'sparks': {
      // Whole seconds of market time are often enough for a line that is two pixels wide a step.
      const turn = Math.floor((market.nowMs ?? 0) / SPARKS_EVERY_MS);
      if (cursor === turn) return { cursor, push: null };
      const lines = request.params.instrumentIds.flatMap((instrumentId) => sparkOf(market, instrumentId));
      return { cursor: turn, push: valuePush('sparks', { epoch: epochOf(session), lines }) };
    }
    case 'overview': {
      const overview = session.overview();
      const columns = overview?.columns(request.params.instrumentId);
      if (overview === undefined || columns === undefined) return { cursor: cursor ?? '', push: null };
      if (overview.revision === cursor) return { cursor, push: null };
      const value = { epoch: epochOf(session), ...columns };
      return { cursor: overview.revision, push: valuePush('overview', value) };
    }
    case 'bookmarks': {
      const { version, list, failure } = session.marks;
      if (cursor === version) return { cursor, push: null };
      return { cursor: version, push: valuePush('bookmarks', { bookmarks: [...list], failure }) };
    }
    case 'transport': {
      const value = transportOf(id, session);
      const text = JSON.stringify(value);
      return { cursor: text, push: text === cursor ? null : valuePush('transport', value) };
    }
    case 'health': {
      const value = healthOf(session);
      const text = JSON.stringify(value);
      return { cursor: text, push: text === cursor ? null : valuePush('health', value) };
    }
  }
}

function pullBars(session: HubSession, change: BarsChange | undefined, cursor: Cursor | undefined): Pulled {
  // An instrument that is not known yet has no bars; its cursor stays 0, so its first bars are a snapshot.
  const { revision, reset, bars } = change ?? { revision: 0, reset: true, bars: [] };
  const whole = cursor === undefined || (reset && revision !== cursor);
  if (!whole && bars.length === 0) return { cursor: revision, push: null };
  const frame = barsFrame(epochOf(session), whole ? 'snapshot' : 'update', bars);
  return { cursor: revision, push: framePush(frame) };
}

function pullStudy(
  session: HubSession,
  study: string,
  change: StudyChange | undefined,
  cursor: Cursor | undefined,
): Pulled {
  const { revision, reset, rows } = change ?? { revision: 0, reset: true, rows: [] };
  const whole = cursor === undefined || (reset && revision !== cursor);
  if (!whole && rows.length === 0) return { cursor: revision, push: null };
  const lines = findStudy(study)?.lines.map(({ id }) => id) ?? [];
  const frame = studyFrame(epochOf(session), whole ? 'snapshot' : 'update', lines, rows);
  return { cursor: revision, push: framePush(frame) };
}

/** The first read asks for what a frame holds; later ones for all, so that what is left out is counted. */
function rowsToRead(cursor: Cursor | undefined): number {
  return cursor === undefined ? TAPE_ROWS_PER_FRAME : Number.MAX_SAFE_INTEGER;
}

function pullTape(
  session: HubSession,
  change: TapeChange<TradeEvent | LiquidationEvent>,
  cursor: Cursor | undefined,
): Pulled {
  const whole = cursor === undefined || (change.reset && change.next !== cursor);
  const rows = change.rows.slice(-TAPE_ROWS_PER_FRAME);
  const skipped = whole ? 0 : change.skipped + change.rows.length - rows.length;
  if (!whole && rows.length === 0 && skipped === 0) return { cursor: change.next, push: null };
  const mode = whole ? 'snapshot' : 'update';
  const frame = tapeFrame(epochOf(session), mode, rows, skipped, session.instruments);
  return { cursor: change.next, push: framePush(frame) };
}

function sparkOf(market: MarketView, instrumentId: InstrumentId): Sparks['lines'] {
  const bars = market.bars(instrumentId, SPARK_INTERVAL, 0, SPARK_BARS)?.bars ?? [];
  const newest = bars.at(-1)?.openTimeMs;
  if (newest === undefined) return [];
  const stepMs = intervalMs(SPARK_INTERVAL);
  const fromMs = newest - (SPARK_BARS - 1) * stepMs;
  const closes: (number | null)[] = Array.from({ length: SPARK_BARS }, () => null);
  for (const { openTimeMs, close } of bars) {
    const index = (openTimeMs - fromMs) / stepMs;
    if (index >= 0 && Number.isFinite(close)) closes[index] = close;
  }
  return [{ instrumentId, fromMs, stepMs, closes }];
}

function epochOf(session: HubSession): number {
  return session.player.status().epoch;
}

function transportOf(id: string, session: HubSession): Transport {
  const { player } = session;
  const { epoch, state, nowMs, range, speed, loop, failure } = player.status();
  return {
    session: id,
    kind: player.kind,
    title: player.title,
    state,
    epoch,
    nowMs,
    range,
    speed,
    loop,
    capabilities: [...player.capabilities],
    gaps: [...session.gaps()],
    failure,
    simulated: isSimulated(session.venues),
  };
}

function healthOf(session: HubSession): Health {
  const rows = session.market.health();
  return {
    venues: session.venues.map((venue) => {
      const stateOf = (stream: string | null) => {
        const row = rows.find((candidate) => candidate.venue === venue.id && candidate.stream === stream);
        const reason = plainText(row?.reason ?? '', MAX_REASON);
        return { state: row?.state ?? ('connecting' as const), reason };
      };
      return {
        id: venue.id,
        title: venue.title,
        ...stateOf(null),
        ...session.venueStats(venue.id),
        streams: venue.streams.map((stream) => ({
          stream,
          ...stateOf(stream),
          ...session.streamStats(venue.id, stream),
        })),
      };
    }),
  };
}
