/**
 * Indicators over the candles of a market, computed when somebody reads them.
 *
 * Invariant: what is read depends on the state of the market alone; what is kept between reads only saves
 * time. So a restored market, a replay and a live one give the same.
 */
import { createStudy, type StudyChoice } from '../indicators/studies/studyChoice';
import type { Figure } from '../model/figure';
import type { InstrumentId } from '../model/instrument';
import type { MarketStructure } from '../model/structure';
import { type Interval, intervalMs } from '../model/time';
import type { VenueInfo } from '../model/venue';
import { type AssetSource, assetFiguresAt } from './assetFigures';
import { ClosedBars } from './closedBars';
import type { InstrumentState } from './instrumentState';
import type { MarketState } from './marketState';
import { StructureReader } from './structureReader';
import { type StudyChange, StudyRun } from './studyRun';

/** Studies kept for the next read; one that nobody reads any more is forgotten. */
const KEPT_STUDIES = 64;

export class IndicatorReaders {
  readonly #state: MarketState;
  readonly #bars = new Map<string, ClosedBars>();
  /** In order of use, the longest unused first. */
  readonly #studies = new Map<string, StudyRun>();

  readonly #structure: StructureReader;
  readonly #source: AssetSource;

  constructor(state: MarketState, venues: readonly VenueInfo[]) {
    this.#state = state;
    const barsOf = (instrument: InstrumentState, interval: Interval) => this.#barsOf(instrument, interval);
    this.#structure = new StructureReader(state, venues, barsOf);
    this.#source = { state, venues: venues.map(({ id }) => id), barsOf };
  }

  /** Ranges, breakouts and what else is found of an asset. */
  structure(asset: string): MarketStructure {
    return this.#structure.read(asset);
  }

  /** See `assetFigures.ts`. */
  assetFigures(asset: string, asOfMs: number, windowMs: number): readonly Figure[] {
    return assetFiguresAt(this.#source, asset, asOfMs, windowMs);
  }

  /** Undefined for an instrument without an event. Throws for a study with a problem (`studyProblem`). */
  study(
    instrument: InstrumentId,
    interval: Interval,
    choice: StudyChoice,
    revision: number,
    limit: number,
  ): StudyChange | undefined {
    const state = this.#state.find(instrument);
    if (state === undefined) return undefined;
    const bars = this.#barsOf(state, interval);
    const key = JSON.stringify([instrument, interval, choice]);
    const run = this.#studies.get(key) ?? new StudyRun(bars, () => createStudy(choice, intervalMs(interval)));
    this.#studies.delete(key);
    this.#studies.set(key, run);
    for (const oldest of this.#studies.keys()) {
      if (this.#studies.size <= KEPT_STUDIES) break;
      this.#studies.delete(oldest);
    }
    return run.read(revision, limit);
  }

  #barsOf(state: InstrumentState, interval: Interval): ClosedBars {
    const key = `${state.row.id} ${interval}`;
    const bars = this.#bars.get(key) ?? new ClosedBars(state, interval);
    this.#bars.set(key, bars);
    bars.sync(this.#state);
    return bars;
  }
}
