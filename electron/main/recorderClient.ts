/** Main as a client of the engine, like any window: it watches the recorder and may start and stop it. */
import { connectEngine, type EngineClient } from '../../shared/contract/connectEngine';
import { portLink } from '../../shared/contract/portLink';
import type { EngineProcess } from './engineProcess';

export class RecorderClient {
  readonly #engine: Pick<EngineProcess, 'connect'>;
  readonly #onRecording: (isRecording: boolean) => void;
  #client: EngineClient | null = null;
  #isRecording = false;

  constructor(engine: Pick<EngineProcess, 'connect'>, onRecording: (isRecording: boolean) => void) {
    this.#engine = engine;
    this.#onRecording = onRecording;
  }

  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** To be called when the engine has come up. */
  connect(): void {
    const port = this.#engine.connect();
    if (port === null) return;
    const client = connectEngine(portLink(port));
    this.#client = client;
    client.subscribe('recorder', {}, (status) => this.#set(status.state === 'recording'));
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
