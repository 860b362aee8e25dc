/**
 * The window's end of a link.
 *
 * Invariants: every call is answered, at the latest with `connection-lost` when the link closes; a push is
 * acknowledged after its listener is done with it (return a promise that resolves after paint), which is
 * what gives the engine credit for the next one; a subscription that ends by itself says so exactly once.
 */
import type { Clock } from '../feed/clock';
import { type AppError, appError, fail, type Result } from '../model/result';
import {
  type CallName,
  type CallParams,
  type CallResult,
  engineTopics,
  PROTOCOL_VERSION,
  type TopicName,
  type TopicParams,
  type TopicPayload,
} from './api';
import { decodeFrame } from './frameCodec';
import type { Link, Unsubscribe } from './link';
import {
  decodeEngineMessage,
  encodeControl,
  MAX_INBOUND_BYTES,
  type Push,
  parseJson,
  type ReceivedMessage,
} from './wire';

export interface EngineClient {
  /** Answer to the `hello` sent at once; a `version-mismatch` here is what every other call gets, too. */
  readonly hello: Promise<Result<CallResult<'hello'>>>;
  call<N extends CallName>(name: N, params: CallParams<N>): Promise<Result<CallResult<N>>>;
  /**
   * `onEnd` is told when the subscription was refused or ended by the engine (a wrong parameter, a closed
   * session, a lost connection); nothing comes after it, nor after unsubscribing.
   */
  subscribe<N extends TopicName>(
    topic: N,
    params: TopicParams<N>,
    listener: TopicListener<N>,
    onEnd?: (error: AppError) => void,
  ): Unsubscribe;
  onClose(listener: (why: string) => void): Unsubscribe;
  close(): void;
}

/** The returned promise holds back the acknowledgement: resolve it when the payload has been drawn. */
export type TopicListener<N extends TopicName> = (payload: TopicPayload<N>) => void | Promise<void>;

export interface ConnectOptions {
  /** Answers a call with `timeout` after this time; without it a call waits as long as the link lives. */
  readonly timeout?: { readonly clock: Clock; readonly afterMs: number };
  /** Receives what a listener threw; the subscription goes on. */
  readonly onFault?: (error: unknown, during: TopicName) => void;
}

interface Subscription {
  readonly topic: TopicName;
  /** Takes a decoded payload of `topic`. */
  readonly listener: (payload: never) => void | Promise<void>;
  readonly onEnd: ((error: AppError) => void) | undefined;
}

/** Says hello and is ready for calls at once: messages keep their order. */
export function connectEngine(link: Link, options: ConnectOptions = {}): EngineClient {
  const calls = new Map<number, (result: Result<unknown>) => void>();
  const subscriptions = new Map<number, Subscription>();
  let lastId = 0;
  let lost: AppError | null = null;

  link.onMessage((bytes) => {
    const message = decodeEngineMessage(bytes);
    if (message.ok) receive(message.value);
    else link.close(message.error.message);
  });
  link.onClose((why) => {
    const error = appError('connection-lost', `The connection to the engine ended: ${why}.`, undefined, true);
    lost = error;
    for (const settle of [...calls.values()]) settle({ ok: false, error });
    const ended = [...subscriptions.values()];
    subscriptions.clear();
    for (const subscription of ended) subscription.onEnd?.(error);
  });

  function receive(message: ReceivedMessage): void {
    if (message.type === 'answer') calls.get(message.id)?.(message.result);
    else if (message.type === 'push') receivePush(message.id, message.push);
    else {
      const subscription = subscriptions.get(message.id);
      subscriptions.delete(message.id);
      subscription?.onEnd?.(message.error);
    }
  }

  function receivePush(id: number, push: Push): void {
    const subscription = subscriptions.get(id);
    // A push may cross an unsubscribe on the way.
    if (subscription === undefined) return;
    const payload = decodePush(subscription.topic, push);
    if (payload.ok) void deliver(id, subscription, payload.value);
    else link.close(payload.error.message);
  }

  async function deliver(id: number, subscription: Subscription, payload: unknown): Promise<void> {
    try {
      // `decodePush` returns what the topic of this very subscription pushes.
      await subscription.listener(payload as never);
    } catch (error) {
      options.onFault?.(error, subscription.topic);
    }
    if (subscriptions.has(id)) link.send(encodeControl({ type: 'ack', id }));
  }

  function call<N extends CallName>(name: N, params: CallParams<N>): Promise<Result<CallResult<N>>> {
    if (lost !== null) return Promise.resolve({ ok: false, error: lost });
    const id = ++lastId;
    const bytes = encodeControl({ type: 'call', id, call: name, params });
    if (bytes.byteLength > MAX_INBOUND_BYTES) {
      return Promise.resolve(
        fail('too-large', `The arguments of "${name}" are larger than ${MAX_INBOUND_BYTES} bytes.`),
      );
    }
    return new Promise((resolve) => {
      const cancelTimeout = options.timeout?.clock.schedule(options.timeout.afterMs, () =>
        settle(fail('timeout', `The engine did not answer "${name}" in time.`, undefined, true)),
      );
      const settle = (result: Result<unknown>): void => {
        cancelTimeout?.();
        calls.delete(id);
        // An engine of the same protocol version is trusted for the shape of its results.
        resolve(result as Result<CallResult<N>>);
      };
      calls.set(id, settle);
      link.send(bytes);
    });
  }

  return {
    hello: call('hello', { protocolVersion: PROTOCOL_VERSION }),
    call,
    subscribe(topic, params, listener, onEnd) {
      const id = ++lastId;
      if (lost !== null) {
        const error = lost;
        queueMicrotask(() => onEnd?.(error));
        return () => {};
      }
      subscriptions.set(id, { topic, listener, onEnd });
      link.send(encodeControl({ type: 'subscribe', id, topic, params }));
      return () => {
        if (subscriptions.delete(id)) link.send(encodeControl({ type: 'unsubscribe', id }));
      };
    },
    onClose: (listener) => link.onClose(listener),
    close: () => link.close('this window closed it'),
  };
}

function decodePush(topic: TopicName, push: Push): Result<unknown> {
  const definition = engineTopics[topic];
  if ('frame' in definition && push.kind === 'frame') {
    const frame = decodeFrame(push.payload);
    if (!frame.ok || frame.value.type === definition.frame) return frame;
  } else if (!('frame' in definition) && push.kind === 'value') {
    return parseJson(push.payload);
  }
  return fail('bad-argument', `The engine pushed something else than "${topic}".`);
}
