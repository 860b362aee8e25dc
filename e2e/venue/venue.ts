/**
 * The loopback venue: Binance spot, Binance USD-M and Bybit v5 on three local origins, fed by captures.
 *
 * A venue without a capture lists its instruments and accepts subscriptions but has no data; its clock is that
 * of the first capture. See README.md for what is recorded, what follows from it and what is synthetic.
 */
import type { Result } from '../../shared/model/result';
import { SECOND_MS } from '../../shared/model/time';
import type { FaultName, FaultOptions } from './faults';
import type { ScheduledLiquidation } from './liquidations';
import { Playback } from './playback';
import { BinanceProtocol } from './protocols/binance';
import { BybitProtocol } from './protocols/bybit';
import type { VenueProtocol } from './protocols/venueProtocol';
import { isGateOpen } from './startGate';
import type { TopicCount } from './transport/hub';
import { type ServerOwner, VenueServer } from './transport/venueServer';
import { LOOPBACK_VENUES, type LoopbackVenueId } from './venueIds';
import { type CaptureToPlay, capturesOf, liquidationsOf, type VenueOptions } from './venueOptions';

/** One venue at this moment. */
export interface VenueState {
  readonly marketTimeMs: number;
  readonly sockets: number;
  /** REST requests answered so far. */
  readonly requests: number;
  /** Names as the clients gave them, one for each socket. */
  readonly subscriptions: readonly string[];
  /** Trades played so far, those before `fromSeconds` among them. */
  readonly tradesPlayed: number;
  /** Frames by topic since the playback began. Bybit spot topics begin with "spot:". */
  readonly topics: Readonly<Record<string, TopicCount>>;
}

export interface LoopbackVenue {
  readonly origins: Readonly<Record<LoopbackVenueId, string>>;
  /** Resolves when the start gate opens. */
  readonly started: Promise<void>;
  /** Resolves when every capture was played; rejects when one cannot be read to its end. */
  readonly ended: Promise<void>;
  /** Opens the start gate. */
  start(): void;
  /** Stops market time; sockets and REST go on. */
  pause(): void;
  resume(): void;
  fault(name: FaultName, options?: FaultOptions): void;
  /** Ends a span, or a lasting fault, before its time. */
  clearFault(name: FaultName, venue?: LoopbackVenueId): void;
  /** Sends a recorded liquidation frame now, its times moved to the market time. */
  injectLiquidation(venue: LoopbackVenueId, frame: unknown): void;
  state(venue: LoopbackVenueId): VenueState;
  onEnd(listener: () => void): void;
  close(): Promise<void>;
}

interface Seat {
  readonly protocol: VenueProtocol;
  readonly server: VenueServer;
}

/** Rejects with a sentence when the options name nothing playable, or a port is taken. */
export async function startVenue(options: VenueOptions): Promise<LoopbackVenue> {
  const captures = unwrap(await capturesOf(options));
  const liquidations = unwrap(liquidationsOf(options, captures));
  const venue = new Loopback(options, captures, liquidations);
  await venue.open();
  return venue;
}

class Loopback implements LoopbackVenue, ServerOwner {
  readonly started: Promise<void>;
  readonly ended: Promise<void>;
  readonly #options: VenueOptions;
  readonly #seats: Readonly<Record<LoopbackVenueId, Seat>>;
  readonly #playbacks = new Map<LoopbackVenueId, Playback>();
  readonly #first: Playback;
  readonly #liquidations: ScheduledLiquidation[];
  readonly #faultTimers: NodeJS.Timeout[] = [];
  #resolveStarted: () => void = () => {};
  #isStarted = false;

