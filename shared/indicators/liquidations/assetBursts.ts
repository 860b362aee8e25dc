/** The bursts of one asset: its open bin, and what is known of its perpetuals. */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { LiquidationEvent, PositionSide, TradeEvent } from '../../model/events';
import type { Instrument, InstrumentId } from '../../model/instrument';
import type { Burst } from '../../model/structure';
import { MINUTE_MS } from '../../model/time';
import type { LiquidationReporting, VenueId } from '../../model/venue';
import { AssetPrices } from './assetPrices';
import { BIN_MS, BurstSide } from './burstSide';
import type { OpenInterestTotal } from './episode';
import { explainedShare, ImpactRegression } from './feedback';

/** Assets whose bursts are measured in dollars; others are by their daily volume. */
const LEAST_FLOW_USD = 2e6;
const LARGE_ASSETS: ReadonlySet<string> = new Set(['BTC', 'ETH']);
const LEAST_FLOW_OF_VOLUME = 1e-4;
/** Told later than this after its bin, a liquidation starts nothing. */
const LATE_MS = MINUTE_MS;
/** Told later than this after it happened, it is of the past. */
const PAST_MS = MINUTE_MS;

interface Perpetual {
  readonly venue: VenueId;
  openInterestBase: number | null;
  volume24hUsd: number | null;
}

export class AssetBursts {
  readonly #short: BurstSide;
  readonly #long: BurstSide;
  readonly #isLarge: boolean;
  readonly #prices = new AssetPrices();
  readonly #impact = new ImpactRegression();
  readonly #perpetuals = new Map<InstrumentId, Perpetual>();
  #openInterest: OpenInterestTotal | null = null;
  #openInterestBefore: OpenInterestTotal | null = null;
  // Of the open bin, perpetuals only.
  #buyUsd = 0;
  #sellUsd = 0;

  constructor(asset: string) {
    this.#short = new BurstSide(asset, 'short');
    this.#long = new BurstSide(asset, 'long');
    this.#isLarge = LARGE_ASSETS.has(asset);
  }

