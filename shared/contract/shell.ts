/**
 * What the parts of the desktop shell say to each other beside the engine's contract: main to the engine
 * process, and the page's preload script to main. All of it is our own code; what a page or a venue says goes
 * through the engine's contract, with its schemas.
 */

import type { Result } from '../model/result';
import type { OfferedFile } from './imports';

/** Sent by a preload script to ask for a port to the engine. */
export const REQUEST_ENGINE_PORT_CHANNEL = 'request-engine-port';
/** Carries the port back to the preload script. */
export const ENGINE_PORT_CHANNEL = 'engine-port';
/** Carries the port from the preload script to its page, as a window message. */
export const ENGINE_PORT_MESSAGE = { breakwater: 'engine-port' } as const;

/** Asks main to tell the engine of a file that the user dropped or chose, and carries the answer back. */
export const OFFER_FILE_CHANNEL = 'offer-file';
export const OFFERED_FILE_CHANNEL = 'offered-file';

/** `request` is the page's own number for it. The path is read from the file by the preload script. */
export interface FileOffer {
  readonly request: number;
  readonly path: string;
}
export interface FileAnswer {
  readonly request: number;
  readonly result: Result<OfferedFile>;
}

/** Asks main for what only a desktop has, and carries the answer back. */
export const ASK_DESKTOP_CHANNEL = 'ask-desktop';
export const DESKTOP_ANSWER_CHANNEL = 'desktop-answer';

/** Where a file comes from or goes to, the user says in a dialog: a page proposes a name. */
export type DesktopWish =
  | { readonly type: 'chooseFolder' }
  | { readonly type: 'saveFile'; readonly name: string; readonly content: Uint8Array }
  /** One of the files of the last export. */
  | { readonly type: 'saveExport'; readonly name: string }
  /** Of the page's own window. */
  | { readonly type: 'picture' };
/** `request` is the page's own number for it. */
export interface DesktopAsk {
  readonly request: number;
  readonly wish: DesktopWish;
}
/** A path, or a PNG; null when the user did not want it, or was told why it did not work. */
export interface DesktopAnswer {
  readonly request: number;
  readonly answer: string | Uint8Array | null;
}

/** What main says to the engine process. */
export type ShellMessage =
  /** Serve the client at the other end of the port that comes with this message. */
  | { readonly type: 'client' }
  /** The user chose this session file: windows may open it. */
  | { readonly type: 'file'; readonly path: string }
  /** The user wants to import this file; to be answered. */
  | ({ readonly type: 'importFile' } & FileOffer)
  | { readonly type: 'sleep' | 'wake' }
  /** Complete the session being recorded and end. */
  | { readonly type: 'stop' };

/** What the engine process says to main: it serves clients from now on, or under which id a file can be imported. */
export type EngineProcessMessage =
  | { readonly type: 'ready' }
  | ({ readonly type: 'importFile' } & FileAnswer);
