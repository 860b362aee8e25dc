/** All that a fold of market events has led to, with its binary form for checkpoints. */
import type { MarketEvent } from '../model/events';
import type { Instrument, InstrumentId, InstrumentIndex, InstrumentTable } from '../model/instrument';
import type { VenueId, VenueInfo } from '../model/venue';
import type { ByteReader, ByteWriter } from './byteCodec';
import { EventFolds } from './eventFolds';
import { FeedHealth } from './feedHealth';
import { GapLedger } from './gapLedger';
import { InstrumentState } from './instrumentState';
import { LiquidationCoverage } from './liquidationCoverage';
import { LiquidationTotals } from './liquidationTotals';
import { Listening } from './listening';
import { PublishedSeries } from './publishedSeries';

/** A row of the instrument table and the state of its instrument. */
export interface SeenRow {
  readonly row: Instrument;
  readonly state: InstrumentState;
}

export class MarketState {
  nowMs: number | null = null;
  seq = 0;
  /** Grows when what is known about completeness changes. */
  coverageRevision = 0;
  readonly gaps = new GapLedger();
  readonly listening = new Listening(this.gaps);
  readonly liquidations = new LiquidationTotals();
  readonly health = new FeedHealth();
  readonly series = new PublishedSeries();
  readonly folds: EventFolds;
  readonly liquidationCoverage: LiquidationCoverage;
  readonly #table: InstrumentTable;
  readonly #opaqueIds: ReadonlySet<VenueId>;
  readonly #rows: (SeenRow | undefined)[] = [];
  readonly #seen: InstrumentIndex[] = [];
  readonly #byId = new Map<InstrumentId, InstrumentState>();
  #sorted: InstrumentState[] = [];

  constructor(table: InstrumentTable, venues: readonly VenueInfo[]) {
    this.#table = table;
    this.#opaqueIds = new Set(venues.filter((info) => info.tradeIds === 'opaque').map((info) => info.id));
    this.liquidationCoverage = new LiquidationCoverage(this.listening, venues);
    this.folds = new EventFolds(venues);
  }

  /** Instruments that had an event, sorted by id. The table may know more; they are not part of the fold. */
  get instruments(): readonly InstrumentState[] {
    return this.#sorted;
  }

  find(id: InstrumentId): InstrumentState | undefined {
    return this.#byId.get(id);
  }

  /** The state of an event's instrument, new with its first event. */
  see(index: InstrumentIndex): SeenRow {
    return this.#rows[index] ?? this.#add(index);
  }

  /** Before market time moves on from one minute to a later one. */
  settle(fromMs: number, toMs: number): void {
    for (const state of this.#sorted) {
      state.settle(fromMs, toMs, this.listening.holes(state.row.venue, 'trades', [state.row.id]));
    }
  }

  /**
   * Everything but the published series, the folds of events, and the bars that recorded candles restore. `candles` of the reader's side must be applied
   * before the series are read, so the instruments come first.
   */
  write(writer: ByteWriter): void {
    writer.whole(this.seq);
    writer.nullable(this.nowMs);
    writer.whole(this.coverageRevision);
    writer.list(this.#seen, (index) => writer.whole(index));
    for (const state of this.#byId.values()) {
      writer.nullable(state.sinceMs);
      state.prices.write(writer);
      state.flow.write(writer);
      state.candles.write(writer, this.nowMs ?? 0);
    }
    this.liquidations.write(writer);
    this.gaps.write(writer);
    this.listening.write(writer);
    this.health.write(writer);
  }

  /** Fills an empty state with what `write` wrote and the candles recorded until then. */
  read(reader: ByteReader, candles: readonly MarketEvent[], revision: number): void {
    this.seq = reader.whole();
    this.nowMs = reader.nullable();
    this.coverageRevision = reader.whole();
    for (const index of reader.list(() => reader.whole())) this.see(index);
    for (const event of candles) {
      if (event.kind !== 'candle') continue;
      const { row, state } = this.see(event.instrument);
      state.candles.addCandle(event, row, state.quantityDecimals, revision);
      if (event.origin !== 'trades') state.prices.applyCandle(event, row);
    }
    for (const state of this.#byId.values()) {
      state.sinceMs = reader.nullable();
      state.prices.read(reader);
      state.flow.read(reader);
      state.candles.read(reader, revision);
    }
    this.liquidations.read(reader, revision);
    this.gaps.read(reader);
    this.listening.read(reader);
    this.health.read(reader);
  }

  #add(index: InstrumentIndex): SeenRow {
    const row = this.#table.get(index);
    let state = this.#byId.get(row.id);
    if (state === undefined) {
      state = new InstrumentState(row, !this.#opaqueIds.has(row.venue));
      this.#byId.set(row.id, state);
      this.#sorted = [...this.#sorted, state].sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
      this.liquidationCoverage.add(state);
    } else {
      state.widen(row);
    }
    const seen = { row, state };
    this.#rows[index] = seen;
    this.#seen.push(index);
    return seen;
  }
}
