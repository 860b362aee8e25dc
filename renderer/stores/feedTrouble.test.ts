import { describe, expect, it } from 'vitest';
import type { Health, Transport } from '../../shared/contract/values';
import { feedTrouble, missingWithin } from './feedTrouble';
import { venuesWord } from './feedWord';

type State = Health['venues'][number]['state'];

const READY = { state: 'ready', appVersion: '', dataDir: '' } as const;
const LIVE = { kind: 'live' } as Transport;

function health(...states: readonly (readonly [venue: State, liquidations: State])[]): Health {
  return {
    venues: states.map(([state, liquidations], index) => ({
      id: `v${index}`,
      title: `Venue ${index}`,
      state,
      reason: '',
      lastEventAgeMs: 5,
      lagMs: 10 * (index + 1),
      gaps: 0,
      refused: 0,
      streams: [{ stream: 'liquidations', state: liquidations, reason: '', lastEventAgeMs: 5, gapsToday: 0 }],
    })),
  };
}

const trouble = (value: Health) => feedTrouble(READY, LIVE, value, ['liquidations']);

describe('feedTrouble', () => {
  it('says nothing while all is well, in replay, and of streams the panel does not need', () => {
    expect(trouble(health(['live', 'live']))).toBeNull();
    const down = health(['down', 'down']);
    expect(feedTrouble(READY, { kind: 'replay' } as Transport, down, ['liquidations'])).toBeNull();
    expect(feedTrouble(READY, LIVE, down, ['book'])).toBeNull();
  });

  it('names the venue that is down; only when all are, everything stands still', () => {
    expect(trouble(health(['down', 'stopped'], ['live', 'live']))).toEqual({
      isStale: false,
      sentence: 'Venue 0 down: its part stands still.',
    });
    expect(trouble(health(['down', 'down'], ['reconnecting', 'stale']))).toEqual({
      isStale: true,
      sentence: 'Venue 0 down, Venue 1 reconnecting: what is shown stands still.',
    });
  });

  it('names the stream of a venue that is live', () => {
    expect(trouble(health(['live', 'stale']))?.sentence).toContain('Venue 0 liquidations stale');
  });

  it('says first of all that the engine is gone', () => {
    const lost = { state: 'lost', reason: 'x', attempts: 1 } as const;
    expect(feedTrouble(lost, null, null, [])).toMatchObject({ isStale: true });
  });
});

describe('missingWithin', () => {
  it('adds up what of the gaps lies in the window', () => {
    const gaps = [
      { fromMs: 0, toMs: 100 },
      { fromMs: 150, toMs: 160 },
      { fromMs: 195, toMs: 400 },
    ];
    expect(missingWithin(gaps, 200, 150)).toBe(50 + 10 + 5);
    expect(missingWithin([], 200, 150)).toBe(0);
  });
});

describe('venuesWord', () => {
  it('counts venues and tells the slowest', () => {
    expect(venuesWord(health(['live', 'live'], ['live', 'live']))).toMatchObject({
      text: '2 venues',
      lagMs: 20,
      tone: 'good',
    });
    expect(venuesWord(health(['live', 'live'], ['down', 'down']))).toMatchObject({
      text: '1/2 venues',
      lagMs: 10,
      tone: 'warn',
      meaning: 'Venue 1 not live.',
    });
    expect(venuesWord(health(['live', 'stale']))).toMatchObject({ tone: 'warn' });
    expect(venuesWord(health(['down', 'down']))).toMatchObject({ tone: 'bad', lagMs: null });
  });
});
