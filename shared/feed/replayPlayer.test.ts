import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, observed, withRecordedBars } from '../market/marketModel.testkit';
import type { MarketEvent } from '../model/events';
import { arbitraryMarket, START_MS, stamped, trade } from '../model/testing/arbitraries.testkit';
import type { PlayerCommand, PlayerState, StepUnit } from './player';
import { opened, type Replay, replayOf } from './replayPlayer.testkit';
import { advanceBy, finish, settle } from './testing/advance.testkit';

/** A trade every 100 ms for ten seconds. */
const EVENTS = stamped(
  Array.from({ length: 100 }, (_, index) =>
    trade({ exchangeTimeMs: START_MS + index * 100, priceTicks: 100_000 + index }),
  ),
);
const MIDDLE_MS = START_MS + 5_000;

const COMMANDS = {
  play: { type: 'play' },
  pause: { type: 'pause' },
  seek: { type: 'seek', timeMs: START_MS + 2_000 },
  speed: { type: 'speed', speed: 2 },
  stepOn: { type: 'step', by: { unit: 'event' }, direction: 1 },
  stepBack: { type: 'step', by: { unit: 'second' }, direction: -1 },
  playToEnd: { type: 'playToEnd' },
} as const satisfies Record<string, PlayerCommand>;
type CommandName = keyof typeof COMMANDS;

/** State in the middle of the session, its ends, or trouble; the function after it takes the trouble away. */
const STATES: Record<PlayerState, () => Promise<readonly [Replay, () => void]>> = {
  opening: async () => {
    const replay = replayOf(EVENTS);
    return [replay, () => replay.clock.advance(0)];
  },
  ready: async () => [await inTheMiddle(), nothing],
  playing: async () => {
    const replay = await inTheMiddle();
    await replay.player.control({ type: 'play' });
    await settle();
    return [replay, nothing];
  },
  seeking: async () => {
    const replay = await inTheMiddle();
    let open = nothing;
    replay.source.gate = new Promise((resolve) => {
      open = resolve;
    });
    void replay.player.control({ type: 'seek', timeMs: START_MS + 1_000 });
    await settle();
    return [replay, open];
  },
  ended: async () => {
    const replay = await opened(EVENTS);
    await replay.player.control({ type: 'playToEnd' });
    await settle();
    return [replay, nothing];
  },
  failed: async () => {
    const replay = await inTheMiddle();
    replay.source.failure = new Error('The disk is gone');
    await replay.player.control({ type: 'seek', timeMs: START_MS + 1_000 });
    await settle();
    replay.source.failure = null;
    return [replay, nothing];
  },
  closed: async () => {
    const replay = await inTheMiddle();
    await replay.player.close();
    return [replay, nothing];
  },
};

const AFTER: Record<PlayerState, Record<CommandName, PlayerState>> = {
  opening: row('playing', 'ready', 'ready', 'ready', 'ready', 'ready', 'ended'),
  ready: row('playing', 'ready', 'ready', 'ready', 'ready', 'ready', 'ended'),
  playing: row('playing', 'ready', 'playing', 'playing', 'ready', 'ready', 'ended'),
  seeking: row('playing', 'ready', 'ready', 'ready', 'ready', 'ready', 'ended'),
  ended: row('playing', 'ended', 'ready', 'ended', 'ended', 'ready', 'ended'),
  failed: row('playing', 'failed', 'ready', 'failed', 'ready', 'ready', 'ended'),
  closed: row('closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'),
};

function row(...states: PlayerState[]): Record<CommandName, PlayerState> {
  const names = Object.keys(COMMANDS) as CommandName[];
  return Object.fromEntries(names.map((name, index) => [name, states[index]])) as Record<
    CommandName,
    PlayerState
  >;
}

function nothing(): void {}

async function inTheMiddle(): Promise<Replay> {
  const replay = await opened(EVENTS);
  await replay.player.control({ type: 'seek', timeMs: MIDDLE_MS });
  return replay;
}

