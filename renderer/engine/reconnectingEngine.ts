/**
 * One engine client for the life of the window, over as many links as it takes.
 *
 * Invariants:
 * - A subscription survives the loss of its link: it is made again, with its parameters, on the next one.
 * - A call is never repeated by itself: it fails with `connection-lost`, because it may have been carried out.
 * - A refusal (another protocol version) ends the attempts: reconnecting cannot cure it.
 */
import type { CallName, CallParams, CallResult, TopicName, TopicParams } from '../../shared/contract/api';
import { connectEngine, type TopicListener } from '../../shared/contract/connectEngine';
import type { Link } from '../../shared/contract/link';
import type { Clock } from '../../shared/feed/clock';
import { type AppError, fail, type Result } from '../../shared/model/result';
import type { EngineClient, LinkedEngine } from './client';

export type ConnectionStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'ready'; readonly appVersion: string; readonly dataDir: string }
  | { readonly state: 'lost'; readonly reason: string; readonly attempts: number }
  | { readonly state: 'refused'; readonly error: AppError };

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

interface Subscription {
  attach(engine: LinkedEngine): void;
  detach(): void;
}

export interface ReconnectingOptions {
  /** A fresh link; it may still be connecting, and may close without ever having carried a message. */
  readonly openLink: () => Promise<Link>;
  readonly clock: Pick<Clock, 'schedule'>;
  readonly onStatus: (status: ConnectionStatus) => void;
  /** What a new link needs before subscriptions are made again on it: the engine may be another one. */
  readonly prepare?: (engine: LinkedEngine) => Promise<void>;
}

export class ReconnectingEngine implements EngineClient {
  readonly #options: ReconnectingOptions;
  readonly #subscriptions = new Set<Subscription>();
  #engine: LinkedEngine | undefined;
  #attempts = 0;
  #cancelRetry: (() => void) | undefined;
  #connecting = false;

  constructor(options: ReconnectingOptions) {
    this.#options = options;
  }

  /** Connects; when an attempt is waiting for its time, it is made at once. */
  async connect(): Promise<void> {
    if (this.#connecting || this.#engine !== undefined) return;
    this.#connecting = true;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    try {
      await this.#attempt();
    } finally {
      this.#connecting = false;
    }
  }

  call<N extends CallName>(name: N, params: CallParams<N>): Promise<Result<CallResult<N>>> {
    return this.#engine === undefined ? Promise.resolve(notConnected()) : this.#engine.call(name, params);
  }

  subscribe<N extends TopicName>(
    topic: N,
    params: TopicParams<N>,
    listener: TopicListener<N>,
    onEnd?: (error: AppError) => void,
  ): () => void {
    let stop: (() => void) | undefined;
    const subscription: Subscription = {
      attach: (engine) => {
        stop = engine.subscribe(topic, params, listener, (error) => {
          // A lost link is this class's business; the subscription is made again.
          if (error.code !== 'connection-lost') onEnd?.(error);
        });
      },
      detach: () => {
        stop?.();
        stop = undefined;
      },
    };
    this.#subscriptions.add(subscription);
    if (this.#engine !== undefined) subscription.attach(this.#engine);
    return () => {
      this.#subscriptions.delete(subscription);
      subscription.detach();
    };
  }

  async #attempt(): Promise<void> {
    const engine = connectEngine(await this.#options.openLink());
    const hello = await engine.hello;
    if (!hello.ok) {
      engine.close();
      if (hello.error.retryable) this.#retryLater(hello.error.message);
      else this.#options.onStatus({ state: 'refused', error: hello.error });
      return;
    }
    await this.#options.prepare?.(engine);
    const { appVersion, dataDir } = hello.value;
    this.#attempts = 0;
    this.#engine = engine;
    this.#options.onStatus({ state: 'ready', appVersion, dataDir });
    for (const subscription of this.#subscriptions) subscription.attach(engine);
    engine.onClose((why) => this.#lost(engine, why));
  }

  #lost(engine: LinkedEngine, why: string): void {
    if (this.#engine !== engine) return;
    this.#engine = undefined;
    for (const subscription of this.#subscriptions) subscription.detach();
    this.#retryLater(`The connection to the engine ended: ${why}.`);
  }

  #retryLater(reason: string): void {
    this.#attempts += 1;
    this.#options.onStatus({ state: 'lost', reason, attempts: this.#attempts });
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#attempts - 1));
    this.#cancelRetry = this.#options.clock.schedule(delayMs, () => void this.connect());
  }
}

function notConnected(): Result<never> {
  return fail(
    'connection-lost',
    'The engine is not connected.',
    'Wait until the connection is back, then try again.',
    true,
  );
}
