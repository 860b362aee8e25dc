/**
 * The running market as one sequence of events.
 *
 * Invariants:
 * - `seq` grows by one from event to event; `receiveTimeMs` never decreases.
 * - Events reach the consumer in the order they were emitted, in batches of one turn of the event loop, or
 *   of `MAX_BATCH` events when a turn brings more.
 * - No event with an impossible exchange time passes. Events without one carry the feed's market time, or 0
 *   while it is not known.
 */
import type { Cancel, Clock } from '../../../shared/feed/clock';
import { MarketTime } from '../../../shared/feed/marketTime';
import type { EventSink, LiveSource, Selection } from '../../../shared/feed/source';
import type { GapEvent, MarketEvent } from '../../../shared/model/events';
import { type InstrumentTable, NO_INSTRUMENT } from '../../../shared/model/instrument';
import type { TruthRecord } from '../../../shared/model/truth';
import type { Stream, VenueId } from '../../../shared/model/venue';
import { keepRunning } from './keepRunning';
import { SleepWatch } from './sleepWatch';

/** Takes each batch once, in order. The array is the consumer's to keep. */
export type BatchConsumer = (events: MarketEvent[]) => void;

export interface LiveFeedOptions {
  readonly sources: readonly LiveSource[];
  readonly clock: Clock;
  /** True unless given: the market goes on while the machine sleeps, and what it did is recorded as missed. */
  readonly watchesSleep?: boolean;
  readonly instruments: InstrumentTable;
  readonly onBatch: BatchConsumer;
  /** Takes what only a simulator knows, as it comes: it has no place in the sequence of events. */
  readonly onTruth?: (record: TruthRecord) => void;
  /** A source ended although it was not told to: a bug, named so that it can be reported. It is started again. */
  readonly onSourceFailed: (venue: VenueId, error: unknown) => void;
  /** A source that failed brings something of the market again. */
  readonly onSourceRecovered?: (venue: VenueId) => void;
  /** Runs a task after the present turn of the event loop. */
  readonly defer?: (task: () => void) => void;
}

interface Running {
  readonly source: LiveSource;
  readonly abort: AbortController;
  /** What it was started with, for telling whether a new selection changes anything for it. */
  readonly selectionKey: string;
  readonly ended: Promise<void>;
}

/** A batch is handed on at this size even when the turn goes on: a flood must not pile up. */
const MAX_BATCH = 4_096;

