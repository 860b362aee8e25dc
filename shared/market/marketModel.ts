/**
 * The market as known after a prefix of events: the fold that live data, replay and the command line share.
 *
 * Invariants:
 * - The state is a function of the events applied, in order; batches and the wall clock do not matter.
 * - "Now" is the highest exchange time applied.
 * - A model restored from a checkpoint and the candles recorded until then behaves like the one that was
 *   saved, except that its tapes hold only their newest rows.
 * - `apply` does no work a reader did not ask for: longer bars, windows and figures are made when read.
 */
import type { StudyChoice } from '../indicators/studies/studyChoice';
import { fromScaled } from '../model/decimal';
import type {
  BookEvent,
  CandleEvent,
  FeedStatusEvent,
  FundingEvent,
  GapEvent,
  LiquidationEvent,
  MarkEvent,
  MarketEvent,
  OpenInterestEvent,
  TickerEvent,
  TradeEvent,
} from '../model/events';
import type { Figure } from '../model/figure';
import {
  type InstrumentId,
  type InstrumentIndex,
  type InstrumentTable,
  NO_INSTRUMENT,
} from '../model/instrument';
import { fail, ok, type Result } from '../model/result';
import type { MarketStructure } from '../model/structure';
import { barOpenTimeMs, type Interval, MINUTE_MS, type TimeRange } from '../model/time';
import type { VenueInfo } from '../model/venue';
import { newestBars, touchedBars } from './barReader';
import { ByteReader, ByteWriter } from './byteCodec';
import { figuresAt } from './figures';
import { IndicatorReaders } from './indicatorReaders';
import { MarketState, type SeenRow } from './marketState';
import type { BarsChange, FiguresRequest, MarketView, StreamHealth, TapeChange } from './marketView';
import { seedCandles } from './seedCandles';
import type { StudyChange } from './studyRun';
import { Tape } from './tape';
import { readLiquidation, readTrade, writeLiquidation, writeTrade } from './tapeRows';
import { TouchedSpans } from './touchedSpans';

const TRADE_TAPE_ROWS = 2_000;
const LIQUIDATION_TAPE_ROWS = 5_000;
/** Newest rows of each tape that a checkpoint carries. */
const CHECKPOINT_TRADE_ROWS = 50;
const CHECKPOINT_LIQUIDATION_ROWS = 300;

const FORMAT = 'breakwater-market';
const FORMAT_VERSION = 4;
/** Files of earlier versions are still read: these parts came with the version, and are empty before it. */
const SERIES_SINCE = 3;
const EVENT_FOLDS_SINCE = 4;
const OLDEST_VERSION = 2;

/** Events that carry one newest value. The model keeps no order book: its readers take it from the events. */
type PriceEvent = TickerEvent | MarkEvent | FundingEvent | OpenInterestEvent | BookEvent;

export interface MarketModelOptions {
  /** Rows must be registered before their first event; later rows are found by themselves. */
  readonly instruments: InstrumentTable;
  readonly venues: readonly VenueInfo[];
}

export class MarketModel implements MarketView {
  readonly #options: MarketModelOptions;
  readonly #tradeTapes = new Map<InstrumentId, Tape<TradeEvent>>();
  readonly #liquidationTape = new Tape<LiquidationEvent>(LIQUIDATION_TAPE_ROWS);
  #state: MarketState;
  #tapeOfRow: (Tape<TradeEvent> | undefined)[] = [];
  /** Counts events applied in the life of this object; marks what changed for readers. */
  #revision = 1;
  #touched = new TouchedSpans(this.#revision);
  #indicators: IndicatorReaders;

  constructor(options: MarketModelOptions) {
    this.#options = options;
    this.#state = new MarketState(options.instruments, options.venues);
    this.#indicators = new IndicatorReaders(this.#state, options.venues);
  }

  get nowMs(): number | null {
    return this.#state.nowMs;
  }

  get seq(): number {
    return this.#state.seq;
  }

  /** Folds one stamped event. Throws only for an instrument row that is not in the table. */
  apply(event: MarketEvent): void {
    const state = this.#state;
    state.seq = event.seq;
    this.#revision++;
    const timeMs = event.exchangeTimeMs;
    if (state.nowMs === null) this.#applyFirstTime(timeMs);
    else if (timeMs > state.nowMs) this.#advance(state.nowMs, timeMs);
    const row = event.instrument === NO_INSTRUMENT ? null : this.#options.instruments.get(event.instrument);
    if (state.nowMs !== null) state.folds.apply(event, row, state.nowMs);
    switch (event.kind) {
      case 'trade':
        this.#applyTrade(event);
        return;
      case 'liquidation':
        this.#applyLiquidation(event);
        return;
      case 'candle':
        this.#applyCandle(event);
        return;
      case 'feedStatus':
        this.#applyStatus(event);
        return;
      case 'gap':
        this.#applyGap(event);
        return;
      case 'seriesPoint':
        state.series.apply(event);
        return;
      default:
        this.#applyPrice(event);
    }
  }

