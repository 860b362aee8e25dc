/** One suite for every kind of link: what both ends of the contract may rely on. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../feed/fakeClock.testkit';
import { fail, ok, type Result } from '../model/result';
import { PROTOCOL_VERSION } from './api';
import { type ConnectOptions, connectEngine, type EngineClient } from './connectEngine';
import { damagedMessage, FakeEngine, notThere, soon } from './fakeEngine.testkit';
import type { TapeFrame } from './frames';
import { anyBarsFrame } from './frames.testkit';
import type { Link } from './link';
import { MAX_IN_FLIGHT, serveEngine } from './serveEngine';
import { defaultSettings, type Settings } from './values';
import { encodeControl, encodePush, framePush, MAX_INBOUND_BYTES, valuePush } from './wire';

export interface LinkPair {
  readonly engine: Link;
  readonly window: Link;
  dispose(): Promise<void>;
}

export function describeRpcContract(name: string, makePair: () => Promise<LinkPair>): void {
  describe(`contract over ${name}`, () => {
    let pair: LinkPair;
    let engine: FakeEngine;

    beforeEach(async () => {
      pair = await makePair();
      engine = new FakeEngine();
      serveEngine(pair.engine, engine, {
        appVersion: '1.2.3',
        dataDir: '/data',
        onFault: (error) => engine.faults.push(error),
      });
    });
    afterEach(() => pair.dispose());

    function connect(options?: ConnectOptions): EngineClient {
      return connectEngine(pair.window, options);
    }

    it('says hello and answers calls with typed values', async () => {
      const client = connect();
      expect(await client.hello).toEqual(
        ok({ protocolVersion: PROTOCOL_VERSION, appVersion: '1.2.3', dataDir: '/data' }),
      );
      expect(await client.call('openSession', { id: 'ü/1' })).toEqual(
        ok({ session: 'opened ü/1', isNew: true }),
      );
      expect(await client.call('getSettings', {})).toEqual(ok(defaultSettings));
    });

    it('answers each of many calls under way with its own result', async () => {
      const client = connect();
      const ids = Array.from({ length: 50 }, (_, index) => `s${index}`);
      const answers = await Promise.all(ids.map((id) => client.call('openSession', { id })));
      expect(answers).toEqual(ids.map((id) => ok({ session: `opened ${id}`, isNew: true })));
    });

    it('serves nothing but hello before the versions agree', async () => {
      const heard = listen(pair.window);
      pair.window.send(encodeControl({ type: 'call', id: 1, call: 'getSettings', params: {} }));
      const wrong = { protocolVersion: PROTOCOL_VERSION + 1 };
      pair.window.send(encodeControl({ type: 'call', id: 2, call: 'hello', params: wrong }));
      pair.window.send(encodeControl({ type: 'call', id: 3, call: 'getSettings', params: {} }));
      pair.window.send(encodeControl({ type: 'subscribe', id: 4, topic: 'settings', params: {} }));
      const texts = await heard(4);
      for (const text of texts) expect(text).toContain('"version-mismatch"');
      expect(engine.outlets).toHaveLength(0);
    });

    it('names the field of a wrong argument', async () => {
      const client = connect();
      const recording = { ...defaultSettings.recording, maxAgeDays: 0 };
      const result = await client.call('patchSettings', { recording });
      expect(result).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
      expect(messageOf(result)).toContain('recording.maxAgeDays');
      const unknown = await client.call('patchSettings', { colour: 'red' } as never);
      expect(messageOf(unknown)).toContain('colour');
    });

    it('answers an unknown call or topic with an error value', async () => {
      const client = connect();
      for (const call of ['nonsense', 'constructor', '__proto__']) {
        const result = await client.call(call as 'getSettings', {});
        expect(result).toMatchObject({ ok: false, error: { code: 'unknown-call' } });
        const ended = vi.fn();
        client.subscribe(call as 'settings', {}, () => {}, ended);
        await soon(() => expect(ended).toHaveBeenCalledOnce());
        expect(ended.mock.calls[0]?.[0]).toMatchObject({ code: 'unknown-call' });
      }
    });

    it('reports a failing handler without its stack', async () => {
      const client = connect();
      const result = await client.call('startRecording', {});
      expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
      expect(JSON.stringify(result)).not.toMatch(/secret|\.ts\b/);
      expect(engine.faults).toHaveLength(1);
      expect(await client.call('getSettings', {})).toEqual(ok(defaultSettings));
    });

    it('passes an error value of a handler through', async () => {
      expect(await connect().call('closeSession', { session: 'x' })).toEqual(
        fail('unknown-session', 'There is no session "x".', 'Open it first.', true),
      );
    });

    it('pushes values until unsubscribed', async () => {
      const client = connect();
      const themes: string[] = [];
      const unsubscribe = client.subscribe('settings', {}, (settings) => {
        themes.push(settings.theme);
      });
      const outlet = await engine.outlet(0);
      expect(engine.requests).toEqual([{ topic: 'settings', params: {} }]);
      outlet.push(settingsPush({ ...defaultSettings, theme: 'light' }));
      await soon(() => expect(themes).toEqual(['light']));
      unsubscribe();
      unsubscribe();
      await soon(() => expect(engine.stopped).toBe(1));
      outlet.push(settingsPush(defaultSettings));
      await client.call('getSettings', {});
      expect(themes).toEqual(['light']);
    });

    it('refuses a subscription with wrong parameters, naming the field', async () => {
      const ended = vi.fn();
      const params = { session: 'live', instrumentId: 'binance:BTCUSDT', interval: '1m', limit: 0 } as const;
      connect().subscribe('bars', params, () => {}, ended);
      await soon(() => expect(ended).toHaveBeenCalledOnce());
      expect(ended.mock.calls[0]?.[0]).toMatchObject({ code: 'bad-argument' });
      expect(ended.mock.calls[0]?.[0].message).toContain('limit');
    });

    it('tells the window when the engine ends a subscription', async () => {
      const ended = vi.fn();
      connect().subscribe('settings', {}, () => {}, ended);
      const outlet = await engine.outlet(0);
      outlet.end({ code: 'unknown-session', message: 'The session was closed.', retryable: false });
      await soon(() => expect(ended).toHaveBeenCalledOnce());
      expect(engine.stopped).toBe(1);
    });

    it('carries frames bit for bit', async () => {
      const client = connect();
      const frames: TapeFrame[] = [];
      client.subscribe('trades', { session: 'live', instrumentId: 'a', minNotionalUsd: 0 }, (frame) => {
        frames.push(frame);
      });
      const outlet = await engine.outlet(0);
      outlet.push(framePush(SOME_TAPE));
      await soon(() => expect(frames).toEqual([SOME_TAPE]));
    });

    it('gives credit back only when the listener is done', async () => {
      const client = connect();
      const drawn: (() => void)[] = [];
      client.subscribe('settings', {}, () => new Promise((resolve) => drawn.push(resolve)));
      const outlet = await engine.outlet(0);
      for (let sent = 0; sent < MAX_IN_FLIGHT; sent++) {
        expect(outlet.ready()).toBe(true);
        outlet.push(settingsPush(defaultSettings));
      }
      await soon(() => expect(drawn).toHaveLength(MAX_IN_FLIGHT));
      await client.call('getSettings', {});
      expect(outlet.ready()).toBe(false);
      drawn[0]?.();
      await soon(() => expect(engine.acknowledgements).toBe(1));
      expect(outlet.ready()).toBe(true);
    });

    it('gives credit back for a listener that throws', async () => {
      const faults: unknown[] = [];
      const client = connect({ onFault: (error) => faults.push(error) });
      client.subscribe('settings', {}, () => {
        throw new Error('a panel failed');
      });
      const outlet = await engine.outlet(0);
      outlet.push(settingsPush(defaultSettings));
      await soon(() => expect(engine.acknowledgements).toBe(1));
      expect(faults).toHaveLength(1);
    });

    it('answers calls under way and ends subscriptions when the link closes', async () => {
      const client = connect();
      const ended = vi.fn();
      client.subscribe('settings', {}, () => {}, ended);
      await engine.outlet(0);
      const never = client.call('stopRecording', {});
      await soon(() => expect(engine.waiting).toBe(1));
      pair.engine.close('the engine stops');
      expect(await never).toMatchObject({ ok: false, error: { code: 'connection-lost', retryable: true } });
      expect(ended).toHaveBeenCalledOnce();
      expect(engine.stopped).toBe(1);
      expect(await client.call('getSettings', {})).toMatchObject({ error: { code: 'connection-lost' } });
      const late = vi.fn();
      client.subscribe('settings', {}, () => {}, late);
      await soon(() => expect(late).toHaveBeenCalledOnce());
    });

    it('stops every subscription when the window goes', async () => {
      const client = connect();
      client.subscribe('settings', {}, () => {});
      client.subscribe('notices', {}, () => {});
      await engine.outlet(1);
      client.close();
      await soon(() => expect(engine.stopped).toBe(2));
    });

    it('answers with a timeout when it was given a clock', async () => {
      const clock = new FakeClock();
      const client = connect({ timeout: { clock, afterMs: 5000 } });
      await client.hello;
      const never = client.call('stopRecording', {});
      clock.advance(5000);
      expect(await never).toMatchObject({ ok: false, error: { code: 'timeout', retryable: true } });
      expect(clock.pending).toBe(0);
    });

    it('refuses arguments that are too large before sending them', async () => {
      const client = connect();
      const result = await client.call('patchSettings', { layout: 'x'.repeat(MAX_INBOUND_BYTES) });
      expect(result).toMatchObject({ ok: false, error: { code: 'too-large' } });
      expect(await client.call('getSettings', {})).toEqual(ok(defaultSettings));
    });

    it('closes the link on an oversize message', async () => {
      const closed = closing(pair.engine);
      pair.window.send(new Uint8Array(MAX_INBOUND_BYTES + 1).fill(0x20));
      await closed;
    });

    it('closes the link when a subscription id is used twice', async () => {
      const client = connect();
      await client.hello;
      const closed = closing(pair.engine);
      for (let twice = 0; twice < 2; twice++) {
        pair.window.send(encodeControl({ type: 'subscribe', id: 77, topic: 'settings', params: {} }));
      }
      expect(await closed).toContain('77');
      expect(engine.stopped).toBe(1);
    });
  });

  describe(`broken messages over ${name}`, () => {
    it('to the engine close the link or are answered, and never throw', { timeout: 60_000 }, async () => {
      const whole = [
        encodeControl({ type: 'call', id: 1, call: 'getSettings', params: {} }),
        encodeControl({ type: 'subscribe', id: 2, topic: 'settings', params: {} }),
        encodeControl({ type: 'ack', id: 2 }),
        encodeControl({ type: 'unsubscribe', id: 3 }),
      ];
      await fc.assert(
        fc.asyncProperty(damagedMessage(whole), async (bytes) => {
          const pair = await makePair();
          const engine = new FakeEngine();
          serveEngine(pair.engine, engine, {
            appVersion: '',
            dataDir: '',
            onFault: (error) => engine.faults.push(error),
          });
          const client = connectEngine(pair.window);
          pair.window.send(bytes);
          const answer = await client.call('getSettings', {});
          expect(answer.ok || answer.error.code === 'connection-lost').toBe(true);
          expect(engine.faults).toEqual([]);
          await pair.dispose();
        }),
        { numRuns: 60 },
      );
    });

    it('to the window close the link or are ignored, and never throw', { timeout: 60_000 }, async () => {
      const bars = framePush(fc.sample(anyBarsFrame, { numRuns: 1, seed: 1 })[0] ?? notThere());
      const whole = [
        encodeControl({ type: 'answer', id: 1, result: ok(null) }),
        encodeControl({ type: 'ended', id: 2, error: { code: 'internal', message: '', retryable: false } }),
        encodePush(2, bars),
        encodePush(2, settingsPush(defaultSettings)),
      ];
      await fc.assert(
        fc.asyncProperty(damagedMessage(whole), async (bytes) => {
          const pair = await makePair();
          const client = connectEngine(pair.window);
          client.subscribe('settings', {}, () => {});
          pair.engine.send(bytes);
          pair.engine.close('done');
          await closing(pair.window);
          expect((await client.call('getSettings', {})).ok).toBe(false);
          await pair.dispose();
        }),
        { numRuns: 60 },
      );
    });
  });
}

const SOME_TAPE: TapeFrame = {
  type: 'tape',
  epoch: 3,
  mode: 'update',
  skipped: 7,
  seq: Float64Array.of(1, 2 ** 52),
  exchangeTimeMs: Float64Array.of(1_723_075_200_000, 1_723_075_200_001),
  price: Float64Array.of(55_000.1, Number.NaN),
  quantityBase: Float64Array.of(0.001, -0),
  notionalUsd: Float64Array.of(55, Number.NaN),
  instrument: Uint16Array.of(0, 1),
  side: Uint8Array.of(1, 0),
  instruments: ['binance:BTCUSDT', 'ü:€'],
};

function settingsPush(settings: Settings) {
  return valuePush('settings', settings);
}

/** Collects the JSON of control messages; the returned function waits for the first `count`. */
function listen(link: Link): (count: number) => Promise<string[]> {
  const texts: string[] = [];
  link.onMessage((bytes) => texts.push(new TextDecoder().decode(bytes.subarray(1))));
  return (count) =>
    soon(() => {
      expect(texts).toHaveLength(count);
      return texts;
    });
}

function closing(link: Link): Promise<string> {
  return new Promise((resolve) => link.onClose(resolve));
}

function messageOf(result: Result<unknown>): string {
  return result.ok ? '' : result.error.message;
}
