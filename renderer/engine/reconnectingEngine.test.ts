import { describe, expect, it } from 'vitest';
import type { Link } from '../../shared/contract/link';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import type { Settings } from '../../shared/contract/values';
import { FakeEngine } from '../testing/fakeEngine.testkit';
import { type ConnectionStatus, ReconnectingEngine } from './reconnectingEngine';

/** Lets every queued message arrive. */
const delivered = () => new Promise((resolve) => setImmediate(resolve));

function setUp(options: { readonly reachable?: boolean } = {}) {
  const host = { engine: new FakeEngine(), reachable: options.reachable ?? true };
  const links: Link[] = [];
  const statuses: ConnectionStatus[] = [];
  const retries: { readonly delayMs: number; readonly task: () => void }[] = [];
  const engine = new ReconnectingEngine({
    openLink: () => {
      const [window, other] = memoryLinkPair();
      if (host.reachable) host.engine.serve(other);
      else queueMicrotask(() => other.close('nobody listens'));
      links.push(window);
      return Promise.resolve(window);
    },
    clock: {
      schedule: (delayMs, task) => {
        retries.push({ delayMs, task });
        return () => undefined;
      },
    },
    onStatus: (status) => statuses.push(status),
  });
  return { engine, host, links, statuses, retries };
}

describe('ReconnectingEngine', () => {
  it('says hello and then answers calls', async () => {
    const { engine, statuses } = setUp();
    await engine.connect();
    expect(statuses).toEqual([{ state: 'ready', appVersion: '0.1.0', dataDir: 'data' }]);
    const settings = await engine.call('getSettings', {});
    expect(settings.ok && settings.value.theme).toBe('dark');
  });

  it('makes subscriptions again on the next link', async () => {
    const { engine, links, retries, statuses } = setUp();
    const seen: Settings[] = [];
    engine.subscribe('settings', {}, (settings) => {
      seen.push(settings);
    });
    await engine.connect();
    await delivered();
    expect(seen).toHaveLength(1);

    links[0]?.close('the engine process ended');
    expect(statuses.at(-1)?.state).toBe('lost');
    retries[0]?.task();
    await delivered();
    await delivered();
    expect(statuses.at(-1)?.state).toBe('ready');
    expect(seen).toHaveLength(2);
  });

  it('does not subscribe again to what was unsubscribed meanwhile', async () => {
    const { engine, links, retries } = setUp();
    let pushes = 0;
    const stop = engine.subscribe('settings', {}, () => {
      pushes += 1;
    });
    await engine.connect();
    await delivered();
    links[0]?.close('gone');
    stop();
    retries[0]?.task();
    await delivered();
    await delivered();
    expect(pushes).toBe(1);
  });

  it('tries again with growing pauses, and at once when asked', async () => {
    const { engine, host, retries, statuses } = setUp({ reachable: false });
    await engine.connect();
    for (let attempt = 0; attempt < 7; attempt++) {
      retries.at(-1)?.task();
      await delivered();
    }
    expect(retries.map(({ delayMs }) => delayMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    host.reachable = true;
    await engine.connect();
    expect(statuses.at(-1)?.state).toBe('ready');
  });

  it('answers calls without a connection with an error value', async () => {
    const { engine } = setUp({ reachable: false });
    const answer = await engine.call('getSettings', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'connection-lost', retryable: true } });
  });

  it('passes on why the engine refused a subscription, but not the loss of the link', async () => {
    const { engine, links } = setUp();
    const ends: string[] = [];
    await engine.connect();
    engine.subscribe(
      'figures',
      { session: 'live', windowMs: -1 },
      () => undefined,
      (error) => ends.push(error.code),
    );
    engine.subscribe(
      'settings',
      {},
      () => undefined,
      (error) => ends.push(error.code),
    );
    await delivered();
    links[0]?.close('gone');
    await delivered();
    expect(ends).toEqual(['bad-argument']);
  });
});
