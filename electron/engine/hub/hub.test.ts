import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../../shared/contract/connectEngine';
import type { BarsFrame, TapeFrame } from '../../../shared/contract/frames';
import { MAX_IN_FLIGHT } from '../../../shared/contract/serveEngine';
import { defaultSettings, type Transport } from '../../../shared/contract/values';
import { FLUSH_MS, MAX_HOLD_MS } from './hub';
import { BARS, BTC, delivered, HIDE, HubBench, NOT_RECORDING, SHOW, TRADES } from './hub.testkit';
import { TAPE_ROWS_PER_FRAME } from './sessionTopics';

let bench: HubBench;

beforeEach(() => {
  bench = new HubBench();
  bench.hub.addSession('s', bench.session());
});

/** A listener that never says it is done: a window that has stopped drawing. */
const stuck = (): Promise<void> => new Promise(() => {});

function collectBars(client: EngineClient, done: () => void | Promise<void> = () => {}): BarsFrame[] {
  const frames: BarsFrame[] = [];
  client.subscribe('bars', BARS, (frame) => {
    frames.push(frame);
    return done();
  });
  return frames;
}

function collectTape(client: EngineClient, done: () => void | Promise<void> = () => {}): TapeFrame[] {
  const frames: TapeFrame[] = [];
  client.subscribe('trades', TRADES, (frame) => {
    frames.push(frame);
    return done();
  });
  return frames;
}

/** What a window holds after applying the frames it got. */
function held(frames: readonly BarsFrame[]): Map<number, number> {
  const bars = new Map<number, number>();
  for (const frame of frames) {
    if (frame.mode === 'snapshot') bars.clear();
    for (const [row, openTimeMs] of frame.openTimeMs.entries()) bars.set(openTimeMs, frame.close[row] ?? 0);
  }
  return bars;
}

function everyBar(): Map<number, number> {
  return new Map(bench.market.trading.map((trade) => [trade.exchangeTimeMs, trade.priceTicks / 100]));
}

