/**
 * The bridge of a sandboxed window: hands the page ports to the engine, files that the user dropped or chose to the
 * engine, and what the page wants of the desktop to main. A page never names a path: it has a `File`, which only the user can give it. A port cannot cross
 * `contextBridge`, so it is posted to the page's own window, which checks where the message comes from.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  ASK_DESKTOP_CHANNEL,
  DESKTOP_ANSWER_CHANNEL,
  type DesktopAnswer,
  type DesktopWish,
  ENGINE_PORT_CHANNEL,
  ENGINE_PORT_MESSAGE,
  type FileAnswer,
  OFFER_FILE_CHANNEL,
  OFFERED_FILE_CHANNEL,
  REQUEST_ENGINE_PORT_CHANNEL,
} from '../../shared/contract/shell';

ipcRenderer.on(ENGINE_PORT_CHANNEL, (event) => {
  window.postMessage(ENGINE_PORT_MESSAGE, window.location.origin, [...event.ports]);
});

const waiting = new Map<number, (result: FileAnswer['result']) => void>();
let lastRequest = 0;

ipcRenderer.on(OFFERED_FILE_CHANNEL, (_event, { request, result }: FileAnswer) => {
  waiting.get(request)?.(result);
  waiting.delete(request);
});

function offerFile(file: File): Promise<FileAnswer['result']> {
  return new Promise((resolve) => {
    const path = webUtils.getPathForFile(file);
    if (path === '') {
      const message = `${file.name} does not lie on the disk.`;
      const hint = 'Save it first, and drop it from there.';
      resolve({ ok: false, error: { code: 'not-supported', message, hint, retryable: false } });
      return;
    }
    const request = ++lastRequest;
    waiting.set(request, resolve);
    ipcRenderer.send(OFFER_FILE_CHANNEL, { request, path });
  });
}

const wishes = new Map<number, (answer: DesktopAnswer['answer']) => void>();

ipcRenderer.on(DESKTOP_ANSWER_CHANNEL, (_event, { request, answer }: DesktopAnswer) => {
  wishes.get(request)?.(answer);
  wishes.delete(request);
});

function wish(wanted: DesktopWish): Promise<DesktopAnswer['answer']> {
  return new Promise((resolve) => {
    const request = ++lastRequest;
    wishes.set(request, resolve);
    ipcRenderer.send(ASK_DESKTOP_CHANNEL, { request, wish: wanted });
  });
}

contextBridge.exposeInMainWorld(
  'breakwater',
  Object.freeze({
    /** Asks for a port to the engine; it arrives as a window message once the engine runs. */
    requestEnginePort: () => ipcRenderer.send(REQUEST_ENGINE_PORT_CHANNEL),
    /** Tells the engine of a file; resolves to a `Result` with the id under which it can be imported. */
    offerFile,
    /** Lets the user choose a folder; its path, or null. */
    chooseFolder: () => wish({ type: 'chooseFolder' }),
    /** Lets the user choose where to save it; the path, or null. */
    saveFile: (name: string, content: Uint8Array) => wish({ type: 'saveFile', name, content }),
    /** The same for a file of the last export. */
    saveExport: (name: string) => wish({ type: 'saveExport', name }),
    /** This window as a PNG. */
    picture: () => wish({ type: 'picture' }),
  }),
);
