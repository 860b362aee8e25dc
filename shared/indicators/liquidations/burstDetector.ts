/**
 * Finds bursts of forced closing, SHORT SQUEEZE and LONG CASCADE, from reported liquidations: a fold of events.
 *
 * Invariants:
 * - The state is a function of the events applied, in order. Bins of 10 s close when any event's exchange time
 *   passes their end; a bin in which nothing happened closes as exactly as any other.
 * - Time that jumps was not listened to: bins inside a jump decay what is there and teach nothing.
 * - Trades that were fetched afterwards change nothing; liquidations that were told afterwards raise no alarm.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { MarketEvent, PositionSide } from '../../model/events';
import type { Instrument, InstrumentIndex } from '../../model/instrument';
import type { Burst } from '../../model/structure';
import { barOpenTimeMs, MINUTE_MS } from '../../model/time';
import type { LiquidationReporting, VenueId, VenueInfo } from '../../model/venue';
import { AssetBursts } from './assetBursts';
import { BIN_MS } from './burstSide';
import { VenueOutages } from './venueOutages';

/** Silence of everything for so long means that nobody listened. */
const JUMP_MS = MINUTE_MS;
/** 15 minutes, as long as anything is looked back on: no more bins are closed at once. */
const MOST_EMPTY_BINS = 90;

/** A perpetual's row, made ready for its trades. */
interface Slot {
  readonly asset: AssetBursts;
  readonly priceDecimals: number;
  /** USD of a tick times a lot. */
  readonly usdUnit: number;
}

export class BurstDetector {
  readonly #reporting: ReadonlyMap<VenueId, LiquidationReporting>;
  readonly #assets = new Map<string, AssetBursts>();
  readonly #outages = new VenueOutages();
  /** By row; null for what is no perpetual. */
  readonly #slots: (Slot | null | undefined)[] = [];
  /** 0 before the first event with a time. */
  #binStartMs = 0;
  #nowMs = 0;

  constructor(venues: readonly VenueInfo[]) {
    this.#reporting = new Map(venues.map((venue) => [venue.id, venue.liquidationReporting]));
  }

  /** `nowMs` is the highest exchange time seen, this event included. */
  apply(event: MarketEvent, row: Instrument | null, nowMs: number): void {
    if (nowMs >= this.#binStartMs + BIN_MS) this.#advance(nowMs);
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
    if (event.kind === 'trade') {
      if (event.backfilled) return;
      const slot = this.#slotAt(event.instrument, row);
      if (slot === null) return;
      slot.asset.applyTrade(event, event.priceTicks * event.quantityLots * slot.usdUnit, slot.priceDecimals);
    } else if (event.kind === 'feedStatus') {
      this.#outages.apply(event);
    } else if (event.kind === 'gap') {
      if (event.stream !== 'liquidations' || event.filled) return;
      for (const asset of this.#assets.values()) asset.markMissing(event.venue, event.fromMs, event.toMs);
    } else if (row !== null) {
      this.#applyQuote(event, row, nowMs);
    }
  }

  /** Of an asset, oldest first; those at the end may still run (`toMs` is null). */
  bursts(asset: string): readonly Burst[] {
    return this.#assets.get(asset)?.bursts(this.#reportingOf) ?? [];
  }

  /** The burst of a side that runs now; null without one. */
  running(asset: string, side: PositionSide): Burst | null {
    return this.#assets.get(asset)?.running(side, this.#reportingOf) ?? null;
  }

  write(writer: ByteWriter): void {
    writer.double(this.#binStartMs);
    writer.double(this.#nowMs);
    this.#outages.write(writer);
    writer.list([...this.#assets], ([name, asset]) => {
      writer.text(name);
      asset.write(writer);
    });
  }

  /** Fills a new detector with what `write` wrote. */
  read(reader: ByteReader): void {
    this.#binStartMs = reader.double();
    this.#nowMs = reader.double();
    this.#outages.read(reader);
    reader.list(() => {
      const name = reader.text();
      const asset = new AssetBursts(name);
      asset.read(reader);
      this.#assets.set(name, asset);
    });
  }

  readonly #reportingOf = (venue: VenueId): LiquidationReporting =>
    // Of a venue nobody described no more is known than that it may leave some out.
    this.#reporting.get(venue) ?? 'latestPerSecond';

  #applyQuote(event: MarketEvent, row: Instrument, nowMs: number): void {
    const asset = this.#slotAt(row.index, row)?.asset;
    if (asset === undefined) return;
    if (event.kind === 'liquidation') asset.applyLiquidation(event, row.venue, this.#binStartMs);
    else if (event.kind === 'mark') asset.applyMark(event.exchangeTimeMs || nowMs, event.markPrice);
    else if (event.kind === 'openInterest') asset.applyOpenInterest(row.id, event.quantityBase);
    else if (event.kind === 'ticker' && event.volume24hQuote !== null) {
      asset.applyVolume(row.id, event.volume24hQuote);
    }
  }

  /** Null for what is no perpetual. */
  #slotAt(index: InstrumentIndex, row: Instrument | null): Slot | null {
    const known = this.#slots[index];
    if (known !== undefined || row === null) return known ?? null;
    const slot = row.kind === 'perpetual' ? this.#slotOf(row) : null;
    this.#slots[row.index] = slot;
    return slot;
  }

  #slotOf(row: Instrument): Slot {
    const asset = this.#assets.get(row.asset) ?? new AssetBursts(row.asset);
    this.#assets.set(row.asset, asset);
    asset.see(row);
    const { priceDecimals, quantityDecimals } = row;
    return { asset, priceDecimals, usdUnit: 1 / 10 ** (priceDecimals + quantityDecimals) };
  }

  /** Closes every bin that ended. */
  #advance(nowMs: number): void {
    const startMs = barOpenTimeMs(nowMs, BIN_MS);
    if (this.#binStartMs > 0) {
      const isHeard = nowMs - this.#nowMs <= JUMP_MS;
      const lastMs = Math.min(startMs, this.#binStartMs + MOST_EMPTY_BINS * BIN_MS);
      for (let binMs = this.#binStartMs; binMs < lastMs; binMs += BIN_MS) {
        for (const asset of this.#assets.values()) {
          asset.close(binMs, isHeard, this.#isOut, this.#reportingOf);
        }
      }
    }
    this.#binStartMs = startMs;
  }

  readonly #isOut = (venue: VenueId): boolean => this.#outages.isOut(venue);
}
