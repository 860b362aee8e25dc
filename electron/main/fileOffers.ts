/** Tells the engine of files that the user dropped on a window or chose in it. */
import type { IpcMain } from 'electron';
import {
  type FileAnswer,
  type FileOffer,
  OFFER_FILE_CHANNEL,
  OFFERED_FILE_CHANNEL,
} from '../../shared/contract/shell';
import type { EngineProcess } from './engineProcess';
import { isOurMainFrame } from './windowSecurity';

export function listenToFileOffers(ipcMain: IpcMain, engine: Pick<EngineProcess, 'offerImport'>): void {
  ipcMain.on(OFFER_FILE_CHANNEL, (event, offer: unknown) => {
    if (!isOurMainFrame(event.senderFrame) || !isOffer(offer)) return;
    const { request, path } = offer;
    void engine.offerImport(path).then((result) => {
      const answer: FileAnswer = { request, result };
      if (!event.sender.isDestroyed()) event.sender.postMessage(OFFERED_FILE_CHANNEL, answer);
    });
  });
}

function isOffer(offer: unknown): offer is FileOffer {
  if (typeof offer !== 'object' || offer === null) return false;
  const { request, path } = offer as Partial<Record<keyof FileOffer, unknown>>;
  return typeof request === 'number' && typeof path === 'string' && path !== '';
}