describe('replay player: every state × command', () => {
  for (const state of Object.keys(STATES) as PlayerState[]) {
    for (const name of Object.keys(COMMANDS) as CommandName[]) {
      it(`${state} × ${name} → ${AFTER[state][name]}`, async () => {
        const [replay, goOn] = await STATES[state]();
        expect(replay.player.status().state).toBe(state);
        const result = replay.player.control(COMMANDS[name]);
        goOn();
        expect((await result).ok).toBe(state !== 'closed');
        await settle();
        expect(replay.player.status().state).toBe(AFTER[state][name]);
        expect(replay.frames.at(-1)?.state).toBe(AFTER[state][name]);
        expect(replay.player.status().failure === null).toBe(AFTER[state][name] !== 'failed');
        if (name === 'speed' && state !== 'closed') expect(replay.player.status().speed).toBe(2);
      });
    }

    it(`${state} × close → closed`, async () => {
      const [replay] = await STATES[state]();
      await replay.player.close();
      expect(replay.player.status().state).toBe('closed');
      expect(replay.source.closed).toBe(true);
      const result = await replay.player.control({ type: 'play' });
      expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
      expect(replay.clock.pending).toBe(0);
    });
  }
});

describe('replay player: pacing', () => {
  it('passes market time at the chosen speed, through silence too', async () => {
    const quiet = stamped([0, 100, 10_000].map((ms) => trade({ exchangeTimeMs: START_MS + ms })));
    const { player, clock } = await opened(quiet);
    await player.control({ type: 'play' });
    await advanceBy(clock, 4_000);
    expect(player.status()).toMatchObject({ seq: 2, state: 'playing' });
    await player.control({ type: 'speed', speed: 4 });
    await advanceBy(clock, 1_400);
    expect(player.status().seq).toBe(2);
    await advanceBy(clock, 200);
    expect(player.status()).toMatchObject({ seq: 3, state: 'ended' });
  });

  it('makes up for at most 300 ms after a stall', async () => {
    const { player, clock } = await opened(EVENTS);
    await player.control({ type: 'play' });
    await settle();
    await advanceBy(clock, 5_000, 5_000);
    expect(player.status().seq).toBe(4);
  });

  it('goes on from a pause where it was', async () => {
    const { player, clock } = await inTheMiddle();
    await player.control({ type: 'pause' });
    await advanceBy(clock, 10_000);
    await player.control({ type: 'play' });
    await advanceBy(clock, 160);
    expect(player.status().seq).toBe(52);
  });

  it('never waits for late events or for events without a time', async () => {
    const times = [0, 1_000, -5_000, 900, 5_000];
    const events = stamped(times.map((ms) => trade({ exchangeTimeMs: START_MS + ms })));
    const untimed = [...events.slice(0, 4), { ...events[4], exchangeTimeMs: 0 }] as MarketEvent[];
    const { player, clock } = await opened(untimed);
    await player.control({ type: 'seek', timeMs: START_MS });
    await player.control({ type: 'play' });
    await advanceBy(clock, 1_100);
    expect(player.status()).toMatchObject({ seq: 5, state: 'ended' });
  });

  it('begins again when played at the end', async () => {
    const { player, frames } = await opened(EVENTS);
    await player.control({ type: 'playToEnd' });
    await settle();
    const { epoch } = player.status();
    await player.control({ type: 'play' });
    await settle();
    expect(player.status()).toMatchObject({ seq: 0, state: 'playing', epoch: epoch + 1, nowMs: null });
    expect(frames.at(-1)?.events).toEqual([]);
  });

  it('has nothing to play in an empty session', async () => {
    const { player } = await opened([]);
    for (const command of Object.values(COMMANDS)) {
      expect(await player.control(command)).toEqual({ ok: true, value: undefined });
      await settle();
      expect(player.status()).toMatchObject({ state: 'ended', nowMs: null });
    }
  });
});

