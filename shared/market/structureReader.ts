/**
 * The market structure of an asset: found in the bars of one of its instruments, with the volume of all of them,
 * when somebody reads it.
 *
 * Invariant: like every indicator it is a function of the state of the market (`indicatorReaders.ts`).
 */
import { PriorLevelsFold } from '../indicators/structure/priorLevels';
import { nextRoundLevel } from '../indicators/structure/roundLevels';
import type { StructureBar } from '../indicators/structure/structureBar';
import { StructureFold, type StructureObjects } from '../indicators/structure/structureFold';
import { STRUCTURE_INTERVALS, type StructureInterval } from '../indicators/structure/structureRules';
import { emptyStructure, type Level, type MarketStructure } from '../model/structure';
import { HOUR_MS } from '../model/time';
import type { VenueId, VenueInfo } from '../model/venue';
import { storyOf } from '../story/story';
import { AssetFlow } from './assetFlow';
import { AssetLead } from './assetLead';
import { BarFoldRun } from './barFoldRun';
import type { ClosedBars } from './closedBars';
import type { EventFolds } from './eventFolds';
import type { InstrumentState } from './instrumentState';
import type { MarketState } from './marketState';
import { referenceOf } from './referenceInstrument';
import { StructureBars } from './structureBars';

/** Where the bars of an instrument come from, brought up to date. */
type BarsOf = (state: InstrumentState, interval: StructureInterval) => ClosedBars;

export class StructureReader {
  readonly #state: MarketState;
  readonly #venues: readonly VenueId[];
  readonly #barsOf: BarsOf;
  readonly #assets = new Map<string, AssetStructure>();

  /** `venues` in the order in which they are preferred as the one whose bars are looked at. */
  constructor(state: MarketState, venues: readonly VenueInfo[], barsOf: BarsOf) {
    this.#state = state;
    this.#venues = venues.map(({ id }) => id);
    this.#barsOf = barsOf;
  }

  read(asset: string): MarketStructure {
    const { instruments, nowMs } = this.#state;
    const members = instruments.filter(({ row }) => row.asset === asset);
    const reference = referenceOf(members, this.#venues);
    if (reference === undefined || nowMs === null) return emptyStructure(asset);
    let structure = this.#assets.get(asset);
    if (structure?.reference !== reference) {
      structure = new AssetStructure(reference, this.#barsOf);
      this.#assets.set(asset, structure);
    }
    return structure.read(members, this.#state.folds, nowMs);
  }
}

class AssetStructure {
  readonly reference: InstrumentState;
  readonly #barsOf: BarsOf;
  readonly #intervals = STRUCTURE_INTERVALS.map((interval) => ({
    interval,
    bars: new StructureBars(),
    run: new BarFoldRun<StructureObjects, StructureBar>(() => new StructureFold(interval)),
  }));
  readonly #priorLevels = new BarFoldRun(() => new PriorLevelsFold({ intervalMs: HOUR_MS }));
  readonly #lead = new AssetLead();
  readonly #flow: AssetFlow;

  constructor(reference: InstrumentState, barsOf: BarsOf) {
    this.reference = reference;
    this.#barsOf = barsOf;
    this.#flow = new AssetFlow((state) => barsOf(state, '1h'));
  }

  read(members: readonly InstrumentState[], folds: EventFolds, nowMs: number): MarketStructure {
    const { asset, id, venue, priceDecimals } = this.reference.row;
    const found = this.#objects(members);
    const ranges = found.flatMap((one) => one.ranges);
    const breakouts = found.flatMap((one) => one.breakouts);
    const bursts = [...folds.bursts.bursts(asset)];
    const levels = this.#levels();
    const lead = this.#lead.read(folds, asset, breakouts, nowMs);
    const flows = (['spot', 'perpetual'] as const)
      .map((kind) => this.#flow.read(members, kind, nowMs))
      .filter((flow) => flow !== null);
    const story = storyOf({
      nowMs,
      priceDecimals,
      venue,
      ranges,
      breakouts,
      bursts,
      nextLevel: levels.find(({ kind }) => kind === 'round') ?? null,
      lead,
      spotFlow: flows.find(({ kind }) => kind === 'spot') ?? null,
    });
    return {
      asset,
      instrumentId: id,
      nowMs,
      ranges,
      breakouts,
      sweeps: found.flatMap((one) => one.sweeps),
      baseRates: found.map((one) => one.baseRate),
      levels: [...levels],
      bursts,
      lead,
      flows,
      story,
    };
  }

  #objects(members: readonly InstrumentState[]): readonly StructureObjects[] {
    return this.#intervals.map(({ interval, bars, run }) => {
      const volumes = members.map((state) => ({ kind: state.row.kind, bars: this.#barsOf(state, interval) }));
      bars.sync(this.#barsOf(this.reference, interval), volumes);
      run.sync(bars);
      return run.fold.read();
    });
  }

  /** The next round prices above and below, and the highs and lows of the day, week and month before. */
  #levels(): readonly Level[] {
    this.#priorLevels.sync(this.#barsOf(this.reference, '1h'));
    const { levels, highestPrice } = this.#priorLevels.fold.read();
    const price = this.reference.prices.last?.price ?? null;
    if (price === null) return levels.map((level) => ({ ...level, distancePercent: null }));
    const round = [
      nextRoundLevel(price, 'up', highestPrice),
      nextRoundLevel(price, 'down', highestPrice),
    ].filter((level) => level !== null);
    const prior = levels.map((level) => ({
      ...level,
      distancePercent: (100 * (level.price - price)) / price,
    }));
    return [...round, ...prior];
  }
}
