/** What a page may ask of the desktop: the user chooses every path, and only our own page is heard. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IpcMain } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ASK_DESKTOP_CHANNEL, DESKTOP_ANSWER_CHANNEL } from '../../shared/contract/shell';
import { type Desktop, listenToWishes } from './desktopWishes';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-wishes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setUp(over: Partial<Record<'filePath' | 'exports', string>> = {}) {
  const ipcMain = new EventEmitter();
  const dialogs: unknown[] = [];
  const answers: unknown[] = [];
  const { filePath = join(folder, 'chosen.txt') } = over;
  const note =
    <T>(answer: T) =>
    async (options: unknown) => {
      dialogs.push(options);
      return answer;
    };
  const dialog = {
    showOpenDialog: note({ canceled: false, filePaths: ['/home/me/sessions'] }),
    showSaveDialog: note({ canceled: filePath === '', filePath }),
    showMessageBox: note({ response: 0, checkboxChecked: false }),
  };
  listenToWishes(ipcMain as IpcMain, {
    dialog: dialog as unknown as Desktop['dialog'],
    windowOf: () => null,
    downloads: () => '/home/me/Downloads',
    exported: () => ({ folder, names: ['a.trades.csv'] }),
  });
  const sender = {
    isDestroyed: () => false,
    postMessage: (channel: string, message: unknown) => answers.push([channel, message]),
    capturePage: async () => ({ toPNG: () => Buffer.from('png') }),
  };
  const wish = (wanted: unknown, url = 'app://monitor/', parent: object | null = null) =>
    ipcMain.emit(ASK_DESKTOP_CHANNEL, { sender, senderFrame: { url, parent } }, { request: 7, wish: wanted });
  const answered = async (answer: unknown) => {
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(answers).toEqual([[DESKTOP_ANSWER_CHANNEL, { request: 7, answer }]]);
  };
  return { answered, answers, dialogs, wish };
}

const CONTENT = new TextEncoder().encode('the brief');

it('saves a file where the user says, under the name the page proposes', async () => {
  const { answered, dialogs, wish } = setUp();
  wish({ type: 'saveFile', name: 'brief 2025.md', content: CONTENT });
  await answered(join(folder, 'chosen.txt'));
  expect(dialogs).toMatchObject([
    {
      defaultPath: join('/home/me/Downloads', 'brief 2025.md'),
      filters: [{ name: 'MD', extensions: ['md'] }],
    },
  ]);
  expect(readFileSync(join(folder, 'chosen.txt'), 'utf8')).toBe('the brief');
  expect(readdirSync(folder)).toEqual(['chosen.txt']);
});

it('saves nothing when the user says no', async () => {
  const { answered, wish } = setUp({ filePath: '' });
  wish({ type: 'saveFile', name: 'a.md', content: CONTENT });
  await answered(null);
  expect(readdirSync(folder)).toEqual([]);
});

it('says why something could not be saved', async () => {
  const { answered, dialogs, wish } = setUp({ filePath: '/nowhere/at all/a.md' });
  wish({ type: 'saveFile', name: 'a.md', content: CONTENT });
  await answered(null);
  expect(dialogs[1]).toMatchObject({ type: 'error', message: 'That could not be saved.' });
});

it('copies files of the last export, and no others', async () => {
  writeFileSync(join(folder, 'a.trades.csv'), 'ts\n1\n');
  writeFileSync(join(folder, 'secret'), 'x');
  const first = setUp();
  first.wish({ type: 'saveExport', name: 'secret' });
  await first.answered(null);
  expect(first.dialogs).toEqual([]);
  const second = setUp();
  second.wish({ type: 'saveExport', name: 'a.trades.csv' });
  await second.answered(join(folder, 'chosen.txt'));
  expect(readFileSync(join(folder, 'chosen.txt'), 'utf8')).toBe('ts\n1\n');
});

it('gives the folder that the user chose, and the picture of the window that asked', async () => {
  const first = setUp();
  first.wish({ type: 'chooseFolder' });
  await first.answered('/home/me/sessions');
  const second = setUp();
  second.wish({ type: 'picture' });
  await second.answered(new TextEncoder().encode('png'));
});

it('hears no other page, nothing embedded, and nothing that is no wish', async () => {
  const { answers, dialogs, wish } = setUp();
  const save = { type: 'saveFile', name: 'a.md', content: CONTENT };
  wish(save, 'https://evil.example/');
  wish(save, 'app://monitor/', {});
  const names = ['', '../a.md', 'a/b', 'a\\b', 'C:a', '.bashrc', 'a\nb', 'x'.repeat(300), 7, undefined];
  for (const name of names) wish({ ...save, name });
  for (const wanted of [null, 'picture', {}, { type: 'quit' }, { ...save, content: 'text' }]) wish(wanted);
  await new Promise((resolve) => setImmediate(resolve));
  expect([answers, dialogs]).toEqual([[], []]);
});
