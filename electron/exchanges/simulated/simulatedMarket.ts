/**
 * The whole simulated market: every asset's dynamics and tape in lockstep over the scenario's calendar.
 *
 * Invariants:
 * - The length of a step is the calendar's: a minute before `fineFrom`, 5 s from there on, whoever watches.
 * - Events and truth of a step depend on the scenario alone, seed and leader included; assets that are left out
 *   change nothing of the others.
 * - A market restored from a snapshot goes on as the one it was taken from, byte by byte.
 */
import { ByteReader, ByteWriter } from '../../../shared/market/byteCodec';
import type { MarketEvent, PositionSide, SeriesPointEvent } from '../../../shared/model/events';
import type { InstrumentIndex, InstrumentSpec } from '../../../shared/model/instrument';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/model/time';
import type { TruthRecord } from '../../../shared/model/truth';
import type { VenueInfo } from '../../../shared/model/venue';
import { AssetLane } from './assetLane';
import { seriesEvents } from './history/seriesEvents';
import type { SideLedger } from './market/positionBook';
import type { MarketStep } from './marketScript';
import { mergeByTime } from './mergeByTime';
import { outageEvents, outagesAt } from './outages';
import type { Scenario } from './scenario/scenarioSchema';
import { instrumentsOf, venueInfosOf } from './simulatedVenues';
import type { PriceSpan } from './tape/fineTape';
import type { TapeDetail } from './tape/tapeLeg';

const COARSE_STEP_MS = MINUTE_MS;
const FINE_STEP_MS = 5 * SECOND_MS;

export interface MarketOptions {
  /** With the seed and leader that are wanted. */
  readonly scenario: Scenario;
  /** Assets of the scenario to play. */
  readonly assets: readonly string[];
}

/** What is made of a step. The market goes the same way whatever it is. */
export interface StepDetail {
  readonly tape: TapeDetail;
  /** The hourly states of all positions. */
  readonly positions: boolean;
}

const WHOLE: StepDetail = { tape: 'all', positions: true };

export class SimulatedMarket {
  readonly venues: readonly VenueInfo[];
  /** By row. */
  readonly instruments: readonly InstrumentSpec[];
  readonly #scenario: Scenario;
  readonly #lanes: readonly AssetLane[];
  #timeMs: number;

  /** Opens at the start of the calendar's coarse part. */
  constructor({ scenario, assets }: MarketOptions) {
    this.#scenario = scenario;
    this.venues = venueInfosOf(scenario);
    this.instruments = instrumentsOf(scenario);
    this.#timeMs = scenario.calendar.coarseFromMs;
    this.#lanes = scenario.assets
      .filter(({ asset }) => assets.includes(asset))
      .map((asset) => new AssetLane(scenario, asset, this.instruments));
  }

  get timeMs(): number {
    return this.#timeMs;
  }

  /** The next step of all assets, whole unless only its past is wanted; null at the end of the script. */
  step({ tape, positions }: StepDetail = WHOLE): MarketStep | null {
    const { fineFromMs, endMs } = this.#scenario.calendar;
    const fromMs = this.#timeMs;
    if (fromMs >= endMs) return null;
    const toMs = fromMs + (fromMs < fineFromMs ? COARSE_STEP_MS : FINE_STEP_MS);
    const truth: TruthRecord[] = [];
    const ofVenues = outageEvents(this.#scenario, this.venues, { fromMs, toMs });
    const ofAssets = this.#lanes.map((lane) => {
      const events: MarketEvent[] = [];
      lane.step(toMs - fromMs, events, truth, tape);
      return events;
    });
    this.#timeMs = toMs;
    if (positions && toMs % HOUR_MS === 0) truth.push(...this.positions());
    return { events: mergeByTime([ofVenues, this.series(fromMs, toMs), ...ofAssets]), truth, toMs };
  }

  /** What is published beside the market in the span. Series come out at full hours. */
  series(fromMs: number, toMs: number): SeriesPointEvent[] {
    const [venue] = this.venues;
    if (venue === undefined || Math.ceil(fromMs / HOUR_MS) * HOUR_MS >= toMs) return [];
    return seriesEvents(this.#scenario.series, venue.id, fromMs, toMs, this.#scenario.seed);
  }

  /** What is to be said of venues that are out of reach at this moment. */
  outagesAt(timeMs: number): MarketEvent[] {
    return outagesAt(this.#scenario, this.venues, timeMs);
  }

  /** Where the live positions would be liquidated, as of now. */
  positions(): TruthRecord[] {
    return this.#lanes.flatMap((lane) => lane.positions(this.#timeMs));
  }

  /** For audits: what became of an asset's positions of one side, in base units; null before the first step. */
  ledger(asset: string, side: PositionSide): SideLedger | null {
    return this.#lanes.find((lane) => lane.asset === asset)?.ledger(side) ?? null;
  }

  /** For audits: what an instrument could trade at in the last step, by the impact rule of the tape. */
  reach(instrument: InstrumentIndex): PriceSpan | null {
    const asset = this.instruments[instrument]?.asset;
    return this.#lanes.find((lane) => lane.asset === asset)?.reach(instrument) ?? null;
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writer.whole(this.#timeMs);
    writer.list(this.#lanes, (lane) => lane.write(writer));
    return writer.finish();
  }

  /** Goes on from a snapshot of a market with the same options, or with more assets. Throws for other bytes. */
  restore(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    this.#timeMs = reader.whole();
    reader.list(() => {
      const { asset, parts } = AssetLane.read(reader);
      this.#lanes.find((lane) => lane.asset === asset)?.restore(parts);
    });
  }
}
