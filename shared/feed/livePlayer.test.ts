import { describe, expect, it } from 'vitest';
import { folded, newModel } from '../market/marketModel.testkit';
import { ok } from '../model/result';
import { START_MS, stamped, trade } from '../model/testing/arbitraries.testkit';
import { LivePlayer } from './livePlayer';
import type { PlayerCommand, PlayerFrame } from './player';

const EVENTS = stamped([trade(), trade({ exchangeTimeMs: START_MS + 5 })]);
const COMMANDS: readonly PlayerCommand[] = [
  { type: 'play' },
  { type: 'pause' },
  { type: 'seek', timeMs: START_MS },
  { type: 'speed', speed: 1 },
  { type: 'step', by: { unit: 'event' }, direction: 1 },
  { type: 'playToEnd' },
];

function live() {
  const model = newModel();
  const player = new LivePlayer({ id: 'live', title: 'Live', model });
  const frames: PlayerFrame[] = [];
  player.attach((frame) => {
    frames.push(frame);
    return new Promise(() => {});
  });
  return { model, player, frames };
}

describe('live player', () => {
  it('passes every batch on without waiting for credit', () => {
    const { model, player, frames } = live();
    expect(player.status()).toMatchObject({ state: 'opening', nowMs: null, seq: 0 });
    for (const event of EVENTS) {
      folded([event], model);
      player.push([event]);
    }
    expect(frames.map((frame) => frame.events)).toEqual(EVENTS.map((event) => [event]));
    expect(frames.at(-1)).toMatchObject({
      state: 'playing',
      epoch: 1,
      seq: 2,
      nowMs: START_MS + 5,
      range: { fromMs: START_MS, toMs: START_MS + 5 },
    });
  });

  it('passes on the wish for another speed where the market has a pace, within its limits', async () => {
    const pace = { speed: 1 };
    const changeSpeed = async (speed: number) => {
      pace.speed = speed;
      return ok(undefined);
    };
    const player = new LivePlayer({ id: 'live', title: 'Live', model: newModel(), pace, changeSpeed });
    expect([...player.capabilities]).toEqual(['speed']);
    expect(await player.control({ type: 'speed', speed: 100 })).toEqual(ok(undefined));
    expect(player.status().speed).toBe(100);
    for (const speed of [0.5, 600]) {
      expect(await player.control({ type: 'speed', speed })).toMatchObject({
        ok: false,
        error: { code: 'bad-argument' },
      });
    }
    expect(await player.control({ type: 'pause' })).toMatchObject({ ok: false });
    expect(player.status().speed).toBe(100);
  });

  it('refuses every command with a sentence, in every state', async () => {
    const { player } = live();
    const steps = [() => {}, () => player.push(EVENTS), () => player.close()];
    for (const step of steps) {
      await step();
      for (const command of COMMANDS) {
        expect(await player.control(command)).toMatchObject({ ok: false, error: { code: 'not-supported' } });
      }
    }
  });

  it('is silent once closed', async () => {
    const { player, frames } = live();
    player.push(EVENTS);
    await player.close();
    await player.close();
    player.push(EVENTS);
    expect(frames.at(-1)).toMatchObject({ state: 'closed', events: [] });
    expect(frames).toHaveLength(2);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('a bug'))],
    [
      'throws',
      () => {
        throw new Error('a bug');
      },
    ],
  ])('leaves a listener behind that %s, and tells the others on', async (_how, fails) => {
    const { player, frames } = live();
    let asked = 0;
    player.attach(() => {
      asked += 1;
      return fails();
    });
    player.push(EVENTS);
    await Promise.resolve();
    await Promise.resolve();
    player.push(EVENTS);
    expect([asked, frames.length]).toEqual([1, 2]);
  });
});
