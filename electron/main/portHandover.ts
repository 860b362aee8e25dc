/** Gives each window its own port to the engine, as soon as the engine runs. */
import type { IpcMain, WebContents } from 'electron';
import { ENGINE_PORT_CHANNEL, REQUEST_ENGINE_PORT_CHANNEL } from '../../shared/contract/shell';
import type { EngineProcess } from './engineProcess';
import { isOurMainFrame } from './windowSecurity';

export class PortHandover {
  readonly #engine: Pick<EngineProcess, 'connect'>;
  readonly #waiting = new Set<WebContents>();

  constructor(engine: Pick<EngineProcess, 'connect'>) {
    this.#engine = engine;
  }

  /** A page may ask for a port, and offer files (`fileOffers`); nothing else. */
  listen(ipcMain: IpcMain): void {
    ipcMain.on(REQUEST_ENGINE_PORT_CHANNEL, (event) => {
      if (!isOurMainFrame(event.senderFrame)) return;
      this.#waiting.add(event.sender);
      this.handOver();
    });
  }

  /** To be called when the engine has come up. */
  handOver(): void {
    for (const contents of this.#waiting) {
      const port = contents.isDestroyed() ? null : this.#engine.connect();
      if (port !== null) contents.postMessage(ENGINE_PORT_CHANNEL, null, [port]);
      if (port !== null || contents.isDestroyed()) this.#waiting.delete(contents);
    }
  }

  /** The page that asked is gone, its successor asks for itself. */
  forget(contents: WebContents): void {
    this.#waiting.delete(contents);
  }
}
