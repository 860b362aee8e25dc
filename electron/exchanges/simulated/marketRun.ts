/**
 * Plays one simulated market to the sources of all its venues.
 *
 * Invariants:
 * - The venues that are chosen when playing begins get one sequence of events in the script's own order.
 * - What a venue is not asked for (assets, streams) changes nothing of what the others get.
 * - The market moves only while somebody listens, and never runs ahead of its clock.
 *
 * Coverage: liquidations, open interest, mark prices and candles count as heard from 24 h before the start
 * (`MarketScript.heardFromMs`), because the past holds all of them; trades, tickers and books from the start.
 */
import type { EventSink, Selection } from '../../../shared/feed/source';
import type { FeedStatusEvent, GapEvent, MarketEvent, SeriesPointEvent } from '../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../shared/model/instrument';
import { streamOfKind } from '../../../shared/model/streamOfKind';
import type { TruthRecord } from '../../../shared/model/truth';
import type { FeedState, Stream, VenueId, VenueInfo } from '../../../shared/model/venue';
import type { MarketScript, MarketStep } from './marketScript';
import type { Pace } from './pace';

const ENDED = 'the scenario ended; choose another chapter';
/** Streams whose past the script tells. */
const HEARD_BEFORE: ReadonlySet<Stream> = new Set(['candles', 'mark', 'openInterest', 'liquidations']);

interface Listener {
  readonly venue: VenueInfo;
  readonly selection: Selection;
  readonly sink: EventSink;
  /** Row of the sink's table by row of the script; -1 for what was not chosen. */
  readonly rows: readonly number[];
}

export class MarketRun {
  readonly #openScript: (assets: readonly string[]) => MarketScript;
  readonly #pace: Pace;
  readonly #listeners = new Map<VenueId, Listener>();
  readonly #onEnd: () => void;
  #script: MarketScript | undefined;
  #playing: Promise<void> | undefined;
  #stop = new AbortController();
  #toldShare = -1;
  /** The past has been told. */
  #isBegun = false;
  /** Time of the script up to which everything was sent. */
  #nowMs = 0;
  /** The step that is being sent, and how many of its events were. */
  #step: MarketStep | null = null;
  #sent = 0;

  /** `onEnd`: the script is over; the market stands still. */
  constructor(openScript: (assets: readonly string[]) => MarketScript, pace: Pace, onEnd: () => void) {
    this.#openScript = openScript;
    this.#pace = pace;
    this.#onEnd = onEnd;
  }

