/**
 * What a page asks of the desktop: a folder, a file to be saved, a picture of its window.
 *
 * Invariant: where a file comes from or goes to, the user says in a dialog of the system's; a page names no path,
 * and saves nothing of the disk but the files of the last export.
 */
import { copyFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { BrowserWindow, Dialog, IpcMain, WebContents } from 'electron';
import {
  ASK_DESKTOP_CHANNEL,
  DESKTOP_ANSWER_CHANNEL,
  type DesktopAnswer,
  type DesktopAsk,
  type DesktopWish,
} from '../../shared/contract/shell';
import { isPlainText } from '../../shared/model/plainText';
import { sentenceOf } from '../../shared/model/result';
import { isOurMainFrame } from './windowSecurity';
import { writeWhole } from './writeWhole';

/** More than any picture or text of the app's own is. */
const MOST_BYTES = 256 << 20;
const LONGEST_NAME = 200;
/** What systems take for more than a name. */
const UNSAFE_NAME = /[/\\:*?"<>|]/;

export interface Desktop {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox'>;
  readonly windowOf: (contents: WebContents) => BrowserWindow | null;
  readonly downloads: () => string;
  /** The files of the last export; null when there was none. */
  readonly exported: () => { readonly folder: string; readonly names: readonly string[] } | null;
}

export function listenToWishes(ipcMain: IpcMain, desktop: Desktop): void {
  ipcMain.on(ASK_DESKTOP_CHANNEL, (event, ask: unknown) => {
    if (!isOurMainFrame(event.senderFrame) || !isAsk(ask)) return;
    const { sender } = event;
    void fulfil(ask.wish, sender, desktop)
      .catch(async (error) => {
        await tell(desktop, sender, sentenceOf(error));
        return null;
      })
      .then((answer) => {
        const message: DesktopAnswer = { request: ask.request, answer };
        if (!sender.isDestroyed()) sender.postMessage(DESKTOP_ANSWER_CHANNEL, message);
      });
  });
}

async function fulfil(
  wish: DesktopWish,
  sender: WebContents,
  desktop: Desktop,
): Promise<DesktopAnswer['answer']> {
  switch (wish.type) {
    case 'chooseFolder':
      return chooseFolder(sender, desktop);
    case 'saveFile': {
      const path = await choosePath(wish.name, sender, desktop);
      if (path !== null) await writeWhole(path, wish.content);
      return path;
    }
    case 'saveExport': {
      const exported = desktop.exported();
      if (exported === null || !exported.names.includes(wish.name)) return null;
      const path = await choosePath(wish.name, sender, desktop);
      if (path !== null) await copyFile(join(exported.folder, wish.name), path);
      return path;
    }
    case 'picture':
      return new Uint8Array((await sender.capturePage()).toPNG());
  }
}

async function chooseFolder(sender: WebContents, { dialog, windowOf }: Desktop): Promise<string | null> {
  const options = { properties: ['openDirectory' as const, 'createDirectory' as const] };
  const window = windowOf(sender);
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths[0] ?? null;
}

/** Where the user wants a file of that name; null when nowhere. */
async function choosePath(name: string, sender: WebContents, desktop: Desktop): Promise<string | null> {
  const { dialog, windowOf, downloads } = desktop;
  const ending = extname(name).slice(1);
  const options = {
    defaultPath: join(downloads(), name),
    filters: ending === '' ? [] : [{ name: ending.toUpperCase(), extensions: [ending] }],
  };
  const window = windowOf(sender);
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

async function tell({ dialog, windowOf }: Desktop, sender: WebContents, detail: string): Promise<void> {
  const options = { type: 'error' as const, message: 'That could not be saved.', detail };
  const window = windowOf(sender);
  await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options));
}

function isAsk(ask: unknown): ask is DesktopAsk {
  if (typeof ask !== 'object' || ask === null) return false;
  const { request, wish } = ask as Partial<Record<keyof DesktopAsk, unknown>>;
  return typeof request === 'number' && typeof wish === 'object' && wish !== null && isWish(wish);
}

function isWish(wish: object): wish is DesktopWish {
  const { type, name, content } = wish as Partial<Record<'type' | 'name' | 'content', unknown>>;
  if (type === 'chooseFolder' || type === 'picture') return true;
  if (!isFileName(name)) return false;
  if (type === 'saveExport') return true;
  return type === 'saveFile' && content instanceof Uint8Array && content.length <= MOST_BYTES;
}

function isFileName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    isPlainText(name, LONGEST_NAME) &&
    !UNSAFE_NAME.test(name) &&
    !name.startsWith('.') &&
    basename(name) === name
  );
}