  /** A perpetual of the asset exists. */
  see(row: Instrument): void {
    if (this.#perpetuals.has(row.id)) return;
    this.#perpetuals.set(row.id, { venue: row.venue, openInterestBase: null, volume24hUsd: null });
  }

  applyTrade(event: TradeEvent, usd: number, priceDecimals: number): void {
    if (event.takerSide === 'buy') this.#buyUsd += usd;
    else this.#sellUsd += usd;
    this.#prices.applyTrade(event.exchangeTimeMs, event.priceTicks, priceDecimals);
  }

  applyMark(timeMs: number, price: number): void {
    this.#prices.applyMark(timeMs, price);
  }

  applyOpenInterest(id: InstrumentId, base: number): void {
    const perpetual = this.#perpetuals.get(id);
    if (perpetual === undefined) return;
    perpetual.openInterestBase = base;
    let sum = 0;
    let count = 0;
    for (const { openInterestBase } of this.#perpetuals.values()) {
      if (openInterestBase === null) continue;
      sum += openInterestBase;
      count++;
    }
    this.#openInterest = { base: sum, count };
  }

  applyVolume(id: InstrumentId, volume24hUsd: number): void {
    const perpetual = this.#perpetuals.get(id);
    if (perpetual !== undefined) perpetual.volume24hUsd = volume24hUsd;
  }

  applyLiquidation(event: LiquidationEvent, venue: VenueId, binStartMs: number): void {
    const { exchangeTimeMs, receiveTimeMs, notionalUsd } = event;
    const side = event.positionSide === 'short' ? this.#short : this.#long;
    if (exchangeTimeMs < binStartMs - LATE_MS) side.addLate(notionalUsd, exchangeTimeMs);
    else side.add(notionalUsd, venue, receiveTimeMs === 0 || receiveTimeMs - exchangeTimeMs <= PAST_MS);
  }

  markMissing(venue: VenueId, fromMs: number, toMs: number): void {
    for (const perpetual of this.#perpetuals.values()) {
      if (perpetual.venue !== venue) continue;
      this.#short.markMissing(fromMs, toMs);
      this.#long.markMissing(fromMs, toMs);
      return;
    }
  }

  /** The bin that starts at `startMs` is over. `isHeard`: time did not jump, so that silence says something. */
  close(
    startMs: number,
    isHeard: boolean,
    isOut: (venue: VenueId) => boolean,
    reportingOf: (venue: VenueId) => LiquidationReporting,
  ): void {
    const endMs = startMs + BIN_MS;
    const tells = isHeard && this.#everyVenue((venue) => reportingOf(venue) === 'none' || !isOut(venue));
    this.#prices.close(endMs, tells && !this.#short.isRunning && !this.#long.isRunning);
    this.#learnImpact();
    this.#short.fold();
    this.#long.fold();
    const bin = {
      startMs,
      endMs,
      takerUsd: this.#buyUsd + this.#sellUsd,
      priceBefore: this.#prices.before,
      price: this.#prices.now,
      before: this.#openInterestBefore,
      openInterest: this.#openInterest,
      leastFlowUsd: this.#leastFlowUsd(),
      isHeard: tells,
    };
    const move = this.#prices.move;
    const [shortUsd, longUsd] = [this.#short.binUsd, this.#long.binUsd];
    this.#short.close({ ...bin, otherUsd: longUsd, otherFlowUsd: this.#long.flowUsd, move });
    const down = move === null ? null : -move;
    this.#long.close({ ...bin, otherUsd: shortUsd, otherFlowUsd: this.#short.flowUsd, move: down });
    const isSampled = this.#isSampled(reportingOf);
    this.#explain(this.#short, 1);
    this.#explain(this.#long, -1);
    this.#short.settle(endMs, isSampled);
    this.#long.settle(endMs, isSampled);
    this.#openInterestBefore = this.#openInterest;
    this.#buyUsd = 0;
    this.#sellUsd = 0;
  }

  /** Oldest first; those at the end may still run. */
  bursts(reportingOf: (venue: VenueId) => LiquidationReporting): Burst[] {
    const isSampled = this.#isSampled(reportingOf);
    const bursts = [...this.#short.bursts(isSampled), ...this.#long.bursts(isSampled)];
    return bursts.sort((a, b) => a.fromMs - b.fromMs);
  }

  /** The burst of a side that runs now. */
  running(side: PositionSide, reportingOf: (venue: VenueId) => LiquidationReporting): Burst | null {
    const of = side === 'short' ? this.#short : this.#long;
    return of.isRunning ? (of.bursts(this.#isSampled(reportingOf)).at(-1) ?? null) : null;
  }

  write(writer: ByteWriter): void {
    this.#short.write(writer);
    this.#long.write(writer);
    this.#prices.write(writer);
    this.#impact.write(writer);
    writer.list([...this.#perpetuals], ([id, perpetual]) => {
      writer.text(id);
      writer.text(perpetual.venue);
      writer.nullable(perpetual.openInterestBase);
      writer.nullable(perpetual.volume24hUsd);
    });
    for (const total of [this.#openInterest, this.#openInterestBefore]) {
      writer.nullable(total?.base ?? null);
      writer.whole(total?.count ?? 0);
    }
    writer.double(this.#buyUsd);
    writer.double(this.#sellUsd);
  }

  read(reader: ByteReader): void {
    this.#short.read(reader);
    this.#long.read(reader);
    this.#prices.read(reader);
    this.#impact.read(reader);
    reader.list(() => {
      const id = reader.text();
      const venue = reader.text();
      const [openInterestBase, volume24hUsd] = [reader.nullable(), reader.nullable()];
      this.#perpetuals.set(id, { venue, openInterestBase, volume24hUsd });
    });
    this.#openInterest = readTotal(reader);
    this.#openInterestBefore = readTotal(reader);
    this.#buyUsd = reader.double();
    this.#sellUsd = reader.double();
  }

  #explain(side: BurstSide, sign: number): void {
    if (!side.isRunning) return;
    const impact = this.#impact.impact();
    side.explain(explainedShare(impact, sign * side.forcedUsd, side.fromPrice, this.#prices.now));
  }

  #learnImpact(): void {
    const { logReturn } = this.#prices;
    // Without trades the flow is not known, whatever liquidations tell.
    if (logReturn === null || this.#buyUsd + this.#sellUsd === 0) return;
    const forcedUsd = this.#short.binUsd - this.#long.binUsd;
    this.#impact.add(logReturn, forcedUsd, this.#buyUsd - this.#sellUsd - forcedUsd);
  }

  #leastFlowUsd(): number {
    if (this.#isLarge) return LEAST_FLOW_USD;
    let volumeUsd = 0;
    for (const { volume24hUsd } of this.#perpetuals.values()) volumeUsd += volume24hUsd ?? 0;
    return volumeUsd === 0 ? LEAST_FLOW_USD : volumeUsd * LEAST_FLOW_OF_VOLUME;
  }

  #isSampled(reportingOf: (venue: VenueId) => LiquidationReporting): boolean {
    return !this.#everyVenue((venue) => reportingOf(venue) === 'none' || reportingOf(venue) === 'full');
  }

  #everyVenue(holds: (venue: VenueId) => boolean): boolean {
    for (const { venue } of this.#perpetuals.values()) if (!holds(venue)) return false;
    return true;
  }
}

function readTotal(reader: ByteReader): OpenInterestTotal | null {
  const base = reader.nullable();
  const count = reader.whole();
  return base === null ? null : { base, count };
}
