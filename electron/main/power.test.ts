import { EventEmitter } from 'node:events';
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import { expect, it, vi } from 'vitest';
import { Power } from './power';

function setUp() {
  const monitor = new EventEmitter();
  const started = new Map<number, string>();
  const blocker = {
    start: (type: string) => {
      started.set(started.size + 1, type);
      return started.size;
    },
    stop: (id: number) => started.delete(id),
  };
  const engine = { sleep: vi.fn(), wake: vi.fn() };
  const power = new Power(monitor as PowerMonitor, blocker as unknown as PowerSaveBlocker, engine);
  return { monitor, started, engine, power };
}

it('keeps the machine awake while recording, once, and the display free to go dark', () => {
  const { power, started } = setUp();
  power.setRecording(false);
  expect(started.size).toBe(0);
  power.setRecording(true);
  power.setRecording(true);
  expect([...started.values()]).toEqual(['prevent-app-suspension']);
  power.setRecording(false);
  power.setRecording(false);
  expect(started.size).toBe(0);
});

it('tells the engine of sleep and wake', () => {
  const { monitor, engine } = setUp();
  monitor.emit('suspend');
  expect(engine.sleep).toHaveBeenCalledOnce();
  expect(engine.wake).not.toHaveBeenCalled();
  monitor.emit('resume');
  expect(engine.wake).toHaveBeenCalledOnce();
});
