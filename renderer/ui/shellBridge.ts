/**
 * What the preload script of the desktop app offers: `requestEnginePort` asks for a port, which then arrives as a
 * window message `{ breakwater: 'engine-port' }` with the port attached (a port cannot cross the bridge itself).
 */
export interface ShellBridge {
  requestEnginePort(): void;
  /** Tells the engine where on the disk the file lies; a `Result` of the file as the engine knows it. */
  offerFile(file: File): Promise<unknown>;
  /** Lets the user choose a folder; its path, or null. */
  chooseFolder(): Promise<unknown>;
  /** Lets the user choose where to save it; the path, or null. */
  saveFile(name: string, content: Uint8Array): Promise<unknown>;
  /** The same for a file of the last export. */
  saveExport(name: string): Promise<unknown>;
  /** This window as the bytes of a PNG, or null. */
  picture(): Promise<unknown>;
}

declare global {
  interface Window {
    readonly breakwater?: ShellBridge;
  }
}

/** Undefined in a browser. */
export function shellBridge(): ShellBridge | undefined {
  return window.breakwater;
}
