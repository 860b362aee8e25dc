/** What a replay says of itself while it moves: never that it is at a moment nobody asked for. */
import { describe, expect, it } from 'vitest';
import { observed } from '../market/marketModel.testkit';
import { START_MS, stamped, trade } from '../model/testing/arbitraries.testkit';
import type { PlayerCommand, PlayerState } from './player';
import { opened, type Replay } from './replayPlayer.testkit';
import { advanceBy, finish, settle } from './testing/advance.testkit';

/** A trade every 100 ms for ten seconds; checkpoints at 3.4 and 6.9 s, so that moves fold a while. */
const EVENTS = stamped(
  Array.from({ length: 100 }, (_, index) =>
    trade({ exchangeTimeMs: START_MS + index * 100, priceTicks: 100_000 + index }),
  ),
);
const SECOND_BACK: PlayerCommand = { type: 'step', by: { unit: 'second' }, direction: -1 };

interface Said {
  readonly state: PlayerState;
  /** After the first event of the session; null before it. */
  readonly atMs: number | null;
}

const said = ({ player }: Replay): Said => {
  const { state, nowMs } = player.status();
  return { state, atMs: nowMs === null ? null : nowMs - START_MS };
};

/** What the replay says after every change of the model from now on. */
function listen(replay: Replay): Said[] {
  const heard: Said[] = [];
  const { model } = replay;
  const apply = model.apply.bind(model);
  const restore = model.restore.bind(model);
  const reset = model.reset.bind(model);
  model.apply = (event) => {
    apply(event);
    heard.push(said(replay));
  };
  model.restore = (...state) => {
    const restored = restore(...state);
    heard.push(said(replay));
    return restored;
  };
  model.reset = () => {
    reset();
    heard.push(said(replay));
  };
  return heard;
}

async function standingAt(ms: number): Promise<Replay> {
  const replay = await opened(EVENTS, 35);
  await finish(replay.clock, replay.player.control({ type: 'seek', timeMs: START_MS + ms }));
  return replay;
}

describe('a replay that moves', () => {
  const moves: readonly (readonly [string, PlayerCommand, number])[] = [
    ['a seek back', { type: 'seek', timeMs: START_MS + 3_000 }, 3_000],
    ['a seek on', { type: 'seek', timeMs: START_MS + 7_000 }, 7_000],
    ['a step of a second back', SECOND_BACK, 4_000],
    ['a step of a second on', { type: 'step', by: { unit: 'second' }, direction: 1 }, 6_000],
    ['a step of a bar back', { type: 'step', by: { unit: 'bar', barMs: 2_000 }, direction: -1 }, 4_000],
  ];
  it.each(moves)('says with %s that it seeks, and where to', async (_, command, toMs) => {
    const replay = await standingAt(5_000);
    const heard = listen(replay);
    await finish(replay.clock, replay.player.control(command));
    expect(heard.length).toBeGreaterThan(5);
    expect(new Set(heard.map(({ state }) => state))).toEqual(new Set(['seeking']));
    expect(new Set(heard.map(({ atMs }) => atMs))).toEqual(new Set([toMs]));
    expect(said(replay)).toEqual({ state: 'ready', atMs: toMs });
  });

  it('stays at the moment it comes from while it steps back by an event', async () => {
    const replay = await standingAt(5_000);
    const heard = listen(replay);
    const back: PlayerCommand = { type: 'step', by: { unit: 'event' }, direction: -1 };
    await finish(replay.clock, replay.player.control(back));
    for (const each of heard) expect(each).toEqual({ state: 'seeking', atMs: 5_000 });
    expect(said(replay)).toEqual({ state: 'ready', atMs: 4_900 });
  });

  it('tells of many steps back only their ends, in order', async () => {
    const replay = await standingAt(9_900);
    const heard = listen(replay);
    const steps = Array.from({ length: 8 }, () => replay.player.control(SECOND_BACK));
    await finish(replay.clock, Promise.all(steps));
    expect(new Set(heard.map(({ state }) => state))).toEqual(new Set(['seeking']));
    const ends = [9_000, 8_000, 7_000, 6_000, 5_000, 4_000, 3_000, 2_000];
    expect([...new Set(heard.map(({ atMs }) => atMs))]).toEqual(ends);
    expect(said(replay)).toEqual({ state: 'ready', atMs: 2_000 });
  });

  it('does so too where a loop begins again', async () => {
    const replay = await standingAt(5_500);
    const loop = { fromMs: START_MS + 3_000, toMs: START_MS + 6_000, on: true };
    await replay.player.control({ type: 'loop', loop });
    await replay.player.control({ type: 'play' });
    await settle();
    const heard = listen(replay);
    await advanceBy(replay.clock, 700);
    const wrapping = heard.filter(({ state }) => state === 'seeking');
    expect(wrapping.length).toBeGreaterThan(5);
    for (const { atMs } of wrapping) expect(atMs).toBe(3_000);
    for (const { atMs, state } of heard) if (state === 'playing') expect(atMs).toBeGreaterThan(3_000);
    await replay.player.close();
  });

  it('can be given up half-way: it rests where the model is then, and plays on from there', async () => {
    const replay = await standingAt(9_000);
    const { player, model, source, clock } = replay;
    let letOn: () => void = () => {};
    const apply = model.apply.bind(model);
    model.apply = (event) => {
      apply(event);
      if (event.seq === 20) source.gate = new Promise((resolve) => (letOn = resolve));
    };
    const given = player.control({ type: 'seek', timeMs: START_MS + 3_300 });
    await settle();
    expect(said(replay)).toEqual({ state: 'seeking', atMs: 3_300 });
    const until = player.control({ type: 'until', target: { kind: 'mark' }, direction: 1 });
    await settle();
    letOn();
    expect(await finish(clock, given)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await finish(clock, until)).toMatchObject({ ok: false, error: { code: 'nothing-found' } });
    await settle();
    const rested = said(replay);
    expect(rested).toEqual({ state: 'ready', atMs: (model.nowMs ?? 0) - START_MS });
    expect(rested.atMs).toBeLessThan(3_300);
    const before = observed(model);
    await player.control({ type: 'play' });
    await advanceBy(clock, 160);
    expect(observed(model)).not.toBe(before);
    expect(said(replay).atMs).toBeLessThanOrEqual((rested.atMs ?? 0) + 200);
    await player.close();
  });
});
