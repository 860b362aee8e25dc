/**
 * What the parts of the desktop shell say to each other beside the engine's contract: main to the engine
 * process, and the page's preload script to main. All of it is our own code; what a page or a venue says goes
 * through the engine's contract, with its schemas.
 */

/** Sent by a preload script to ask for a port to the engine. */
export const REQUEST_ENGINE_PORT_CHANNEL = 'request-engine-port';
/** Carries the port back to the preload script. */
export const ENGINE_PORT_CHANNEL = 'engine-port';
/** Carries the port from the preload script to its page, as a window message. */
export const ENGINE_PORT_MESSAGE = { breakwater: 'engine-port' } as const;

/** What main says to the engine process. */
export type ShellMessage =
  /** Serve the client at the other end of the port that comes with this message. */
  | { readonly type: 'client' }
  /** The user chose this session file: windows may open it. */
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'sleep' | 'wake' }
  /** Complete the session being recorded and end. */
  | { readonly type: 'stop' };

/** What the engine process says to main: it serves clients from now on. */
export type EngineProcessMessage = { readonly type: 'ready' };
