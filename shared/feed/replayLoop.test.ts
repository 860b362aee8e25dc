import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, observed } from '../market/marketModel.testkit';
import { START_MS, stamped, trade } from '../model/testing/arbitraries.testkit';
import { type Loop, loopFrom, loopTo, SHORTEST_LOOP_MS } from './loop';
import { opened, type Replay } from './replayPlayer.testkit';
import { advanceBy, finish, settle } from './testing/advance.testkit';

/** A trade every 100 ms for ten seconds. */
const EVENTS = stamped(
  Array.from({ length: 100 }, (_, index) =>
    trade({ exchangeTimeMs: START_MS + index * 100, priceTicks: 100_000 + index }),
  ),
);
const SESSION = { fromMs: START_MS, toMs: START_MS + 9_901 };

function loopOf(fromMs: number, toMs: number, on = true): Loop {
  return { fromMs: START_MS + fromMs, toMs: START_MS + toMs, on };
}

async function playing(loop: Loop): Promise<Replay> {
  const replay = await opened(EVENTS);
  await replay.player.control({ type: 'loop', loop });
  await replay.player.control({ type: 'play' });
  await settle();
  return replay;
}

const at = ({ model }: Replay) => (model.nowMs ?? 0) - START_MS;

describe('a loop', () => {
  it('plays from A to B again and again, with every event each time', async () => {
    const replay = await playing(loopOf(1_000, 3_000));
    await advanceBy(replay.clock, 11_000);
    const seqs = replay.frames.flatMap(({ events }) => events.map(({ seq }) => seq));
    expect(Math.max(...seqs)).toBe(31);
    const rounds = seqs.filter((seq) => seq === 31).length;
    expect(rounds).toBeGreaterThanOrEqual(4);
    // Within an epoch nothing is left out and nothing comes twice.
    for (const epoch of new Set(replay.frames.map((frame) => frame.epoch))) {
      const inEpoch = replay.frames.filter((frame) => frame.epoch === epoch).flatMap(({ events }) => events);
      for (const [index, event] of inEpoch.entries()) expect(event.seq).toBe((inEpoch[0]?.seq ?? 0) + index);
    }
    expect(replay.player.status().state).toBe('playing');
  });

  it('holds at every moment what playing there holds', async () => {
    const replay = await playing(loopOf(1_000, 3_000));
    for (let turn = 0; turn < 20; turn++) {
      await advanceBy(replay.clock, 470);
      const prefix = EVENTS.filter(({ seq }) => seq <= replay.player.status().seq);
      expect(observed(replay.model)).toEqual(observed(folded(prefix)));
    }
  });

  it('goes back at once where the session ends, and when it is played from behind B', async () => {
    const atEnd = await playing(loopOf(8_000, 60_000));
    await finish(atEnd.clock, atEnd.player.control({ type: 'seek', timeMs: START_MS + 9_500 }));
    await advanceBy(atEnd.clock, 1_000);
    expect(atEnd.player.status().state).toBe('playing');
    expect(at(atEnd)).toBeLessThan(9_400);
    const behind = await playing(loopOf(1_000, 3_000));
    await finish(behind.clock, behind.player.control({ type: 'seek', timeMs: START_MS + 7_000 }));
    await advanceBy(behind.clock, 100);
    expect(at(behind)).toBeLessThan(3_100);
  });

  it('is left alone while it is off, by playing to the end, and when it is taken away', async () => {
    const off = await playing(loopOf(1_000, 3_000, false));
    await advanceBy(off.clock, 12_000);
    expect(off.player.status()).toMatchObject({ state: 'ended', loop: { on: false } });
    const toEnd = await playing(loopOf(1_000, 3_000));
    await toEnd.player.control({ type: 'playToEnd' });
    await advanceBy(toEnd.clock, 500);
    expect(toEnd.player.status().state).toBe('ended');
    const gone = await playing(loopOf(1_000, 3_000));
    await gone.player.control({ type: 'loop', loop: null });
    await advanceBy(gone.clock, 12_000);
    expect(gone.player.status()).toMatchObject({ state: 'ended', loop: null });
  });

  it('begins at A when it is played from the end', async () => {
    const replay = await opened(EVENTS);
    await replay.player.control({ type: 'playToEnd' });
    await settle();
    await replay.player.control({ type: 'loop', loop: loopOf(5_000, 6_000) });
    await replay.player.control({ type: 'play' });
    await advanceBy(replay.clock, 200);
    expect(at(replay)).toBeGreaterThanOrEqual(5_000);
    expect(at(replay)).toBeLessThan(6_100);
  });

  it('is refused when it ends before a second is over', async () => {
    const { player } = await opened(EVENTS);
    for (const loop of [loopOf(2_000, 2_000), loopOf(3_000, 2_000), loopOf(0, Number.NaN)]) {
      expect(await player.control({ type: 'loop', loop })).toMatchObject({ ok: false });
    }
    expect(player.status().loop).toBeNull();
  });

  it('keeps its ends in order and inside the session, whichever is set', () => {
    const time = fc.integer({ min: SESSION.fromMs - 5_000, max: SESSION.toMs + 5_000 });
    const settings = fc.array(fc.tuple(fc.boolean(), time), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(settings, (all) => {
        let loop: Loop | null = null;
        for (const [isStart, timeMs] of all) {
          const set: Loop = isStart ? loopFrom(loop, timeMs, SESSION) : loopTo(loop, timeMs, SESSION);
          expect(set.toMs - set.fromMs).toBeGreaterThanOrEqual(SHORTEST_LOOP_MS);
          expect(set.fromMs).toBeGreaterThanOrEqual(SESSION.fromMs);
          expect(set.toMs).toBeLessThanOrEqual(SESSION.toMs);
          const inside = timeMs >= SESSION.fromMs && timeMs <= SESSION.toMs - SHORTEST_LOOP_MS;
          if (isStart && inside) expect(set.fromMs).toBe(timeMs);
          loop = set;
        }
      }),
    );
  });
});