describe('replay player: listeners', () => {
  it('waits for the credit of all listeners before the next frame', async () => {
    const { player, clock } = await opened(EVENTS);
    let inFlight = 0;
    let most = 0;
    let release: () => void = nothing;
    player.attach(() => {
      most = Math.max(most, ++inFlight);
      return new Promise((resolve) => {
        release = () => {
          inFlight--;
          resolve();
        };
      });
    });
    await player.control({ type: 'play' });
    await advanceBy(clock, 1_000);
    const { seq } = player.status();
    expect(seq).toBeLessThan(2);
    for (let turn = 0; turn < 20; turn++) {
      release();
      await advanceBy(clock, 100);
    }
    expect(player.status().seq).toBeGreaterThan(seq);
    expect(most).toBe(1);
    await player.close();
  });

  it('sends every event once, in order, into every figure, whatever the speed and the batches of the source', async () => {
    for (const speed of [0.25, 1, 37, 600]) {
      for (const batchSize of [1, 7, 1_000]) {
        const { player, model, clock, frames } = await opened(EVENTS, 40, batchSize);
        await player.control({ type: 'speed', speed });
        await player.control({ type: 'play' });
        await advanceBy(clock, 12_000 / speed + 40);
        expect(player.status().state).toBe('ended');
        expect(frames.flatMap((frame) => frame.events)).toEqual(EVENTS);
        expect(observed(model)).toBe(observed(folded(EVENTS)));
      }
    }
  });

  it('detaches a listener that throws and says that it failed', async () => {
    const { player } = await opened(EVENTS);
    player.attach(() => {
      throw new Error('The panel broke');
    });
    await player.control({ type: 'playToEnd' });
    await settle();
    expect(player.status()).toMatchObject({
      state: 'failed',
      failure: '"Test session" cannot be replayed further: The panel broke.',
    });
    await player.control({ type: 'playToEnd' });
    await settle();
    expect(player.status().state).toBe('ended');
  });
});