describe('flushing', () => {
  it('sends a snapshot first, then only what changed, once per flush', async () => {
    bench.market.trade(3);
    const frames = collectBars(bench.window().client);
    await bench.run(FLUSH_MS);
    expect(frames).toMatchObject([{ mode: 'snapshot', epoch: 1 }]);
    bench.market.trade(2);
    await bench.run(FLUSH_MS);
    bench.market.trade(1);
    bench.market.trade(1);
    await bench.run(FLUSH_MS * 4);
    expect(frames.map(({ mode, open }) => [mode, open.length])).toEqual([
      ['snapshot', 3],
      ['update', 2],
      ['update', 2],
    ]);
    expect(held(frames)).toEqual(everyBar());
  });

  it('converts tape rows to plain units and sides', async () => {
    const frames = collectTape(bench.window().client);
    bench.market.trade(2);
    await bench.run(FLUSH_MS);
    expect(frames).toMatchObject([{ mode: 'snapshot', skipped: 0, instruments: [BTC] }]);
    expect([...(frames[0]?.price ?? [])]).toEqual([55_000.11, 55_000.12]);
    expect([...(frames[0]?.quantityBase ?? [])]).toEqual([0.025, 0.025]);
    expect([...(frames[0]?.notionalUsd ?? [])]).toEqual([55_000.11 * 0.025, 55_000.12 * 0.025]);
    expect([...(frames[0]?.side ?? [])]).toEqual([1, 0]);
  });

  it('caps the rows of a tape frame at the newest and counts what it left out', async () => {
    const frames = collectTape(bench.window().client);
    bench.market.trade(1);
    await bench.run(FLUSH_MS);
    bench.market.trade(TAPE_ROWS_PER_FRAME + 37);
    await bench.run(FLUSH_MS);
    expect(frames[1]).toMatchObject({ mode: 'update', skipped: 37 });
    expect(frames[1]?.seq).toHaveLength(TAPE_ROWS_PER_FRAME);
    expect(frames[1]?.seq.at(-1)).toBe(bench.market.seq);
  });

  it('sends figures four times a second at most, and nothing while nothing happens', async () => {
    const sent = vi.fn();
    const { client } = bench.window();
    client.subscribe('figures', { session: 's', windowMs: 60_000 }, sent);
    for (let step = 0; step < 300; step++) {
      bench.market.trade();
      await bench.run(FLUSH_MS / 3);
    }
    const seconds = bench.clock.monotonicMs() / 1000;
    expect(sent.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
    expect(sent.mock.calls.length).toBeGreaterThanOrEqual(Math.floor(seconds * 4) - 1);
    await bench.run(300);
    const before = sent.mock.calls.length;
    expect(sent.mock.lastCall?.[0].figures[0].value).toBe(bench.market.seq + 60_000);
    await bench.run(2000);
    expect(sent.mock.calls.length).toBe(before);
  });

  it('sends the transport when it changes, ten times a second at most', async () => {
    const states: Transport[] = [];
    const { client } = bench.window();
    client.subscribe('transport', { session: 's' }, (transport) => {
      states.push(transport);
    });
    await bench.run(1000);
    expect(states).toMatchObject([{ session: 's', kind: 'replay', title: 'A saved session', speed: 1 }]);
    for (let step = 0; step < 100; step++) {
      bench.player.speed++;
      await bench.run(10);
    }
    expect(states.length).toBeGreaterThan(8);
    expect(states.length).toBeLessThanOrEqual(12);
    await bench.run(200);
    expect(states.at(-1)?.speed).toBe(101);
  });

  it('reports each venue with its streams', async () => {
    const sent = vi.fn();
    bench.window().client.subscribe('health', { session: 's' }, sent);
    await bench.run(FLUSH_MS);
    expect(sent.mock.lastCall?.[0].venues).toMatchObject([
      { id: 'binanceusdm', state: 'live', streams: [{ stream: 'trades', state: 'connecting' }] },
    ]);
  });

  it('tells every window what was published last, also one that comes later', async () => {
    const themes: string[] = [];
    const listen = () =>
      bench.window().client.subscribe('settings', {}, (settings) => {
        themes.push(settings.theme);
      });
    listen();
    bench.hub.publish('settings', defaultSettings);
    bench.hub.publish('settings', { ...defaultSettings, theme: 'light' });
    await bench.run(FLUSH_MS * 2);
    listen();
    await bench.run(FLUSH_MS * 2);
    expect(themes).toEqual(['light', 'light']);
  });

  it('tells the recorder state as it changes', async () => {
    const sent = vi.fn();
    bench.window().client.subscribe('recorder', {}, sent);
    bench.hub.publish('recorder', NOT_RECORDING);
    await bench.run(FLUSH_MS * 2);
    bench.hub.publish('recorder', { ...NOT_RECORDING, bytes: 5 });
    await bench.run(500);
    expect(sent.mock.calls.map(([status]) => status.bytes)).toEqual([0, 5]);
  });
});

describe('several windows', () => {
  it('that show the same share one pull and one encoding', async () => {
    const one = collectBars(bench.window().client);
    const two = collectBars(bench.window().client);
    bench.market.trade(5);
    await bench.run(FLUSH_MS);
    bench.market.trade(5);
    await bench.run(FLUSH_MS);
    expect(bench.market.reads.bars).toBe(2);
    expect(one).toHaveLength(2);
    expect(two).toEqual(one);
  });

  it('fall into step although one came later', async () => {
    const one = collectBars(bench.window().client);
    bench.market.trade(5);
    await bench.run(FLUSH_MS);
    const two = collectBars(bench.window().client);
    bench.market.trade(5);
    await bench.run(FLUSH_MS);
    bench.market.reads.bars = 0;
    bench.market.trade(5);
    await bench.run(FLUSH_MS);
    expect(bench.market.reads.bars).toBe(1);
    expect(held(two)).toEqual(held(one));
  });

  it('a slow one gets at most two frames and delays nobody', async () => {
    const slow = collectBars(bench.window().client, stuck);
    const quick = collectBars(bench.window().client);
    for (let flush = 0; flush < 20; flush++) {
      bench.market.trade(2);
      await bench.run(FLUSH_MS);
    }
    expect(slow).toHaveLength(MAX_IN_FLIGHT);
    expect(quick).toHaveLength(20);
    expect(held(quick)).toEqual(everyBar());
  });

  it('a slow one catches up with one frame when it draws again', async () => {
    const drawn: (() => void)[] = [];
    const frames = collectBars(bench.window().client, () => new Promise((resolve) => drawn.push(resolve)));
    for (let flush = 0; flush < 20; flush++) {
      bench.market.trade(2);
      await bench.run(FLUSH_MS);
    }
    for (const resolve of drawn) resolve();
    await bench.run(FLUSH_MS);
    expect(frames).toHaveLength(MAX_IN_FLIGHT + 1);
    expect(held(frames)).toEqual(everyBar());
  });

  it('a panel that is stuck does not hold up another panel of its window', async () => {
    const { client } = bench.window();
    collectBars(client, stuck);
    const tape = collectTape(client);
    for (let flush = 0; flush < 10; flush++) {
      bench.market.trade();
      await bench.run(FLUSH_MS);
    }
    expect(tape).toHaveLength(10);
  });

  it('one that vanishes in the middle of a flush leaves the others be', async () => {
    const first = bench.window();
    collectBars(first.client);
    const frames = collectBars(bench.window().client);
    await delivered();
    const readBars = bench.market.bars.bind(bench.market);
    bench.market.bars = (...request) => {
      first.client.close();
      return readBars(...request);
    };
    bench.market.trade(3);
    await bench.run(FLUSH_MS * 3);
    expect(held(frames)).toEqual(everyBar());
    expect(bench.faults).toEqual([]);
  });

  it('costs nothing when the last one has gone', async () => {
    const { client } = bench.window();
    collectBars(client);
    await bench.run(FLUSH_MS);
    client.close();
    await bench.run(FLUSH_MS);
    expect(bench.clock.pending).toBe(0);
  });
});

describe('a hidden window', () => {
  it('gets nothing, and a snapshot when it is shown', async () => {
    const { client } = bench.window();
    const frames = collectBars(client);
    bench.market.trade(3);
    await bench.run(FLUSH_MS);
    await client.call('setVisible', HIDE);
    bench.market.reads.bars = 0;
    bench.market.trade(50);
    await bench.run(FLUSH_MS * 10);
    expect(frames).toHaveLength(1);
    expect(bench.market.reads.bars).toBe(0);
    await client.call('setVisible', SHOW);
    await bench.run(FLUSH_MS);
    expect(frames.map(({ mode }) => mode)).toEqual(['snapshot', 'snapshot']);
    expect(held(frames)).toEqual(everyBar());
  });
});

describe('sessions', () => {
  it('send a snapshot of everything when the epoch changes', async () => {
    const { client } = bench.window();
    const bars = collectBars(client);
    const tape = collectTape(client);
    const figures = vi.fn();
    client.subscribe('figures', { session: 's', windowMs: 1000 }, figures);
    bench.market.trade(30);
    await bench.run(FLUSH_MS);
    bench.player.epoch = 2;
    bench.market.trading.length = 10;
    await bench.run(FLUSH_MS);
    expect(bars.at(-1)).toMatchObject({ mode: 'snapshot', epoch: 2 });
    expect(held(bars)).toEqual(everyBar());
    expect(tape.at(-1)).toMatchObject({ mode: 'snapshot', epoch: 2, skipped: 0 });
    expect(tape.at(-1)?.seq).toHaveLength(10);
    expect(figures.mock.lastCall?.[0]).toMatchObject({ epoch: 2 });
  });

  it('show an unknown instrument as empty until it is known', async () => {
    const frames: BarsFrame[] = [];
    const { client } = bench.window();
    client.subscribe('bars', { ...BARS, instrumentId: 'bybit:NOPE' }, (frame) => {
      frames.push(frame);
    });
    await bench.run(FLUSH_MS * 5);
    expect(frames.map(({ mode, open }) => [mode, open.length])).toEqual([['snapshot', 0]]);
  });

  it('are refused by name when they are not open', async () => {
    const { client } = bench.window();
    const ended = vi.fn();
    client.subscribe('transport', { session: 'gone' }, () => {}, ended);
    const described = await client.call('describeSession', { session: 'gone' });
    const controlled = await client.call('control', { session: 'gone', command: { type: 'play' } });
    expect(ended.mock.lastCall?.[0]).toMatchObject({ code: 'unknown-session' });
    expect(described).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
    expect(controlled).toMatchObject({ ok: false, error: { code: 'unknown-session' } });
  });

  it('end their subscriptions when they are closed, and no others', async () => {
    const { client } = bench.window();
    bench.hub.addSession('other', bench.session());
    const ended = vi.fn();
    const otherEnded = vi.fn();
    client.subscribe('transport', { session: 's' }, () => {}, ended);
    client.subscribe('transport', { session: 'other' }, () => {}, otherEnded);
    await bench.run(FLUSH_MS);
    bench.hub.removeSession('s');
    await bench.run(FLUSH_MS);
    expect(ended).toHaveBeenCalledOnce();
    expect(otherEnded).not.toHaveBeenCalled();
    expect(bench.player.listeners.size).toBe(1);
  });

  it('can be replaced under their id: windows get a snapshot of the new one', async () => {
    const frames = collectBars(bench.window().client);
    bench.market.trade(3);
    await bench.run(FLUSH_MS);
    bench.hub.addSession('s', bench.session());
    await bench.run(FLUSH_MS);
    expect(frames.map(({ mode }) => mode)).toEqual(['snapshot', 'snapshot']);
    expect(bench.player.listeners.size).toBe(1);
  });

  it('are described and controlled', async () => {
    const { client } = bench.window();
    const described = await client.call('describeSession', { session: 's' });
    expect(described).toMatchObject({ value: { title: 'A saved session', instruments: [{ id: BTC }] } });
    expect(JSON.stringify(described)).not.toContain('"index"');
    await client.call('control', { session: 's', command: { type: 'seek', timeMs: 5 } });
    expect(bench.player.commands).toEqual([{ type: 'seek', timeMs: 5 }]);
  });

  it('are asked for older candles, by those who know them', async () => {
    const { client } = bench.window();
    const place = { instrumentId: BTC, interval: '1h', beforeMs: 7 } as const;
    const asked = await client.call('loadOlder', { session: 's', ...place });
    expect(asked).toEqual({ ok: true, value: { candles: 7, end: null } });
    const gone = await client.call('loadOlder', { session: 'gone', ...place });
    expect(gone).toMatchObject({ error: { code: 'unknown-session' } });
    const wrong = await client.call('loadOlder', { session: 's', ...place, beforeMs: -1 });
    expect(wrong).toMatchObject({ error: { code: 'bad-argument' } });
  });

  it('that fail to be read end that subscription only', async () => {
    const { client } = bench.window();
    const ended = vi.fn();
    client.subscribe('bars', BARS, () => {}, ended);
    const tape = collectTape(client);
    bench.market.broken = true;
    bench.market.trade();
    await bench.run(FLUSH_MS);
    expect(ended.mock.lastCall?.[0]).toMatchObject({ code: 'internal' });
    expect(bench.faults).toHaveLength(1);
    expect(tape).toHaveLength(1);
  });
});

describe('a replay', () => {
  /** Sends until a window that does not draw is out of credit. */
  async function exhaust(): Promise<void> {
    for (let frame = 0; frame < MAX_IN_FLIGHT; frame++) {
      bench.market.trade();
      await bench.run(FLUSH_MS);
    }
  }

  async function isSettled(promise: void | Promise<void>): Promise<boolean> {
    let settled = false;
    void Promise.resolve(promise).then(() => {
      settled = true;
    });
    await delivered();
    return settled;
  }

  it('does not wait while every window keeps up', async () => {
    collectBars(bench.window().client);
    await exhaust();
    expect(bench.player.frame()).toEqual([undefined]);
  });

  it('waits for the slowest visible window until it has drawn', async () => {
    const drawn: (() => void)[] = [];
    collectBars(bench.window().client);
    collectBars(bench.window().client, () => new Promise((resolve) => drawn.push(resolve)));
    await exhaust();
    const [credit] = bench.player.frame();
    expect(await isSettled(credit)).toBe(false);
    drawn[0]?.();
    expect(await isSettled(credit)).toBe(true);
  });

  it('waits 250 ms at most, and then no longer for that window until it draws again', async () => {
    const drawn: (() => void)[] = [];
    collectBars(bench.window().client, () => new Promise((resolve) => drawn.push(resolve)));
    await exhaust();
    const [credit] = bench.player.frame();
    bench.clock.advance(MAX_HOLD_MS - 1);
    expect(await isSettled(credit)).toBe(false);
    bench.clock.advance(1);
    expect(await isSettled(credit)).toBe(true);
    expect(bench.player.frame()).toEqual([undefined]);
    drawn[0]?.();
    await delivered();
    bench.market.trade();
    await bench.run(FLUSH_MS);
    expect(await isSettled(bench.player.frame()[0])).toBe(false);
  });

  it.each([
    ['is hidden', (client: EngineClient) => client.call('setVisible', HIDE)],
    ['vanishes', (client: EngineClient) => client.close()],
  ])('does not wait for a window that %s', async (_, leave) => {
    const { client } = bench.window();
    collectBars(client, stuck);
    await exhaust();
    const [credit] = bench.player.frame();
    expect(await isSettled(credit)).toBe(false);
    await leave(client);
    expect(await isSettled(credit)).toBe(true);
    expect(bench.player.frame()).toEqual([undefined]);
  });

  it('is let go when its session or the hub is closed', async () => {
    collectBars(bench.window().client, stuck);
    await exhaust();
    const [credit] = bench.player.frame();
    bench.hub.close();
    expect(await isSettled(credit)).toBe(true);
    expect(bench.player.listeners.size).toBe(0);
    expect(bench.clock.pending).toBe(0);
  });
});
