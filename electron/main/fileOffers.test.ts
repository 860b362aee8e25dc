import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import { expect, it } from 'vitest';
import { OFFER_FILE_CHANNEL, OFFERED_FILE_CHANNEL } from '../../shared/contract/shell';
import { ok } from '../../shared/model/result';
import { listenToFileOffers } from './fileOffers';

function setUp() {
  const ipcMain = new EventEmitter();
  const offered: string[] = [];
  listenToFileOffers(ipcMain as IpcMain, {
    offerImport: async (path) => {
      offered.push(path);
      return ok({ id: 'file-1', name: 'a.csv', bytes: 3 });
    },
  });
  const received: unknown[][] = [];
  const sender = { isDestroyed: () => false, postMessage: (...args: unknown[]) => received.push(args) };
  const offer = (value: unknown, url = 'app://monitor/', parent: object | null = null) =>
    ipcMain.emit(OFFER_FILE_CHANNEL, { sender, senderFrame: { url, parent } }, value);
  return { offered, received, offer };
}

it('tells the engine of a file and answers the window that offered it', async () => {
  const { offered, received, offer } = setUp();
  offer({ request: 7, path: '/home/a.csv' });
  await Promise.resolve();
  expect(offered).toEqual(['/home/a.csv']);
  const result = ok({ id: 'file-1', name: 'a.csv', bytes: 3 });
  expect(received).toEqual([[OFFERED_FILE_CHANNEL, { request: 7, result }]]);
});

it('hears no other page, nothing embedded, and nothing that is no offer', async () => {
  const { offered, offer } = setUp();
  offer({ request: 1, path: '/etc/passwd' }, 'https://evil.example/');
  offer({ request: 1, path: '/etc/passwd' }, 'app://monitor/', {});
  for (const value of [null, 'x', {}, { request: 1 }, { request: '1', path: '/a' }, { request: 1, path: '' }])
    offer(value);
  await Promise.resolve();
  expect(offered).toEqual([]);
});
