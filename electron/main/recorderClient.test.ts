import type { MessagePortMain } from 'electron';
import { expect, it } from 'vitest';
import { FakeEngine, soon } from '../../shared/contract/fakeEngine.testkit';
import { memoryLinkPair } from '../../shared/contract/memoryLink';
import { type CallHandlers, serveEngine } from '../../shared/contract/serveEngine';
import type { RecorderStatus } from '../../shared/contract/values';
import { valuePush } from '../../shared/contract/wire';
import { ok } from '../../shared/model/result';
import { RecorderClient } from './recorderClient';

function statusOf(state: RecorderStatus['state']): RecorderStatus {
  return {
    state,
    reason: state === 'failed' ? 'The disk is full.' : '',
    sessionId: null,
    startedAtMs: null,
    bytes: 0,
    events: 0,
    writeLagMs: 0,
  };
}

/** Electron's port over a link in memory. */
function portOver(link: ReturnType<typeof memoryLinkPair>[number]): MessagePortMain {
  const port = {
    postMessage: (bytes: Uint8Array<ArrayBuffer>) => link.send(bytes),
    on(type: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      if (type === 'message') link.onMessage((data) => listener({ data }));
      else link.onClose(() => listener({ data: undefined }));
    },
    start() {},
    close: () => link.close(),
  };
  return port as unknown as MessagePortMain;
}

function setUp() {
  const engine = new FakeEngine();
  const called: string[] = [];
  const note = (name: string, state: RecorderStatus['state']) => () => {
    called.push(name);
    return ok(statusOf(state));
  };
  const calls: CallHandlers = {
    ...engine.calls,
    startRecording: note('start', 'recording'),
    stopRecording: note('stop', 'stopped'),
  };
  const kill: (() => void)[] = [];
  const process = {
    isUp: true,
    connect() {
      if (!process.isUp) return null;
      const [far, near] = memoryLinkPair();
      kill.push(() => far.close('killed'));
      const service = { calls, subscribe: engine.subscribe.bind(engine) };
      serveEngine(far, service, { appVersion: '', dataDir: '', onFault: () => {} });
      return portOver(near);
    },
  };
  const seen: boolean[] = [];
  const failures: string[] = [];
  const recorder = new RecorderClient(
    process,
    (isRecording) => seen.push(isRecording),
    (reason) => failures.push(reason),
  );
  /** A connection subscribes to the recorder, then to exports. */
  const push = async (connection: number, state: RecorderStatus['state']) =>
    (await engine.outlet(connection * 2)).push(valuePush('recorder', statusOf(state)));
  return { engine, called, failures, kill, process, recorder, seen, push };
}

it('tells once when recording starts and stops', async () => {
  const { recorder, seen, push } = setUp();
  recorder.connect();
  for (const state of ['stopped', 'recording', 'recording', 'failed', 'stopped'] as const)
    await push(0, state);
  await soon(() => expect(seen).toEqual([true, false]));
  expect(recorder.isRecording).toBe(false);
});

it('knows the files of the last export', async () => {
  const { engine, recorder } = setUp();
  recorder.connect();
  expect(recorder.exported).toBeNull();
  const status = {
    ...{ id: 'a', title: 'A', kind: 'csv' as const, state: 'done' as const, done: 1, total: 1, detail: '' },
    ...{ folder: '/exports', files: [{ name: 'a.trades.csv', bytes: 3 }], contentHash: null },
  };
  (await engine.outlet(1)).push(valuePush('exports', status));
  await soon(() => expect(recorder.exported).toEqual({ folder: '/exports', names: ['a.trades.csv'] }));
});

it('tells why recording failed, once each time', async () => {
  const { failures, recorder, push } = setUp();
  recorder.connect();
  for (const state of ['recording', 'failed', 'failed', 'recording', 'failed'] as const) await push(0, state);
  await soon(() => expect(failures).toEqual(['The disk is full.', 'The disk is full.']));
});

it('knows that nothing is recorded while the engine is down, and watches the next one', async () => {
  const { kill, recorder, seen, push } = setUp();
  recorder.connect();
  await push(0, 'recording');
  await soon(() => expect(recorder.isRecording).toBe(true));
  kill[0]?.();
  await soon(() => expect(recorder.isRecording).toBe(false));
  recorder.connect();
  await push(1, 'recording');
  await soon(() => expect(seen).toEqual([true, false, true]));
});

it('starts what is stopped and stops what runs', async () => {
  const { called, recorder, push } = setUp();
  recorder.connect();
  await recorder.toggle();
  await push(0, 'recording');
  await soon(() => expect(recorder.isRecording).toBe(true));
  await recorder.toggle();
  expect(called).toEqual(['start', 'stop']);
});

it('does nothing without an engine', async () => {
  const { called, process, recorder } = setUp();
  process.isUp = false;
  recorder.connect();
  await recorder.toggle();
  expect(called).toEqual([]);
});
