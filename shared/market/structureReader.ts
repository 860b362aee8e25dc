/**
 * The market structure of an asset: found in the bars of one of its instruments, with the volume of all of them,
 * when somebody reads it.
 *
 * Invariant: like every indicator it is a function of the state of the market (`indicatorReaders.ts`).
 */
import type { StructureBar } from '../indicators/structure/structureBar';
import { StructureFold, type StructureObjects } from '../indicators/structure/structureFold';
import { STRUCTURE_INTERVALS, type StructureInterval } from '../indicators/structure/structureRules';
import type { MarketStructure } from '../model/structure';
import type { VenueId, VenueInfo } from '../model/venue';
import { BarFoldRun } from './barFoldRun';
import type { ClosedBars } from './closedBars';
import type { InstrumentState } from './instrumentState';
import type { MarketState } from './marketState';
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
    const reference = this.#reference(members);
    const found = this.#found(asset, members, reference);
    return {
      asset,
      instrumentId: reference?.row.id ?? null,
      nowMs,
      ranges: found.flatMap(({ ranges }) => ranges),
      breakouts: found.flatMap(({ breakouts }) => breakouts),
      sweeps: found.flatMap(({ sweeps }) => sweeps),
      baseRates: found.map(({ baseRate }) => baseRate),
      levels: [],
      bursts: [...this.#state.folds.bursts.bursts(asset)],
      lead: null,
      story: [],
    };
  }

  #found(
    asset: string,
    members: readonly InstrumentState[],
    reference: InstrumentState | undefined,
  ): readonly StructureObjects[] {
    if (reference === undefined) return [];
    let structure = this.#assets.get(asset);
    if (structure?.reference !== reference) {
      structure = new AssetStructure(reference, this.#barsOf);
      this.#assets.set(asset, structure);
    }
    return structure.read(members);
  }

  /** The first perpetual in the order of venues, else the first spot market. */
  #reference(members: readonly InstrumentState[]): InstrumentState | undefined {
    const rank = ({ row }: InstrumentState) =>
      (row.kind === 'perpetual' ? 0 : this.#venues.length) + this.#venues.indexOf(row.venue);
    return members.reduce<InstrumentState | undefined>(
      (best, one) => (best === undefined || rank(one) < rank(best) ? one : best),
      undefined,
    );
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

  constructor(reference: InstrumentState, barsOf: BarsOf) {
    this.reference = reference;
    this.#barsOf = barsOf;
  }

  read(members: readonly InstrumentState[]): readonly StructureObjects[] {
    return this.#intervals.map(({ interval, bars, run }) => {
      const volumes = members.map((state) => ({ kind: state.row.kind, bars: this.#barsOf(state, interval) }));
      bars.sync(this.#barsOf(this.reference, interval), volumes);
      run.sync(bars);
      return run.fold.read();
    });
  }
}