  constructor(
    options: VenueOptions,
    captures: readonly CaptureToPlay[],
    liquidations: readonly ScheduledLiquidation[],
  ) {
    this.#options = options;
    this.#liquidations = [...liquidations];
    this.#seats = {
      binance: this.#seat(new BinanceProtocol('binance', () => this.marketTimeMs('binance'))),
      binanceusdm: this.#seat(new BinanceProtocol('binanceusdm', () => this.marketTimeMs('binanceusdm'))),
      bybit: this.#seat(new BybitProtocol(() => this.marketTimeMs('bybit'))),
    };
    for (const { capture, isSynthetic } of captures) {
      this.#playbacks.set(capture.venue, this.#playback(capture, isSynthetic));
    }
    const [first] = this.#playbacks.values();
    if (first === undefined) throw new RangeError('a loopback venue needs a capture');
    this.#first = first;
    this.started = new Promise((resolve) => {
      this.#resolveStarted = resolve;
    });
    this.ended = Promise.all([...this.#playbacks.values()].map((one) => one.ended)).then(() => {});
    this.ended.catch(() => {});
  }

  get origins(): Readonly<Record<LoopbackVenueId, string>> {
    return {
      binance: this.#seats.binance.server.origin,
      binanceusdm: this.#seats.binanceusdm.server.origin,
      bybit: this.#seats.bybit.server.origin,
    };
  }

  async open(): Promise<void> {
    try {
      for (const playback of this.#playbacks.values()) await playback.prepare();
      for (const venue of LOOPBACK_VENUES) {
        const { protocol, server } = this.#seats[venue];
        for (const hub of protocol.hubs()) hub.resetCounts();
        await server.listen(this.#options.ports?.[venue] ?? 0);
      }
    } catch (error) {
      await this.close();
      throw error;
    }
    if (this.#options.autostart === true) this.start();
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    for (const playback of this.#playbacks.values()) playback.start();
    for (const fault of this.#options.faults ?? []) {
      this.#faultTimers.push(setTimeout(() => this.fault(fault.name, fault), fault.atSeconds * SECOND_MS));
    }
    this.#resolveStarted();
  }

  pause(): void {
    for (const playback of this.#playbacks.values()) playback.pause();
  }

  resume(): void {
    for (const playback of this.#playbacks.values()) playback.resume();
  }

  fault(name: FaultName, options: FaultOptions = {}): void {
    for (const server of this.#serversOf(options.venue)) server.fault(name, options);
  }

  clearFault(name: FaultName, venue?: LoopbackVenueId): void {
    for (const server of this.#serversOf(venue)) server.clearFault(name);
  }

  injectLiquidation(venue: LoopbackVenueId, frame: unknown): void {
    this.#seats[venue].protocol.injectLiquidation(frame, this.marketTimeMs(venue));
  }

  state(venue: LoopbackVenueId): VenueState {
    const { protocol, server } = this.#seats[venue];
    return {
      marketTimeMs: this.marketTimeMs(venue),
      sockets: server.connections,
      requests: server.requests,
      subscriptions: protocol.hubs().flatMap((hub) => hub.names()),
      tradesPlayed: protocol.tradesPlayed(),
      topics: Object.assign({}, ...protocol.hubs().map((hub) => hub.counts())) as Record<string, TopicCount>,
    };
  }

  onEnd(listener: () => void): void {
    this.ended.then(listener, () => {});
  }

  async close(): Promise<void> {
    for (const timer of this.#faultTimers) clearTimeout(timer);
    for (const playback of this.#playbacks.values()) await playback.close();
    for (const { server } of Object.values(this.#seats)) await server.close();
  }

  #seat(protocol: VenueProtocol): Seat {
    return { protocol, server: new VenueServer(protocol, this) };
  }

  #playback(capture: CaptureToPlay['capture'], isSynthetic: boolean): Playback {
    const { protocol, server } = this.#seats[capture.venue];
    const target = {
      preview: protocol.preview.bind(protocol),
      play: protocol.play.bind(protocol),
      tick: (nowMs: number) => this.#tick(capture.venue, nowMs),
    };
    return new Playback(capture, target, {
      speed: this.#options.speed ?? 1,
      fromSeconds: this.#options.fromSeconds ?? 0,
      toSeconds: this.#options.toSeconds ?? Number.POSITIVE_INFINITY,
      pendingBytes: isSynthetic ? () => server.pendingBytes : null,
    });
  }

  /** A tick of a venue that plays; the first one also moves the venues without a capture. */
  #tick(venue: LoopbackVenueId, nowMs: number): void {
    const playback = this.#playbacks.get(venue);
    for (const seat of Object.values(this.#seats)) {
      const own = this.#playbacks.get(seat.protocol.venue) ?? this.#first;
      if (own !== playback) continue;
      seat.protocol.tick(nowMs);
      if (this.#isStarted) this.#injectDue(seat.protocol, nowMs - own.startMs, nowMs);
    }
  }

  #injectDue(protocol: VenueProtocol, elapsedMs: number, nowMs: number): void {
    for (let index = 0; index < this.#liquidations.length; ) {
      const item = this.#liquidations[index];
      if (item?.venue === protocol.venue && item.atSeconds * SECOND_MS <= elapsedMs) {
        this.#liquidations.splice(index, 1);
        protocol.injectLiquidation(item.frame, nowMs);
      } else {
        index++;
      }
    }
  }

  marketTimeMs(venue: LoopbackVenueId): number {
    return (this.#playbacks.get(venue) ?? this.#first).nowMs;
  }

  onSubscriptions(): void {
    if (this.#isStarted) return;
    const seats = Object.values(this.#seats).map((seat) => seat.protocol);
    const playing = seats.filter((protocol) => this.#playbacks.has(protocol.venue));
    if (isGateOpen(this.#options, seats, playing)) this.start();
  }

  #serversOf(venue: LoopbackVenueId | undefined): VenueServer[] {
    if (venue !== undefined) return [this.#seats[venue].server];
    return Object.values(this.#seats).map((seat) => seat.server);
  }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error([result.error.message, result.error.hint].filter((part) => part !== undefined).join(' '));
}
