/**
 * Who wants which topic. A topic is what data is published under; a client may know it by another name
 * ("btcusdt@depth@100ms" for the topic "btcusdt@depth"), which combined sockets are told.
 *
 * Invariant: a topic is counted as played whether or not anybody listens; as sent once per socket that got
 * the frame (a duplicated frame counts once).
 */
import type { ClientConnection } from './clientConnection';
import { textFrame } from './textFrame';

export interface TopicCount {
  played: number;
  sent: number;
}

export class Hub {
  /** Stands before the topic names in counts, where a venue has several hubs. */
  readonly #prefix: string;
  readonly #subscribers = new Map<string, Map<ClientConnection, string>>();
  readonly #counts = new Map<string, TopicCount>();
  readonly #lastTexts = new Map<string, string>();

  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  /** Names are kept as the client gave them, for its list of subscriptions. */
  subscribe(connection: ClientConnection, name: string, topic: string): void {
    let names = this.#subscribers.get(topic);
    if (names === undefined) {
      names = new Map();
      this.#subscribers.set(topic, names);
    }
    names.set(connection, name);
  }

  unsubscribe(connection: ClientConnection, topic: string): void {
    const names = this.#subscribers.get(topic);
    names?.delete(connection);
    if (names?.size === 0) this.#subscribers.delete(topic);
  }

  drop(connection: ClientConnection): void {
    for (const topic of [...this.#subscribers.keys()]) this.unsubscribe(connection, topic);
  }

  isWanted(topic: string): boolean {
    return this.#subscribers.has(topic);
  }

  topics(): readonly string[] {
    return [...this.#subscribers.keys()];
  }

  /** Subscribed names, one for each socket and topic. */
  names(of?: ClientConnection): string[] {
    const names: string[] = [];
    for (const subscribers of this.#subscribers.values()) {
      for (const [connection, name] of subscribers) {
        if (of === undefined || connection === of) names.push(name);
      }
    }
    return names;
  }

  /** `text` is made only when somebody listens. */
  publish(topic: string, text: string | (() => string)): void {
    const count = this.#count(topic);
    count.played++;
    const subscribers = this.#subscribers.get(topic);
    if (subscribers === undefined) return;
    const made = typeof text === 'string' ? text : text();
    this.#lastTexts.set(topic, made);
    count.sent += this.#deliver(subscribers, made);
  }

  /** Sends a text that is no regular frame of the topic: it is not counted. */
  inject(topic: string, text: string): void {
    const subscribers = this.#subscribers.get(topic);
    if (subscribers !== undefined) this.#deliver(subscribers, text);
  }

  lastText(topic: string): string | undefined {
    return this.#lastTexts.get(topic);
  }

  counts(): Record<string, TopicCount> {
    return Object.fromEntries(
      [...this.#counts].map(([topic, count]) => [this.#prefix + topic, { ...count }]),
    );
  }

  resetCounts(): void {
    this.#counts.clear();
  }

  #count(topic: string): TopicCount {
    let count = this.#counts.get(topic);
    if (count === undefined) {
      count = { played: 0, sent: 0 };
      this.#counts.set(topic, count);
    }
    return count;
  }

  #deliver(subscribers: ReadonlyMap<ClientConnection, string>, text: string): number {
    let plain: Buffer | null = null;
    let sent = 0;
    for (const [connection, name] of subscribers) {
      let frame: Buffer;
      if (connection.isCombined) {
        frame = textFrame(`{"stream":${JSON.stringify(name)},"data":${text}}`);
      } else {
        plain ??= textFrame(text);
        frame = plain;
      }
      if (connection.sendData(frame)) sent++;
    }
    return sent;
  }
}
