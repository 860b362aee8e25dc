import { EventEmitter } from 'node:events';
import type { IpcMain, MessagePortMain } from 'electron';
import { expect, it } from 'vitest';
import { ENGINE_PORT_CHANNEL, REQUEST_ENGINE_PORT_CHANNEL } from '../../shared/contract/shell';
import { PortHandover } from './portHandover';

const PORT = { isPort: true } as unknown as MessagePortMain;

function setUp() {
  const engine = { isUp: true, connect: () => (engine.isUp ? PORT : null) };
  const ipcMain = new EventEmitter();
  const handover = new PortHandover(engine);
  handover.listen(ipcMain as IpcMain);
  const window = (url = 'app://monitor/') => {
    const received: unknown[][] = [];
    const contents = {
      isGone: false,
      isDestroyed: () => contents.isGone,
      postMessage: (...args: unknown[]) => void received.push(args),
    };
    const ask = (frame: object | null = { url, parent: null }) =>
      ipcMain.emit(REQUEST_ENGINE_PORT_CHANNEL, { sender: contents, senderFrame: frame }, 'ignored');
    return { contents, received, ask };
  };
  return { engine, ipcMain, handover, window };
}

it('gives a window that asks its own port', () => {
  const { window } = setUp();
  const { ask, received } = window();
  ask();
  ask();
  expect(received).toEqual([
    [ENGINE_PORT_CHANNEL, null, [PORT]],
    [ENGINE_PORT_CHANNEL, null, [PORT]],
  ]);
});

it('lets windows wait for the engine, and forgets those that went away', () => {
  const { engine, handover, window } = setUp();
  engine.isUp = false;
  const [patient, navigated, closed] = [window(), window(), window()];
  for (const each of [patient, patient, navigated, closed]) each.ask();
  handover.forget(navigated.contents as never);
  closed.contents.isGone = true;
  engine.isUp = true;
  handover.handOver();
  handover.handOver();
  expect(patient.received).toHaveLength(1);
  expect(navigated.received).toEqual([]);
  expect(closed.received).toEqual([]);
});

it('gives nothing to a foreign page, an embedded frame, or nobody', () => {
  const { window } = setUp();
  const foreign = window('https://evil.example/');
  foreign.ask();
  foreign.ask({ url: 'app://monitor/', parent: {} });
  foreign.ask(null);
  expect(foreign.received).toEqual([]);
});

it('listens to one thing only', () => {
  const { ipcMain } = setUp();
  expect(ipcMain.eventNames()).toEqual([REQUEST_ENGINE_PORT_CHANNEL]);
});