  /** Minute bars from trades that closed or were corrected since the last call, unstamped, to be recorded. */
  drainClosedBars(): CandleEvent[] {
    const { nowMs, instruments } = this.#state;
    return nowMs === null ? [] : instruments.flatMap((state) => state.drainClosedBars(nowMs));
  }

  /** Every candle known, unstamped: what a session that begins now has to start with. */
  candleEvents(): CandleEvent[] {
    const { nowMs, instruments } = this.#state;
    return nowMs === null ? [] : instruments.flatMap((state) => seedCandles(state, nowMs));
  }

  /** The state without closed bars; take it after the drained bars were recorded. */
  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writer.text(FORMAT);
    writer.whole(FORMAT_VERSION);
    this.#state.write(writer);
    writer.list(this.#state.instruments, ({ row }) => {
      writer.text(row.id);
      this.#tapeOf(row.id).write(writer, CHECKPOINT_TRADE_ROWS, (event) => writeTrade(writer, event));
    });
    this.#liquidationTape.write(writer, CHECKPOINT_LIQUIDATION_ROWS, (event) =>
      writeLiquidation(writer, event),
    );
    this.#state.series.write(writer);
    this.#state.folds.write(writer);
    return writer.finish();
  }

  /**
   * Replaces everything by a snapshot and the candles recorded until it was taken, of every origin and in
   * `seq` order. When the bytes cannot be read the model is left empty.
   */
  restore(bytes: Uint8Array, candles: readonly MarketEvent[]): Result<void> {
    this.reset();
    try {
      const reader = new ByteReader(bytes);
      if (reader.text() !== FORMAT) return this.#refuse('is not one of this program');
      const version = reader.whole();
      if (version < OLDEST_VERSION || version > FORMAT_VERSION) return this.#refuse('has another version');
      this.#state.read(reader, candles, this.#revision);
      reader.list(() => this.#tapeOf(reader.text()).restore(reader, () => readTrade(reader)));
      this.#liquidationTape.restore(reader, () => readLiquidation(reader));
      if (version >= SERIES_SINCE) this.#state.series.read(reader);
      if (version >= EVENT_FOLDS_SINCE) this.#state.folds.read(reader);
      return reader.atEnd() ? ok(undefined) : this.#refuse('is longer than it should be');
    } catch (error) {
      return this.#refuse(`cannot be read (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  /** Back to before the first event; every reader gets a snapshot next. */
  reset(): void {
    this.#state = new MarketState(this.#options.instruments, this.#options.venues);
    this.#indicators = new IndicatorReaders(this.#state, this.#options.venues);
    this.#tapeOfRow = [];
    for (const tape of this.#tradeTapes.values()) tape.clear();
    this.#liquidationTape.clear();
    this.#revision++;
    this.#touched = new TouchedSpans(this.#revision);
  }

  bars(id: InstrumentId, interval: Interval, revision: number, limit: number): BarsChange | undefined {
    const state = this.#state.find(id);
    const spans = revision > this.#revision ? undefined : this.#touched.since(revision);
    const reset = spans === undefined;
    if (state === undefined) {
      if (this.#options.instruments.latest(id) === undefined) return undefined;
      return { revision: this.#revision, reset, bars: [] };
    }
    const bars = reset
      ? newestBars(this.#state, state, interval, limit)
      : touchedBars(this.#state, state, interval, revision, spans);
    return { revision: this.#revision, reset, bars };
  }

  study(
    id: InstrumentId,
    interval: Interval,
    choice: StudyChoice,
    revision: number,
    limit: number,
  ): StudyChange | undefined {
    return this.#indicators.study(id, interval, choice, revision, limit);
  }

  structure(asset: string): MarketStructure {
    return this.#indicators.structure(asset);
  }

  trades(id: InstrumentId, next: number, limit: number, minNotionalUsd: number): TapeChange<TradeEvent> {
    return this.#tapeOf(id).read(next, limit, (row) => {
      if (minNotionalUsd <= 0) return true;
      const { priceDecimals, quantityDecimals } = this.#options.instruments.get(row.instrument);
      const price = fromScaled(row.priceTicks, priceDecimals);
      return price * fromScaled(row.quantityLots, quantityDecimals) >= minNotionalUsd;
    });
  }

  liquidations(
    assets: readonly string[],
    next: number,
    limit: number,
    minNotionalUsd: number,
  ): TapeChange<LiquidationEvent> {
    return this.#liquidationTape.read(next, limit, (row) => {
      const { asset } = this.#options.instruments.get(row.instrument);
      return row.notionalUsd >= minNotionalUsd && assets.includes(asset);
    });
  }

  figures(request: FiguresRequest): readonly Figure[] {
    const { nowMs } = this.#state;
    if (nowMs === null) return [];
    return figuresAt(this.#state, Math.max(nowMs, request.asOfMs ?? nowMs), request.windowMs);
  }

  /**
   * What there is to say of an asset beside `figures`, made when asked for only: liquidations by venue, the range
   * of the true sums, price against open interest, funding a year, and since when it was not so.
   */
  assetFigures(asset: string, request: FiguresRequest): readonly Figure[] {
    const { nowMs } = this.#state;
    if (nowMs === null) return [];
    return this.#indicators.assetFigures(asset, Math.max(nowMs, request.asOfMs ?? nowMs), request.windowMs);
  }

  health(): readonly StreamHealth[] {
    return this.#state.health.list();
  }

  gaps(): readonly TimeRange[] {
    return this.#state.gaps.merged();
  }

  #applyFirstTime(timeMs: number): void {
    if (timeMs <= 0) return;
    this.#state.nowMs = timeMs;
    this.#state.listening.applyFirstTime(timeMs);
    this.#touch(0, Number.POSITIVE_INFINITY);
  }

  #applyTrade(event: TradeEvent): void {
    const { row, state } = this.#see(event.instrument);
    state.applyTrade(event, row, this.#state.nowMs ?? 0, this.#revision);
    (this.#tapeOfRow[event.instrument] ?? this.#tradeTape(event.instrument)).push(event);
  }

  #applyLiquidation(event: LiquidationEvent): void {
    const { row } = this.#see(event.instrument);
    const timeMs = event.exchangeTimeMs;
    this.#state.liquidations.add(event, row.asset, row.venue, this.#revision);
    this.#liquidationTape.push(event);
    const isFirst = this.#state.listening.applyData(row.venue, 'liquidations', timeMs);
    if (isFirst) this.#touch(timeMs, Number.POSITIVE_INFINITY);
  }

  #applyCandle(event: CandleEvent): void {
    const { row, state } = this.#see(event.instrument);
    if (event.origin === 'trades') {
      state.candles.noteRecorded(event);
      return;
    }
    state.candles.addCandle(event, row, state.quantityDecimals, this.#revision);
    state.prices.applyCandle(event, row);
  }

  #applyStatus(event: FeedStatusEvent): void {
    const state = this.#state;
    state.health.apply(event);
    state.coverageRevision++;
    const changedMs = state.listening.applyStatus(event, state.nowMs);
    this.#touch(changedMs, Number.POSITIVE_INFINITY);
  }

  #applyGap(event: GapEvent): void {
    const state = this.#state;
    const isWhole = event.instrument === NO_INSTRUMENT;
    state.gaps.apply(event, isWhole ? null : this.#options.instruments.get(event.instrument).id);
    state.coverageRevision++;
    this.#touch(event.fromMs, Math.max(event.toMs, event.fromMs + 1));
  }

  #applyPrice(event: PriceEvent): void {
    const { row, state } = this.#see(event.instrument);
    const timeMs = event.exchangeTimeMs || (this.#state.nowMs ?? 0);
    if (event.kind === 'ticker') state.prices.applyTicker(event, row, timeMs);
    else if (event.kind === 'mark') state.prices.applyMark(event, timeMs);
    else if (event.kind === 'funding') state.prices.applyFunding(event, timeMs);
    else if (event.kind === 'openInterest') state.prices.applyOpenInterest(event, timeMs);
  }

  /** A new instrument may add a venue to the liquidations of its asset, which concerns every bar of it. */
  #see(index: InstrumentIndex): SeenRow {
    const known = this.#state.instruments.length;
    const seen = this.#state.see(index);
    if (this.#state.instruments.length > known) this.#touch(0, Number.POSITIVE_INFINITY);
    return seen;
  }

  /** Bars stop forming when market time leaves them, and the oldest minutes are dropped. */
  #advance(fromMs: number, toMs: number): void {
    this.#state.nowMs = toMs;
    if (toMs < barOpenTimeMs(fromMs, MINUTE_MS) + MINUTE_MS) return;
    this.#touch(fromMs, fromMs + 1);
    this.#state.settle(fromMs, toMs);
  }

  /** Tells readers that the bars of a span changed, without a trade. */
  #touch(fromMs: number, toMs: number): void {
    this.#touched.add(fromMs, toMs, this.#revision);
  }

  #tradeTape(index: number): Tape<TradeEvent> {
    const tape = this.#tapeOf(this.#options.instruments.get(index).id);
    this.#tapeOfRow[index] = tape;
    return tape;
  }

  #tapeOf(id: InstrumentId): Tape<TradeEvent> {
    let tape = this.#tradeTapes.get(id);
    if (tape === undefined) {
      tape = new Tape(TRADE_TAPE_ROWS);
      this.#tradeTapes.set(id, tape);
    }
    return tape;
  }

  #refuse(why: string): Result<never> {
    this.reset();
    return fail('session-damaged', `The checkpoint of the market state ${why}.`);
  }
}
