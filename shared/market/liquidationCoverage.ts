/**
 * Which venues report the liquidations of an asset, how fully, and how well each was heard. A venue counts as
 * soon as a perpetual of the asset was seen there.
 */
import type { InstrumentId } from '../model/instrument';
import type { TimeRange } from '../model/time';
import type { LiquidationReporting, VenueId, VenueInfo } from '../model/venue';
import type { GapLedger } from './gapLedger';
import type { InstrumentState } from './instrumentState';
import { type Listened, type Listening, listenedTo } from './listening';

/** One venue's liquidations of one asset. */
export interface LiquidationLine {
  readonly venue: VenueId;
  /** Null of a venue that nobody described. */
  readonly rule: LiquidationReporting | null;
  readonly isSampled: boolean;
  readonly sinceMs: number | null;
  readonly holes: readonly TimeRange[];
}

export class LiquidationCoverage {
  readonly #listening: Listening;
  readonly #reporting: ReadonlyMap<VenueId, LiquidationReporting>;
  /** Asset → venue → perpetuals; assets and venues sorted on reading. */
  readonly #perpetuals = new Map<string, Map<VenueId, InstrumentId[]>>();

  constructor(listening: Listening, venues: readonly VenueInfo[]) {
    this.#listening = listening;
    this.#reporting = new Map(venues.map((info) => [info.id, info.liquidationReporting]));
  }

  /** An instrument was seen for the first time. */
  add({ row }: InstrumentState): void {
    const venues = this.#perpetuals.get(row.asset) ?? new Map<VenueId, InstrumentId[]>();
    this.#perpetuals.set(row.asset, venues);
    if (row.kind !== 'perpetual' || this.#reporting.get(row.venue) === 'none') return;
    venues.set(row.venue, [...(venues.get(row.venue) ?? []), row.id]);
  }

  /** Assets of all instruments seen, sorted. */
  assets(): readonly string[] {
    return [...this.#perpetuals.keys()].sort();
  }

  /** Sorted by venue. A venue nobody described counts as sampled: more is not known. */
  lines(asset: string): readonly LiquidationLine[] {
    const venues = [...(this.#perpetuals.get(asset) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return venues.map(([venue, instruments]) => ({
      venue,
      rule: this.#reporting.get(venue) ?? null,
      isSampled: this.#reporting.get(venue) !== 'full',
      sinceMs: this.#listening.sinceMs(venue, 'liquidations'),
      holes: this.#listening.holes(venue, 'liquidations', instruments),
    }));
  }

  /** Unfilled gaps in the liquidations of the asset, at any venue. */
  gaps(asset: string, ledger: GapLedger): readonly TimeRange[] {
    const venues = [...(this.#perpetuals.get(asset) ?? [])];
    return venues.flatMap(([venue, instruments]) => ledger.of(venue, 'liquidations', instruments));
  }
}

export function heardOn(line: LiquidationLine, span: TimeRange): Listened {
  return listenedTo(span, line.sinceMs, line.holes);
}
