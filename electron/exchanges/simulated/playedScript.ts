/**
 * A simulated market from a point of its script on, with its past: restored from a checkpoint where the build
 * made one, else simulated up to there.
 *
 * Invariant: both ways lead to the same market and, where `wholePast` is false, to the same past.
 */
import { ByteReader, ByteWriter } from '../../../shared/market/byteCodec';
import type { CandleEvent, MarketEvent, SeriesPointEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import { DAY_MS, HOUR_MS } from '../../../shared/model/time';
import type { TruthRecord } from '../../../shared/model/truth';
import type { VenueId, VenueInfo } from '../../../shared/model/venue';
import type { MarketPart, MarketScript, MarketStep } from './marketScript';
import { CandleArchive, RECORDED_DEPTH, SHOWN_DEPTH } from './past/candleArchive';
import { findCheckpoint, type SavedScript } from './past/checkpoint';
import { HourlyInterest, preHistoryInterest } from './past/hourlyInterest';
import { LightStreams } from './past/lightStreams';
import { preHistory } from './past/preHistory';
import type { Scenario } from './scenario/scenarioSchema';
import { SimulatedMarket } from './simulatedMarket';
import { scriptLabels } from './truth/labels';

/** Streams count as heard for so long before the start: the windows of the figures are full at once. */
const HEARD_MS = DAY_MS;
/** Minutes of the past that go into a session; before them there are quarter hours and hours. */
const RECORDED_MINUTES_MS = 3 * DAY_MS;
const EVENTS_A_PART = 2_048;
/** Steps simulated in one turn of the event loop while the past is made. */
const STEPS_A_PART = 200;

export interface ScriptRequest {
  /** With the seed and leader that are wanted. */
  readonly scenario: Scenario;
  readonly assets: readonly string[];
  readonly startMs: number;
  /** The whole past goes to whoever records it; a screen gets as much as it shows. */
  readonly wholePast: boolean;
  /** Folder of the checkpoints where it is not the build's. */
  readonly checkpoints?: string;
}

export function openScript(request: ScriptRequest): PlayedScript {
  const script = new PlayedScript(request);
  // A checkpoint has the past that is shown, not all of it.
  if (!request.wholePast) {
    const saved = findCheckpoint(request.scenario, request.startMs, request.checkpoints);
    if (saved !== null) script.restore(saved);
  }
  return script;
}

export class PlayedScript implements MarketScript {
  readonly venues: readonly VenueInfo[];
  readonly instruments: readonly InstrumentSpec[];
  readonly startMs: number;
  readonly heardFromMs: number;
  readonly endMs: number;
  readonly #scenario: Scenario;
  readonly #assets: readonly string[];
  readonly #market: SimulatedMarket;
  readonly #archive: CandleArchive;
  readonly #light: LightStreams;
  readonly #interest: HourlyInterest;
  readonly #isWhole: boolean;

  constructor({ scenario, assets, startMs, wholePast }: ScriptRequest) {
    this.#scenario = scenario;
    this.#assets = assets;
    this.#market = new SimulatedMarket({ scenario, assets });
    this.venues = this.#market.venues;
    this.instruments = this.#market.instruments;
    this.startMs = startMs;
    this.heardFromMs = Math.max(scenario.calendar.coarseFromMs, startMs - HEARD_MS);
    this.endMs = scenario.calendar.endMs;
    this.#archive = new CandleArchive(this.instruments.length, wholePast ? RECORDED_DEPTH : SHOWN_DEPTH);
    this.#light = new LightStreams(this.heardFromMs);
    this.#interest = new HourlyInterest(this.instruments);
    this.#isWhole = wholePast;
  }

  get pastShare(): number {
    const { coarseFromMs } = this.#scenario.calendar;
    return Math.min(1, (this.#market.timeMs - coarseFromMs) / Math.max(1, this.startMs - coarseFromMs));
  }

  *past(): Iterable<MarketPart> {
    yield { events: [], truth: scriptLabels(this.#scenario) };
    yield { events: this.#olderSeries(), truth: [] };
    for (const events of preHistory(this.#scenario, this.#assets)) yield { events, truth: [] };
    yield* inParts(this.#pointsOf((venue) => preHistoryInterest(this.#scenario, venue, this.#assets)));
    yield* this.advance();
    yield* inParts(this.#pointsOf((venue) => this.#interest.events(venue, this.#assets, 0)));
    for (const events of this.#archive.events()) yield { events, truth: [] };
    yield* inParts(this.#light.events);
    yield { events: [], truth: this.#market.positions() };
  }

  ongoing(timeMs: number): MarketEvent[] {
    return this.#market.outagesAt(timeMs);
  }

  step(): MarketStep | null {
    const step = this.#market.step();
    if (step === null) return null;
    for (const event of step.events) if (event.kind === 'openInterest') this.#interest.take(event);
    if (step.toMs % HOUR_MS !== 0) return step;
    this.#interest.closeHour(step.toMs);
    const points = this.#pointsOf((venue) => this.#interest.events(venue, this.#assets, step.toMs));
    for (const point of points) point.exchangeTimeMs = step.toMs - 1;
    return { ...step, events: [...step.events, ...points] };
  }

  /** Simulates up to the start. Gives parts, often without events, so that others get their turn. */
  *advance(): Iterable<MarketPart> {
    while (this.#market.timeMs < this.startMs) {
      const truth: TruthRecord[] = [];
      const candles: MarketEvent[] = [];
      for (let steps = 0; steps < STEPS_A_PART && this.#market.timeMs < this.startMs; steps++) {
        const step = this.#market.step({ tape: 'past', positions: this.#isWhole });
        if (step === null) return;
        for (const event of step.events) {
          this.#remember(event);
          if (this.#isWhole && event.kind === 'candle' && this.#isRecent(event)) {
            candles.push({ ...event, exchangeTimeMs: 0, origin: 'history' });
          }
        }
        if (step.toMs % HOUR_MS === 0) this.#interest.closeHour(step.toMs);
        if (this.#isWhole) truth.push(...step.truth.filter((record) => this.#isKept(record)));
      }
      yield { events: candles, truth };
    }
  }

  /** The state at the start, once `advance` has been read to its end. */
  save(): SavedScript {
    const archive = new ByteWriter();
    this.#archive.write(archive);
    this.#interest.write(archive);
    return { market: this.#market.snapshot(), archive: archive.finish(), light: this.#light.events };
  }

  restore({ market, archive, light }: SavedScript): void {
    this.#market.restore(market);
    const reader = new ByteReader(archive);
    this.#archive.read(reader);
    this.#interest.read(reader);
    this.#light.restore(light);
  }

  /** Without an exchange time, as answers to a request: they stand for moments of their own. */
  #olderSeries(): MarketEvent[] {
    const points = this.#market.series(this.#scenario.calendar.preHistoryFromMs, this.heardFromMs);
    return points.map((point) => ({ ...point, exchangeTimeMs: 0 }));
  }

  /** Told by the first venue, as all series are. */
  #pointsOf(eventsOf: (venue: VenueId) => SeriesPointEvent[]): SeriesPointEvent[] {
    const [venue] = this.venues;
    return venue?.streams.includes('series') ? eventsOf(venue.id) : [];
  }

  /** Single liquidations count from where their stream is heard; states and labels all along. */
  #isKept(record: TruthRecord): boolean {
    return record.kind !== 'liquidation' || record.exchangeTimeMs >= this.heardFromMs;
  }

  #isRecent({ openTimeMs }: CandleEvent): boolean {
    return openTimeMs >= this.startMs - RECORDED_MINUTES_MS;
  }

  #remember(event: MarketEvent): void {
    if (event.kind === 'candle') this.#archive.add(event);
    else this.#light.take(event);
    if (event.kind === 'openInterest') this.#interest.take(event);
  }
}

function* inParts(events: readonly MarketEvent[]): Iterable<MarketPart> {
  for (let from = 0; from < events.length; from += EVENTS_A_PART) {
    yield { events: events.slice(from, from + EVENTS_A_PART), truth: [] };
  }
}