describe('replay player: moves', () => {
  const market = arbitraryMarket(120).map(withRecordedBars);
  const share = fc.double({ min: -0.1, max: 1.1, noNaN: true });

  it('holds after a seek what playing to there gives', async () => {
    await fc.assert(
      fc.asyncProperty(market, fc.array(share, { minLength: 1, maxLength: 4 }), async (events, shares) => {
        const { player, source, model, clock } = await opened(events);
        const { fromMs, toMs } = source.info.range;
        for (const each of shares) {
          const timeMs = Math.round(fromMs + each * (toMs - fromMs));
          expect(await finish(clock, player.control({ type: 'seek', timeMs }))).toMatchObject({ ok: true });
          const clampedMs = Math.min(Math.max(timeMs, fromMs), toMs);
          const end = events.findIndex((event) => event.exchangeTimeMs > clampedMs);
          expect(observed(model)).toBe(observed(folded(end < 0 ? events : events.slice(0, end))));
        }
        await player.control({ type: 'playToEnd' });
        await settle();
        expect(observed(model)).toBe(observed(folded(events)));
        await player.close();
      }),
      { numRuns: 40 },
    );
  });

  it('joins the frames of an epoch without a hole, from any mixture of moves', async () => {
    const units: StepUnit[] = [{ unit: 'event' }, { unit: 'second' }, { unit: 'bar', barMs: 60_000 }];
    const step = fc.record({
      type: fc.constant('step' as const),
      by: fc.constantFrom(...units),
      direction: fc.constantFrom(1 as const, -1 as const),
    });
    const moves = fc.array(fc.oneof(step, share), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(market, moves, async (events, all) => {
        const { player, source, frames, clock } = await opened(events);
        const { fromMs, toMs } = source.info.range;
        for (const move of all) {
          const command: PlayerCommand =
            typeof move === 'number' ? { type: 'seek', timeMs: fromMs + move * (toMs - fromMs) } : move;
          await finish(clock, player.control(command));
        }
        await settle();
        for (const [index, frame] of frames.entries()) {
          const before = frames[index - 1];
          if (before !== undefined && before.epoch === frame.epoch) {
            const sent = events.filter(({ seq }) => seq > before.seq && seq <= frame.seq);
            expect(frame.seq).toBeGreaterThanOrEqual(before.seq);
            expect(frame.events).toEqual(sent);
          }
        }
        await player.close();
      }),
      { numRuns: 60 },
    );
  });

  it('is where it was after a step back and on', async () => {
    const units: StepUnit[] = [{ unit: 'event' }, { unit: 'second' }, { unit: 'bar', barMs: 5_000 }];
    for (const by of units) {
      const { player, model, clock } = await inTheMiddle();
      const before = observed(model);
      const { epoch } = player.status();
      await finish(clock, player.control({ type: 'step', by, direction: -1 }));
      expect(observed(model)).not.toBe(before);
      expect(player.status().epoch).toBe(epoch + 1);
      await finish(clock, player.control({ type: 'step', by, direction: 1 }));
      expect(observed(model)).toBe(before);
      expect(player.status().epoch).toBe(epoch + 1);
    }
  });

  it('lets a newer seek take the place of the one that runs and of queued steps', async () => {
    const [{ player, model }, open] = await STATES.seeking();
    const queued = player.control({ type: 'step', by: { unit: 'event' }, direction: 1 });
    const last = player.control({ type: 'seek', timeMs: START_MS + 7_000 });
    open();
    expect(await queued).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await last).toEqual({ ok: true, value: undefined });
    expect(model.seq).toBe(71);
  });

  it('works off quick steps one by one', async () => {
    const { player, model } = await inTheMiddle();
    const steps = [1, 1, 1, -1, 1].map((direction) =>
      player.control({ type: 'step', by: { unit: 'event' }, direction: direction as 1 | -1 }),
    );
    for (const result of await Promise.all(steps)) expect(result.ok).toBe(true);
    expect(model.seq).toBe(54);
  });

  it('steps over holes in the numbers', async () => {
    const sparse = EVENTS.filter(({ seq }) => seq % 10 === 1);
    const { player, model } = await opened(sparse);
    const seqs: number[] = [];
    for (const direction of [1, 1, 1, -1, 1] as const) {
      await player.control({ type: 'step', by: { unit: 'event' }, direction });
      seqs.push(model.seq);
    }
    expect(seqs).toEqual([1, 11, 21, 11, 21]);
  });

  it('restores a checkpoint instead of folding from the beginning, and folds when it is damaged', async () => {
    const { player, source, model, clock } = await opened(EVENTS);
    await player.control({ type: 'playToEnd' });
    await settle();
    await player.control({ type: 'seek', timeMs: START_MS + 8_500 });
    expect(source.reads.slice(-2)).toEqual(['checkpoint 80', 'read after 80']);
    const damaged = await opened(EVENTS);
    Object.assign(damaged.source, {
      checkpointAt: async () => ({ seq: 80, marketTimeMs: 0, state: new Uint8Array(3) }),
    });
    await damaged.player.control({ type: 'playToEnd' });
    await settle();
    await finish(clock, damaged.player.control({ type: 'seek', timeMs: START_MS + 8_500 }));
    expect(observed(damaged.model)).toBe(observed(model));
  });

  it('refuses times, speeds and bars that make no sense', async () => {
    const { player } = await opened(EVENTS);
    const nonsense: PlayerCommand[] = [
      { type: 'seek', timeMs: Number.NaN },
      { type: 'speed', speed: 0 },
      { type: 'speed', speed: 601 },
      { type: 'step', by: { unit: 'bar', barMs: 0 }, direction: 1 },
    ];
    for (const command of nonsense) {
      expect(await player.control(command)).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    }
    expect(player.status().state).toBe('ready');
  });

  it('says so when reading fails while playing, and when events are missing', async () => {
    const { player, source, clock } = await opened(EVENTS, 40, 3);
    await player.control({ type: 'play' });
    await advanceBy(clock, 500);
    source.failure = new Error('The disk is gone');
    await advanceBy(clock, 2_000);
    expect(player.status()).toMatchObject({
      state: 'failed',
      failure: '"Test session" cannot be replayed further: The disk is gone.',
    });
    const short = await opened(EVENTS);
    Object.assign(short.source.info, { lastSeq: 500 });
    await short.player.control({ type: 'playToEnd' });
    await settle();
    expect(short.player.status().failure).toContain('events are missing after number 100');
  });
});
