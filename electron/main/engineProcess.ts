/**
 * The engine as a process of its own, kept running.
 *
 * Invariants:
 * - At most one engine process at a time, so that one data folder has one writer.
 * - An engine that ends without being told is started again at once, as often as the restart policy allows;
 *   after that, or when it refused its arguments, it stays down until the user asks for another try.
 * - Ports are only given while it runs; the death of the process closes every port it was given, which is how
 *   its clients learn of it.
 */
import type { MessagePortMain, UtilityProcess } from 'electron';
import type { EngineProcessMessage, FileAnswer, ShellMessage } from '../../shared/contract/shell';
import { fail } from '../../shared/model/result';
import { LogTail } from './logTail';
import type { RestartPolicy } from './restartPolicy';

/** Exit code of a command that was given wrong arguments: trying again would not help. */
const WRONG_ARGUMENTS = 2;
/** A stop completes the session being recorded; a disk that hangs must not keep the app open for ever. */
const STOP_PATIENCE_MS = 10_000;

export type EngineState = 'starting' | 'running' | 'failed' | 'stopping' | 'stopped';

export interface EngineProcessOptions {
  fork(): UtilityProcess;
  createChannel(): { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
  readonly restarts: RestartPolicy;
  readonly monotonicMs: () => number;
  readonly onState: (state: EngineState) => void;
  /** Receives what the engine says on stderr. */
  readonly onLog: (text: string) => void;
}

export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #log = new LogTail();
  readonly #offeredFiles = new Set<string>();
  /** Files offered for an import that the engine has not answered yet. */
  readonly #offers = new Map<number, (result: FileAnswer['result']) => void>();
  #lastOffer = 0;
  #child: UtilityProcess | null = null;
  #state: EngineState = 'stopped';

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** The last lines the engine said, oldest first. */
  get lastLines(): readonly string[] {
    return this.#log.lines;
  }

  /** Starts the engine, also after it failed for good: then the policy begins anew. */
  start(): void {
    if (this.#state !== 'stopped' && this.#state !== 'failed') return;
    this.#options.restarts.reset();
    this.#launch();
  }

  /** A port with the running engine at its other end; null while it does not run. */
  connect(): MessagePortMain | null {
    if (this.#state !== 'running') return null;
    const { port1, port2 } = this.#options.createChannel();
    this.#send({ type: 'client' }, [port1]);
    return port2;
  }

  /** Lets windows open this session file, now and after a restart. */
  offerFile(path: string): void {
    this.#offeredFiles.add(path);
    this.#send({ type: 'file', path });
  }

  /** The id under which windows may import this file. */
  offerImport(path: string): Promise<FileAnswer['result']> {
    if (this.#state !== 'running') return Promise.resolve(engineIsGone());
    const request = ++this.#lastOffer;
    return new Promise((resolve) => {
      this.#offers.set(request, resolve);
      this.#send({ type: 'importFile', request, path });
    });
  }

  sleep(): void {
    this.#send({ type: 'sleep' });
  }

  wake(): void {
    this.#send({ type: 'wake' });
  }

  /** Resolves when the process has ended, the session being recorded complete. */
  stop(): Promise<void> {
    const child = this.#child;
    this.#setState('stopping');
    if (child === null) {
      this.#setState('stopped');
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const killing = setTimeout(() => child.kill(), STOP_PATIENCE_MS);
      child.once('exit', () => {
        clearTimeout(killing);
        resolve();
      });
      this.#send({ type: 'stop' });
    });
  }

  #launch(): void {
    this.#setState('starting');
    const child = this.#options.fork();
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      this.#log.add(text);
      this.#options.onLog(text);
    });
    child.on('message', (message: EngineProcessMessage) => {
      if (message.type === 'ready' && this.#state === 'starting') this.#ready();
      if (message.type === 'importFile') this.#offered(message);
    });
    child.once('exit', (code) => this.#exited(code));
  }

  #ready(): void {
    for (const path of this.#offeredFiles) this.#send({ type: 'file', path });
    this.#setState('running');
  }

  #offered({ request, result }: FileAnswer): void {
    this.#offers.get(request)?.(result);
    this.#offers.delete(request);
  }

  #exited(code: number): void {
    for (const answer of this.#offers.values()) answer(engineIsGone());
    this.#offers.clear();
    const cameUp = this.#state === 'running';
    this.#child = null;
    if (this.#state === 'stopping') this.#setState('stopped');
    else if (code === WRONG_ARGUMENTS && !cameUp) this.#setState('failed');
    else {
      this.#log.add(`The engine ended unexpectedly (exit code ${code}).\n`);
      if (this.#options.restarts.tryStart(this.#options.monotonicMs())) this.#launch();
      else this.#setState('failed');
    }
  }

  #send(message: ShellMessage, ports: MessagePortMain[] = []): void {
    this.#child?.postMessage(message, ports);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

function engineIsGone(): FileAnswer['result'] {
  return fail('connection-lost', 'The engine does not run at the moment.', 'Try again in a moment.', true);
}
