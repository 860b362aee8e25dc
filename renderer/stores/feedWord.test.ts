import { describe, expect, it } from 'vitest';
import type { Health, Transport } from '../../shared/contract/values';
import type { ConnectionStatus } from '../engine/reconnectingEngine';
import { feedText, feedWord } from './feedWord';

const READY: ConnectionStatus = { state: 'ready', appVersion: '', dataDir: '' };

const transport = (change: Partial<Transport>): Transport => ({
  session: 'live',
  kind: 'live',
  title: '',
  state: 'playing',
  epoch: 1,
  nowMs: 1,
  range: { fromMs: 0, toMs: 1 },
  speed: 1,
  loop: null,
  capabilities: [],
  gaps: [],
  failure: null,
  simulated: false,
  ...change,
});

const health = (...states: readonly Health['venues'][number]['state'][]): Health => ({
  venues: states.map((state, index) => ({
    id: `venue${index}`,
    title: 'Venue',
    state,
    reason: '',
    lastEventAgeMs: null,
    lagMs: null,
    gaps: 0,
    refused: 0,
    streams: [],
  })),
});

const live = transport({});

describe('what is simulated', () => {
  const word = (change: Partial<Transport>, ...states: readonly Health['venues'][number]['state'][]) =>
    feedWord(READY, transport({ simulated: true, ...change }), health(...states));

  it('is never called live, and says so beside every other word', () => {
    expect(feedText(word({}, 'live', 'live'))).toBe('SIMULATED');
    expect(feedText(word({}, 'live', 'down'))).toBe('SIMULATED');
    expect(feedText(word({}, 'connecting'))).toBe('CONNECTING · SIMULATED');
    expect(feedText(word({}, 'down'))).toBe('OFFLINE · SIMULATED');
    expect(feedText(word({ kind: 'replay' }, 'live'))).toBe('REPLAY · SIMULATED');
    expect(feedText(feedWord(READY, live, health('live')))).toBe('LIVE');
  });
});

describe('feedWord', () => {
  it.each<[string, ConnectionStatus, Transport | null, Health | null, string, string]>([
    ['all venues deliver', READY, live, health('live', 'live'), 'LIVE', 'good'],
    ['one venue is down', READY, live, health('live', 'down'), 'LIVE', 'warn'],
    ['no venue delivers', READY, live, health('down', 'reconnecting'), 'OFFLINE', 'bad'],
    ['a venue is still connecting', READY, live, health('connecting', 'down'), 'CONNECTING', 'warn'],
    ['nothing is known yet', READY, null, null, 'CONNECTING', 'warn'],
    [
      'a saved session stands still',
      READY,
      transport({ kind: 'replay', state: 'ready' }),
      null,
      'REPLAY',
      'accent',
    ],
    ['a saved session failed', READY, transport({ kind: 'replay', state: 'failed' }), null, 'REPLAY', 'bad'],
    [
      'the engine is lost',
      { state: 'lost', reason: '', attempts: 1 },
      live,
      health('live'),
      'OFFLINE',
      'bad',
    ],
  ])('%s', (_, connection, shown, venues, word, tone) => {
    expect(feedWord(connection, shown, venues)).toMatchObject({ word, tone });
  });
});