  /** Delivers what happens at the venue until the signal aborts. Rejects only for a bug. */
  async listen(venue: VenueInfo, selection: Selection, sink: EventSink, signal: AbortSignal): Promise<void> {
    this.#script ??= this.#openScript(selection.assets);
    const rows = this.#script.instruments.map((spec) =>
      spec.venue === venue.id && selection.assets.includes(spec.asset) ? sink.instruments.register(spec) : -1,
    );
    const listener = { venue, selection, sink, rows };
    this.#listeners.set(venue.id, listener);
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#say(listener, null, 'connecting', '');
    // The other venues of the selection join in this turn; all of them begin together.
    if (this.#playing === undefined) this.#playing = Promise.resolve().then(() => this.#play());
    else if (this.#isBegun) this.#sayLive(listener);
    await Promise.race([aborted, this.#playing.then(() => aborted)]);
    this.#leave(listener);
    if (this.#listeners.size === 0) await this.#halt();
  }

  #leave(listener: Listener): void {
    this.#listeners.delete(listener.venue.id);
    for (const stream of streamsOf(listener)) this.#say(listener, stream, 'stopped', '');
    this.#say(listener, null, 'stopped', '');
  }

  /** Nobody listens: the market stands still until somebody does. */
  async #halt(): Promise<void> {
    const playing = this.#playing;
    this.#stop.abort();
    await playing?.catch(() => {});
    if (this.#playing !== playing) return;
    this.#playing = undefined;
    this.#stop = new AbortController();
  }

  async #play(): Promise<void> {
    const script = this.#script;
    if (script === undefined) return;
    const { signal } = this.#stop;
    if (!this.#isBegun) await this.#tellPast(script, signal);
    if (signal.aborted) return;
    for (const listener of this.#listeners.values()) this.#sayLive(listener);
    this.#pace.begin(this.#nowMs, script.endMs);
    await this.#tellPresent(script, signal);
  }

  #sayLive(listener: Listener): void {
    this.#say(listener, null, 'live', '');
    for (const stream of streamsOf(listener)) this.#say(listener, stream, 'live', '');
    for (const event of this.#script?.ongoing(this.#nowMs) ?? []) {
      if (event.kind === 'feedStatus' && event.venue === listener.venue.id) listener.sink.emit(event);
    }
  }

  async #tellPast(script: MarketScript, signal: AbortSignal): Promise<void> {
    this.#pace.hold(script.startMs);
    for (const listener of this.#listeners.values()) {
      for (const stream of streamsOf(listener)) {
        if (HEARD_BEFORE.has(stream)) this.#say(listener, stream, 'live', '', script.heardFromMs);
      }
    }
    for (const { events, truth } of script.past()) {
      if (this.#pace.isWatched) this.#tellProgress(script);
      this.#keepTruth(truth);
      for (const event of events) this.#emit(event);
      const rest = this.#pace.rest(script.startMs, signal);
      if (rest !== null) await rest;
      if (signal.aborted) return;
    }
    this.#nowMs = script.startMs;
    this.#isBegun = true;
  }

  /** In words only where it takes long enough to be read. */
  #tellProgress({ pastShare }: MarketScript): void {
    const percent = Math.floor(pastShare * 20) * 5;
    if (percent <= this.#toldShare || percent >= 100) return;
    this.#toldShare = percent;
    if (percent === 0) return;
    const reason = `simulating up to the chapter, ${percent} %`;
    for (const listener of this.#listeners.values()) this.#say(listener, null, 'connecting', reason);
  }

  async #tellPresent(script: MarketScript, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (this.#step === null) {
        this.#step = script.step();
        this.#keepTruth(this.#step?.truth ?? []);
      }
      if (this.#step === null) break;
      const { events, toMs } = this.#step;
      for (; this.#sent < events.length; this.#sent++) {
        const event = events[this.#sent] as MarketEvent;
        if (!this.#pace.isDue(event.exchangeTimeMs)) await this.#until(event.exchangeTimeMs, signal);
        if (signal.aborted) return;
        this.#nowMs = event.exchangeTimeMs;
        this.#emit(event);
      }
      if (!this.#pace.isDue(toMs)) await this.#until(toMs, signal);
      if (signal.aborted) return;
      this.#step = null;
      this.#sent = 0;
      this.#nowMs = toMs;
      const rest = this.#pace.rest(toMs, signal);
      if (rest !== null) await rest;
      if (signal.aborted) return;
    }
    for (const listener of this.#listeners.values()) this.#say(listener, null, 'stopped', ENDED);
    this.#onEnd();
  }

  /** It is of no venue: the first one's sink takes it for all. */
  #keepTruth(records: readonly TruthRecord[]): void {
    const [listener] = this.#listeners.values();
    const keep = listener?.sink.truth;
    if (keep !== undefined) for (const record of records) keep(record);
  }

  async #until(timeMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#pace.isDue(timeMs)) await this.#pace.wait(timeMs, signal);
  }

  #emit(event: MarketEvent): void {
    if (event.kind === 'feedStatus' || event.kind === 'gap' || event.kind === 'seriesPoint') {
      const listener = this.#listeners.get(event.venue);
      if (listener !== undefined && isOfVenue(listener, event)) listener.sink.emit(event);
      return;
    }
    const spec = this.#script?.instruments[event.instrument];
    const listener = spec === undefined ? undefined : this.#listeners.get(spec.venue);
    const row = listener?.rows[event.instrument] ?? -1;
    if (listener === undefined || row < 0 || !isChosen(listener, streamOfKind(event.kind) ?? null)) return;
    event.instrument = row;
    listener.sink.emit(event);
  }

  #say({ venue, sink }: Listener, stream: Stream | null, state: FeedState, reason: string, atMs = 0): void {
    const event: FeedStatusEvent = {
      kind: 'feedStatus',
      seq: 0,
      exchangeTimeMs: atMs,
      receiveTimeMs: 0,
      instrument: NO_INSTRUMENT,
      venue: venue.id,
      stream,
      state,
      reason,
    };
    sink.emit(event);
  }
}

function streamsOf({ venue, selection }: Listener): Stream[] {
  return venue.streams.filter((stream) => selection.streams.includes(stream));
}

/** What is told of a venue as a whole. */
function isOfVenue(listener: Listener, event: FeedStatusEvent | GapEvent | SeriesPointEvent): boolean {
  if (event.kind !== 'seriesPoint') return isChosen(listener, event.stream);
  return isChosen(listener, 'series') && listener.selection.assets.includes(event.asset);
}

function isChosen({ selection }: Listener, stream: Stream | null): boolean {
  return stream === null || selection.streams.includes(stream);
}
