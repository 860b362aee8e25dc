/** Main as a client of the engine, like any window: it watches the recorder, which it may start and stop, and exports. */
import { connectEngine, type EngineClient } from '../../shared/contract/connectEngine';
import { portLink } from '../../shared/contract/portLink';
import type { EngineProcess } from './engineProcess';

export class RecorderClient {
  readonly #engine: Pick<EngineProcess, 'connect'>;
  readonly #onRecording: (isRecording: boolean) => void;
  readonly #onFailed: (reason: string) => void;
  #client: EngineClient | null = null;
  #exported: { readonly folder: string; readonly names: readonly string[] } | null = null;
  #isRecording = false;
  #hasFailed = false;

  /** `onFailed` is told once each time that recording fails, with the reason for the user. */
  constructor(
    engine: Pick<EngineProcess, 'connect'>,
    onRecording: (isRecording: boolean) => void,
    onFailed: (reason: string) => void,
  ) {
    this.#engine = engine;
    this.#onRecording = onRecording;
    this.#onFailed = onFailed;
  }

  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** The files of the last export; null when there was none. */
  get exported(): { readonly folder: string; readonly names: readonly string[] } | null {
    return this.#exported;
  }

  /** To be called when the engine has come up. */
  connect(): void {
    const port = this.#engine.connect();
    if (port === null) return;
    const client = connectEngine(portLink(port));
    this.#client = client;
    client.subscribe('recorder', {}, ({ state, reason }) => {
      this.#set(state === 'recording');
      if (state === 'failed' && !this.#hasFailed) this.#onFailed(reason);
      this.#hasFailed = state === 'failed';
    });
    client.subscribe('exports', {}, (status) => {
      this.#exported =
        status === null ? null : { folder: status.folder, names: status.files.map(({ name }) => name) };
    });
    client.onClose(() => {
      if (this.#client !== client) return;
      this.#client = null;
      this.#set(false);
    });
  }

  /** Starts or stops recording; the outcome is seen in the recorder's state. */
  async toggle(): Promise<void> {
    await this.#client?.call(this.#isRecording ? 'stopRecording' : 'startRecording', {});
  }

  #set(isRecording: boolean): void {
    if (isRecording === this.#isRecording) return;
    this.#isRecording = isRecording;
    this.#onRecording(isRecording);
  }
}
