/**
 * The engine's end of a link: answers calls, keeps subscriptions and their credit.
 *
 * Invariants:
 * - Nothing a window sends can throw here: wrong arguments are answered with an error value that names the
 *   field; a message that is oversize or not of this protocol closes the link.
 * - Nothing but `hello` is served before both ends agreed on the protocol version.
 * - At most `MAX_IN_FLIGHT` pushes of a subscription are unacknowledged; who pushes asks `ready` first.
 */
import { type AppError, appError, fail, ok, type Result } from '../model/result';
import {
  type CallName,
  type CallParams,
  type CallResult,
  engineCalls,
  engineTopics,
  PROTOCOL_VERSION,
  type TopicName,
  type TopicRequest,
} from './api';
import { describeIssues } from './issues';
import type { Link } from './link';
import {
  type ClientMessage,
  decodeClientMessage,
  encodeControl,
  encodePush,
  MAX_INBOUND_BYTES,
  type Push,
} from './wire';

/** Pushes of one subscription that may be under way before the window acknowledges. */
export const MAX_IN_FLIGHT = 2;
const MAX_SUBSCRIPTIONS = 500;
/** Beyond this the transport itself is the bottleneck, whatever has been acknowledged. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024;

/** Calls that the owner of the link answers; `hello` is answered here. */
export type ServedCall = Exclude<CallName, 'hello'>;

export type CallHandlers = {
  readonly [N in ServedCall]: (
    params: CallParams<N>,
  ) => Result<CallResult<N>> | Promise<Result<CallResult<N>>>;
};

/** One subscription as the pushing side sees it. */
export interface Outlet {
  /** False while the window has no credit for another push. */
  ready(): boolean;
  push(push: Push): void;
  /** Ends the subscription and tells the window why. */
  end(error: AppError): void;
}

/** One subscription as it is told what the window does. */
export interface Subscriber {
  /** The window is done with a push: there is credit again. */
  acknowledged(): void;
  /** The window unsubscribed or is gone, or the outlet was ended. Called exactly once. */
  stop(): void;
}

export interface EngineService {
  readonly calls: CallHandlers;
  /** Starts pushing into `outlet`. */
  subscribe(request: TopicRequest, outlet: Outlet): Result<Subscriber>;
}

export interface ServeOptions {
  readonly appVersion: string;
  readonly dataDir: string;
  /** Receives what a handler threw; the window only learns that the call failed. */
  readonly onFault: (error: unknown, during: string) => void;
}

interface Subscription {
  inFlight: number;
  /** Null until the service has accepted it. */
  subscriber: Subscriber | null;
}

