import { EventEmitter } from 'node:events';
import type { MessagePortMain, UtilityProcess } from 'electron';
import { expect, it, vi } from 'vitest';
import type { ShellMessage } from '../../shared/contract/shell';
import { EngineProcess, type EngineState } from './engineProcess';
import { RestartPolicy } from './restartPolicy';

class FakeChild extends EventEmitter {
  readonly stderr = new EventEmitter();
  readonly received: { readonly message: ShellMessage; readonly ports: readonly unknown[] }[] = [];
  readonly kill = vi.fn();
  postMessage(message: ShellMessage, ports: readonly unknown[]): void {
    this.received.push({ message, ports });
  }
  says(text: string): void {
    this.stderr.emit('data', Buffer.from(text));
  }
  ready(): void {
    this.emit('message', { type: 'ready' });
  }
  exit(code: number): void {
    this.emit('exit', code);
  }
  get messages(): ShellMessage[] {
    return this.received.map(({ message }) => message);
  }
}

function setUp() {
  const children: FakeChild[] = [];
  const states: EngineState[] = [];
  const clock = { nowMs: 0 };
  const engine = new EngineProcess({
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      return child as unknown as UtilityProcess;
    },
    createChannel: () => ({
      port1: { end: 1 } as unknown as MessagePortMain,
      port2: { end: 2 } as unknown as MessagePortMain,
    }),
    restarts: new RestartPolicy(3, 60_000),
    monotonicMs: () => clock.nowMs,
    onState: (state) => states.push(state),
    onLog: () => {},
  });
  const newest = (): FakeChild => {
    const child = children.at(-1);
    if (child === undefined) throw new Error('no engine was started');
    return child;
  };
  return { engine, children, states, clock, newest };
}

it('gives ports only while the engine runs, one end to each side', () => {
  const { engine, newest } = setUp();
  expect(engine.connect()).toBeNull();
  engine.start();
  expect(engine.connect()).toBeNull();
  newest().ready();
  expect(engine.connect()).toEqual({ end: 2 });
  expect(newest().received.at(-1)).toEqual({ message: { type: 'client' }, ports: [{ end: 1 }] });
});

it('starts a crashed engine again at once, three times in a minute, and then gives up', () => {
  const { engine, children, states, clock, newest } = setUp();
  engine.start();
  for (let crash = 0; crash < 4; crash++) {
    newest().ready();
    clock.nowMs += 1_000;
    newest().says(`cause ${crash}\n`);
    newest().exit(11);
  }
  expect(children).toHaveLength(4);
  const lives = Array.from({ length: 4 }, () => ['starting', 'running']).flat();
  expect(states).toEqual([...lives, 'failed']);
  expect(engine.lastLines.slice(-2)).toEqual(['cause 3', 'The engine ended unexpectedly (exit code 11).']);
  engine.start();
  newest().ready();
  expect(engine.state).toBe('running');
});

it('goes on restarting an engine that crashes now and then', () => {
  const { engine, children, clock, newest } = setUp();
  engine.start();
  for (let crash = 0; crash < 20; crash++) {
    newest().ready();
    clock.nowMs += 30_000;
    newest().exit(1);
  }
  expect(children).toHaveLength(21);
  expect(engine.state).toBe('starting');
});

it('does not try again with arguments that were refused', () => {
  const { engine, children, newest } = setUp();
  engine.start();
  newest().says('breakwater engine: "x" is not a venue.\n');
  newest().exit(2);
  expect(children).toHaveLength(1);
  expect(engine.state).toBe('failed');
  expect(engine.lastLines).toEqual(['breakwater engine: "x" is not a venue.']);
});

it('passes on sleep, wake and files, and files again to the next engine', () => {
  const { engine, newest } = setUp();
  engine.start();
  newest().ready();
  engine.offerFile('/a.duckdb');
  engine.sleep();
  engine.wake();
  expect(newest().messages).toEqual([
    { type: 'file', path: '/a.duckdb' },
    { type: 'sleep' },
    { type: 'wake' },
  ]);
  newest().exit(1);
  newest().ready();
  expect(newest().messages).toEqual([{ type: 'file', path: '/a.duckdb' }]);
});

it('asks the engine to end, waits for it, and does not restart it', async () => {
  const { engine, children, newest } = setUp();
  engine.start();
  newest().ready();
  const stopped = engine.stop();
  expect(newest().messages).toEqual([{ type: 'stop' }]);
  newest().exit(0);
  await stopped;
  expect(engine.state).toBe('stopped');
  expect(children).toHaveLength(1);
  expect(newest().kill).not.toHaveBeenCalled();
});

it('does not wait for ever for an engine that hangs', async () => {
  vi.useFakeTimers();
  const { engine, newest } = setUp();
  engine.start();
  const stopped = engine.stop();
  vi.advanceTimersByTime(10_000);
  expect(newest().kill).toHaveBeenCalledOnce();
  newest().exit(143);
  await stopped;
  vi.useRealTimers();
});

it('stops when there is nothing to stop', async () => {
  const { engine, states } = setUp();
  await engine.stop();
  expect(states.at(-1)).toBe('stopped');
});
