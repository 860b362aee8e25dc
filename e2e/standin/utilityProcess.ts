/** Electron's `utilityProcess` over a child process of Node, which `utilityHost.cjs` makes look like one. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { StandinPort } from './messagePorts';

const HOST = fileURLToPath(new URL('./utilityHost.cjs', import.meta.url));

export interface ForkOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: readonly ('ignore' | 'inherit' | 'pipe')[];
}

/** What crosses the channel to the child, both ways; `port` is a number that main gives. */
type Crossing =
  | { readonly type: 'message'; readonly data: unknown; readonly ports?: readonly number[] }
  | { readonly type: 'portMessage'; readonly port: number; readonly data: unknown }
  | { readonly type: 'portClose'; readonly port: number };

export class StandinUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #ports = new Map<number, StandinPort>();
  #lastPort = 0;
  #hasSpoken = false;

  constructor(script: string, args: readonly string[] = [], options: ForkOptions = {}) {
    super();
    const [stdin = 'ignore', stdout = 'inherit', stderr = 'inherit'] = options.stdio ?? [];
    this.#child = fork(HOST, [script, ...args], {
      execArgv: [],
      serialization: 'advanced',
      stdio: [stdin, stdout, stderr, 'ipc'],
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    this.#child.on('message', (crossing) => this.#receive(crossing as Crossing));
    this.#child.once('spawn', () => this.emit('spawn'));
    // Its last words come before the news of its end, as in Electron.
    this.#child.once('close', (code, signal) => {
      for (const port of this.#ports.values()) port.close();
      this.#ports.clear();
      this.emit('exit', code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }

  /** True once it has sent a message. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(data: unknown, ports: readonly StandinPort[] = []): void {
    const numbers = ports.map((port) => this.#move(port));
    this.#send({ type: 'message', data, ports: numbers });
  }

  kill(): boolean {
    return this.#child.kill();
  }

  #move(port: StandinPort): number {
    const number = ++this.#lastPort;
    this.#ports.set(number, port);
    port.moveTo({
      message: (data) => this.#send({ type: 'portMessage', port: number, data }),
      close: () => {
        this.#ports.delete(number);
        this.#send({ type: 'portClose', port: number });
      },
    });
    return number;
  }

  #send(crossing: Crossing): void {
    // What cannot be sent any more goes to nobody, as with the ports of a process that died.
    if (this.#child.connected) this.#child.send(crossing, () => {});
  }

  #receive(crossing: Crossing): void {
    if (crossing.type === 'message') {
      this.#hasSpoken = true;
      this.emit('message', crossing.data);
    } else if (crossing.type === 'portMessage') this.#ports.get(crossing.port)?.postMessage(crossing.data);
    else {
      this.#ports.get(crossing.port)?.close();
      this.#ports.delete(crossing.port);
    }
  }
}