/** Serves one window until its link closes; then every subscription is stopped. */
export function serveEngine(link: Link, service: EngineService, options: ServeOptions): void {
  const subscriptions = new Map<number, Subscription>();
  let agreed = false;

  link.onMessage((bytes) => {
    if (bytes.byteLength > MAX_INBOUND_BYTES) {
      link.close(`a message of ${bytes.byteLength} bytes is larger than ${MAX_INBOUND_BYTES}`);
      return;
    }
    const message = decodeClientMessage(bytes);
    if (message.ok) receive(message.value);
    else link.close(message.error.message);
  });
  link.onClose(() => {
    for (const id of [...subscriptions.keys()]) stop(id);
  });

  function receive(message: ClientMessage): void {
    switch (message.type) {
      case 'call':
        void answer(message.id, message.call, message.params);
        break;
      case 'subscribe':
        subscribe(message.id, message.topic, message.params);
        break;
      case 'unsubscribe':
        stop(message.id);
        break;
      case 'ack':
        acknowledge(message.id);
        break;
    }
  }

  async function answer(id: number, name: string, params: unknown): Promise<void> {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = encodeControl({ type: 'answer', id, result: await perform(name, params) });
    } catch (error) {
      options.onFault(error, name);
      const result = fail('internal', `The engine failed at "${name}".`, 'Its log says more.');
      bytes = encodeControl({ type: 'answer', id, result });
    }
    link.send(bytes);
  }

  async function perform(name: string, params: unknown): Promise<Result<unknown>> {
    if (!isCall(name)) return fail('unknown-call', `The engine has no call "${name}".`);
    const parsed = engineCalls[name].params.safeParse(params);
    if (!parsed.success) return badArgument(name, describeIssues(parsed.error, 'params'));
    if (name === 'hello') return hello(parsed.data as CallParams<'hello'>);
    if (!agreed) return versionMismatch();
    // The schema of `name` was just passed; TypeScript cannot follow a union of names through a table.
    const handler = service.calls[name] as (params: unknown) => ReturnType<CallHandlers[ServedCall]>;
    return handler(parsed.data);
  }

  function hello({ protocolVersion }: CallParams<'hello'>): Result<CallResult<'hello'>> {
    agreed = protocolVersion === PROTOCOL_VERSION;
    if (!agreed) return versionMismatch(protocolVersion);
    return ok({ protocolVersion, appVersion: options.appVersion, dataDir: options.dataDir });
  }

  function subscribe(id: number, topic: string, params: unknown): void {
    if (subscriptions.has(id)) {
      link.close(`subscription ${id} was asked for twice`);
      return;
    }
    const subscription: Subscription = { inFlight: 0, subscriber: null };
    subscriptions.set(id, subscription);
    const started = start(topic, params, outletOf(id, subscription));
    if (!started.ok) end(id, started.error);
    // The topic may have ended itself while it was being started.
    else if (subscriptions.get(id) !== subscription) started.value.stop();
    else subscription.subscriber = started.value;
  }

  function start(topic: string, params: unknown, outlet: Outlet): Result<Subscriber> {
    if (!isTopic(topic)) return fail('unknown-call', `The engine has no topic "${topic}".`);
    const parsed = engineTopics[topic].params.safeParse(params);
    if (!parsed.success) return badArgument(topic, describeIssues(parsed.error, 'params'));
    if (!agreed) return versionMismatch();
    if (subscriptions.size > MAX_SUBSCRIPTIONS) {
      return fail('too-large', `A window may have ${MAX_SUBSCRIPTIONS} subscriptions.`, 'Close some panels.');
    }
    try {
      return service.subscribe({ topic, params: parsed.data } as TopicRequest, outlet);
    } catch (error) {
      options.onFault(error, topic);
      return fail('internal', `The engine failed at "${topic}".`, 'Its log says more.');
    }
  }

  function outletOf(id: number, subscription: Subscription): Outlet {
    const active = (): boolean => subscriptions.get(id) === subscription;
    return {
      ready: () => subscription.inFlight < MAX_IN_FLIGHT && link.pendingBytes() < MAX_BACKLOG_BYTES,
      push(push) {
        if (!active()) return;
        subscription.inFlight++;
        link.send(encodePush(id, push));
      },
      end(error) {
        if (active()) end(id, error);
      },
    };
  }

  function end(id: number, error: AppError): void {
    stop(id);
    link.send(encodeControl({ type: 'ended', id, error }));
  }

  function stop(id: number): void {
    const subscription = subscriptions.get(id);
    subscriptions.delete(id);
    subscription?.subscriber?.stop();
  }

  function acknowledge(id: number): void {
    const subscription = subscriptions.get(id);
    // An acknowledgement may cross the end of its subscription on the way.
    if (subscription === undefined || subscription.inFlight === 0) return;
    subscription.inFlight--;
    subscription.subscriber?.acknowledged();
  }
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(engineCalls, name);
}

function isTopic(name: string): name is TopicName {
  return Object.hasOwn(engineTopics, name);
}

function badArgument(name: string, complaint: string): Result<never> {
  return fail('bad-argument', `"${name}" was called with a wrong argument: ${complaint}.`);
}

function versionMismatch(theirs?: number): Result<never> {
  const message =
    theirs === undefined
      ? 'This window has not agreed with the engine on a protocol version.'
      : `This window speaks protocol version ${theirs}, the engine version ${PROTOCOL_VERSION}.`;
  return { ok: false, error: appError('version-mismatch', message, 'Reload the window.') };
}
