/** The one word that says what the window shows. */
import type { Health, Transport } from '../../shared/contract/values';
import { SIMULATED } from '../../shared/model/venue';
import { plural } from '../../shared/text/format';
import type { ConnectionStatus } from '../engine/reconnectingEngine';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'none';

export interface FeedWord {
  readonly word: 'LIVE' | 'SIMULATED' | 'REPLAY' | 'CONNECTING' | 'OFFLINE';
  /** What is shown is made up: said beside every word but SIMULATED itself. */
  readonly simulated: boolean;
  /** More about it, in a word or two; empty when there is nothing to add. */
  readonly detail: string;
  readonly tone: Tone;
  /** What it means, in one sentence. */
  readonly meaning: string;
}

/**
 * LIVE only when data is really coming in: a connected engine whose venues are all down is OFFLINE, and so is
 * a window that lost its engine.
 */
export function feedWord(
  connection: ConnectionStatus,
  transport: Transport | null,
  health: Health | null,
): FeedWord {
  const simulated = transport?.simulated ?? false;
  return { ...wordOf(connection, transport, health), simulated };
}

/** The word as it is written out, e.g. "REPLAY · SIMULATED". */
export function feedText({ word, simulated }: FeedWord): string {
  return simulated && word !== SIMULATED ? `${word} · ${SIMULATED}` : word;
}

type Word = Omit<FeedWord, 'simulated'>;

function wordOf(connection: ConnectionStatus, transport: Transport | null, health: Health | null): Word {
  if (connection.state === 'lost' || connection.state === 'refused') {
    return {
      word: 'OFFLINE',
      detail: 'no engine',
      tone: 'bad',
      meaning: 'The engine is not connected; figures stand still.',
    };
  }
  if (connection.state === 'connecting' || transport === null) return CONNECTING;
  if (transport.kind === 'replay') {
    return {
      word: 'REPLAY',
      detail: REPLAY_DETAILS[transport.state],
      tone: transport.state === 'failed' ? 'bad' : 'accent',
      meaning: transport.simulated
        ? 'A saved session of a simulated market, not a real one.'
        : 'A saved session, not the market of now.',
    };
  }
  const venues = health?.venues ?? [];
  const running = transport.simulated ? SIMULATED : 'LIVE';
  const live = venues.filter((venue) => venue.state === 'live').length;
  if (live > 0 && live === venues.length) {
    return transport.simulated
      ? { word: running, detail: plural(live, 'venue'), tone: 'warn', meaning: MADE_UP }
      : { word: running, detail: plural(live, 'venue'), tone: 'good', meaning: 'Every venue delivers.' };
  }
  if (live > 0) {
    const detail = `${live} of ${plural(venues.length, 'venue')}`;
    return { word: running, detail, tone: 'warn', meaning: `Only ${detail} deliver.` };
  }
  if (venues.length === 0 || venues.some((venue) => venue.state === 'connecting')) return CONNECTING;
  return {
    word: 'OFFLINE',
    detail: 'no venue',
    tone: 'bad',
    meaning: 'No venue delivers; figures stand still.',
  };
}

const REPLAY_DETAILS: Readonly<Record<Transport['state'], string>> = {
  opening: 'opening',
  ready: 'paused',
  playing: 'playing',
  seeking: 'seeking',
  ended: 'at the end',
  failed: 'failed',
  closed: 'closed',
};

const MADE_UP = 'A made-up market on this machine: no price or liquidation of it is real.';

const CONNECTING: Word = {
  word: 'CONNECTING',
  detail: '',
  tone: 'warn',
  meaning: 'Waiting for the first data.',
};

/** How many venues deliver and how late, for the pill that stands beside the word. */
export function venuesWord(health: Health): {
  readonly text: string;
  /** Of the slowest; null while unknown. */
  readonly lagMs: number | null;
  readonly tone: Tone;
  readonly meaning: string;
} {
  const { venues } = health;
  const live = venues.filter((venue) => venue.state === 'live');
  const troubled = live.filter((venue) => venue.streams.some((stream) => stream.state !== 'live'));
  const lags = live.flatMap((venue) => (venue.lagMs === null ? [] : [venue.lagMs]));
  const lagMs = lags.length === 0 ? null : Math.max(...lags);
  const text =
    live.length === venues.length ? plural(live.length, 'venue') : `${live.length}/${venues.length} venues`;
  if (live.length === 0) return { text, lagMs, tone: 'bad', meaning: 'No venue delivers.' };
  if (live.length < venues.length) {
    const down = venues.filter((venue) => venue.state !== 'live');
    return { text, lagMs, tone: 'warn', meaning: `${down.map((venue) => venue.title).join(', ')} not live.` };
  }
  if (troubled.length > 0) {
    const names = troubled.map((venue) => venue.title).join(', ');
    return { text, lagMs, tone: 'warn', meaning: `Every venue delivers, but not every stream of ${names}.` };
  }
  return { text, lagMs, tone: 'good', meaning: 'Every stream of every venue delivers.' };
}

/** Colour and shape of a venue's or stream's state. */
export function toneOfState(state: Health['venues'][number]['state']): Tone {
  if (state === 'live') return 'good';
  return state === 'down' || state === 'stopped' ? 'bad' : 'warn';
}