export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #defer: (task: () => void) => void;
  readonly #running = new Map<VenueId, Running>();
  readonly #times = new Map<VenueId, MarketTime>();
  readonly #refused = new Map<VenueId, number>();
  readonly #sleepWatch: SleepWatch;
  readonly #watchesSleep: boolean;
  #selection: Selection | null = null;
  #batch: MarketEvent[] = [];
  #isFlushDue = false;
  #seq = 0;
  #receiveTimeMs = 0;
  #marketTimeMs = 0;
  #stopWatching: Cancel = () => {};
  /** Changes of the selection one after the other. */
  #changes: Promise<void> = Promise.resolve();

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#defer = options.defer ?? setImmediate;
    this.#watchesSleep = options.watchesSleep ?? true;
    this.#sleepWatch = new SleepWatch(options.clock, (sleptMs) => this.#slept(sleptMs));
  }

  /** Events of the venue that were refused for an impossible exchange time. */
  refusedOf(venue: VenueId): number {
    return this.#refused.get(venue) ?? 0;
  }

  /** Listens to the selection. Venues that are not known to the feed are passed over. */
  start(selection: Selection): void {
    if (this.#watchesSleep) this.#stopWatching = this.#sleepWatch.start();
    void this.update(selection);
  }

  /** The machine goes to sleep, and wakes: what was sent meanwhile is recorded as missed. */
  sleep(): void {
    if (this.#watchesSleep) this.#sleepWatch.sleep();
  }

  wake(): void {
    this.#sleepWatch.wake();
  }

  /**
   * Listens to another selection from now on. Venues for which nothing changes keep running; the others are
   * stopped and started again, and record what they miss. Resolves when what has to stop has stopped.
   */
  update(selection: Selection): Promise<void> {
    this.#selection = selection;
    this.#changes = this.#changes.then(() => this.#apply(selection));
    return this.#changes;
  }

  /** Resolves when every source is closed and the last batch is with the consumer. */
  async stop(): Promise<void> {
    this.#stopWatching();
    await this.update({ assets: [], venues: [], streams: [] });
    this.#flush();
  }

  /**
   * Gives events of the engine's own making the next places in the sequence; they do not go to the
   * consumer. To be called from inside the consumer, so that nothing stamped earlier comes later.
   */
  stamp(events: readonly MarketEvent[]): void {
    for (const event of events) {
      event.seq = ++this.#seq;
      if (event.exchangeTimeMs === 0) event.exchangeTimeMs = this.#marketTimeMs;
      event.receiveTimeMs = this.#receiveTimeMs;
    }
  }

  async #apply(selection: Selection): Promise<void> {
    const stopping: Promise<void>[] = [];
    for (const [venue, running] of this.#running) {
      if (selection.venues.includes(venue) && running.selectionKey === selectionKey(selection)) continue;
      this.#running.delete(venue);
      running.abort.abort();
      stopping.push(running.ended);
    }
    await Promise.all(stopping);
    // A later change is on its way: it will start what it wants.
    if (this.#selection !== selection) return;
    for (const source of this.#options.sources) {
      if (selection.venues.includes(source.venue.id) && !this.#running.has(source.venue.id)) {
        this.#run(source, selection);
      }
    }
  }

  #run(source: LiveSource, selection: Selection): void {
    const abort = new AbortController();
    const venue = source.venue.id;
    const time = this.#times.get(venue) ?? new MarketTime();
    this.#times.set(venue, time);
    const sink: EventSink = {
      instruments: this.#options.instruments,
      emit: (event) => this.#take(event, venue, time),
      ...(this.#options.onTruth && { truth: this.#options.onTruth }),
    };
    const ended = keepRunning({
      source,
      selection,
      sink,
      signal: abort.signal,
      clock: this.#options.clock,
      onFailed: (error) => this.#options.onSourceFailed(venue, error),
      onRecovered: () => this.#options.onSourceRecovered?.(venue),
    });
    this.#running.set(venue, { source, abort, selectionKey: selectionKey(selection), ended });
  }

  #take(event: MarketEvent, venue: VenueId, time: MarketTime): void {
    const wallMs = this.#options.clock.wallMs();
    const { exchangeTimeMs } = event;
    if (exchangeTimeMs === 0) {
      event.exchangeTimeMs = this.#marketTimeMs;
    } else if (!time.accept(exchangeTimeMs, wallMs)) {
      this.#refused.set(venue, this.refusedOf(venue) + 1);
      return;
    } else if (exchangeTimeMs > this.#marketTimeMs) {
      this.#marketTimeMs = exchangeTimeMs;
    }
    if (wallMs > this.#receiveTimeMs) this.#receiveTimeMs = wallMs;
    event.receiveTimeMs = this.#receiveTimeMs;
    this.#batch.push(event);
    if (this.#batch.length >= MAX_BATCH) {
      this.#flush();
    } else if (!this.#isFlushDue) {
      this.#isFlushDue = true;
      this.#defer(() => {
        this.#isFlushDue = false;
        this.#flush();
      });
    }
  }

  /** Sequence numbers are given here, so that `stamp` inside the consumer continues behind the batch. */
  #flush(): void {
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    for (const event of batch) event.seq = ++this.#seq;
    this.#options.onBatch(batch);
  }

  /** The machine slept, or the process stood still: what was sent meanwhile may be lost. */
  #slept(sleptMs: number): void {
    for (const { source } of this.#running.values()) {
      const { id: venue, streams } = source.venue;
      const time = this.#times.get(venue);
      if (time === undefined || time.nowMs === 0) continue;
      for (const stream of streams) {
        // Sources prove their trades by themselves when they are connected again.
        if (stream === 'trades' || !this.#selection?.streams.includes(stream)) continue;
        this.#take(sleepGap(venue, stream, time.nowMs, sleptMs), venue, time);
      }
    }
  }
}

function sleepGap(venue: VenueId, stream: Stream, fromMs: number, sleptMs: number): GapEvent {
  const toMs = fromMs + Math.ceil(sleptMs);
  const reason = 'the computer slept, or was too busy to listen';
  return {
    kind: 'gap',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue,
    stream,
    fromMs,
    toMs,
    reason,
    missing: null,
    filled: false,
  };
}

function selectionKey(selection: Selection): string {
  return JSON.stringify([[...selection.assets].sort(), [...selection.streams].sort()]);
}
