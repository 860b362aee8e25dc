/**
 * Liquidated USD per asset, venue and side of the closed position: totals over any window, and per minute for
 * the bars under a chart. Totals of an asset are over all venues, always added in the same order.
 */
import type { LiquidationEvent, PositionSide } from '../model/events';
import type { VenueId } from '../model/venue';
import type { ByteReader, ByteWriter } from './byteCodec';
import { RollingWindow } from './rollingWindow';

interface VenueSides {
  readonly venue: VenueId;
  readonly short: RollingWindow;
  readonly long: RollingWindow;
}

export interface SideTotals {
  readonly shortUsd: number;
  readonly longUsd: number;
  /** Largest single liquidation of either side; 0 when there was none. */
  readonly largestUsd: number;
}

interface VenueTotals extends SideTotals {
  readonly venue: VenueId;
}

export class LiquidationTotals {
  /** By asset; venues sorted by id. */
  readonly #assets = new Map<string, VenueSides[]>();

  add(event: LiquidationEvent, asset: string, venue: VenueId, revision: number): void {
    this.#sides(asset, venue)[event.positionSide].add(event.exchangeTimeMs, event.notionalUsd, revision);
  }

  /** Over `(fromMs, now]`. */
  after(asset: string, fromMs: number): SideTotals {
    let shortUsd = 0;
    let longUsd = 0;
    let largestUsd = 0;
    for (const totals of this.byVenue(asset, fromMs)) {
      shortUsd += totals.shortUsd;
      longUsd += totals.longUsd;
      largestUsd = Math.max(largestUsd, totals.largestUsd);
    }
    return { shortUsd, longUsd, largestUsd };
  }

  /** Over `(fromMs, now]`, of each venue that told of one ever; sorted. Added in this order they are `after`. */
  byVenue(asset: string, fromMs: number): readonly VenueTotals[] {
    return (this.#assets.get(asset) ?? []).map(({ venue, ...sides }) => {
      const short = sides.short.sumAfter(fromMs);
      const long = sides.long.sumAfter(fromMs);
      const largestUsd = Math.max(short.largest, long.largest);
      return { venue, shortUsd: short.sum, longUsd: long.sum, largestUsd };
    });
  }

  /** USD of one side in the bar `[fromMs, toMs)`. */
  ofBar(asset: string, side: PositionSide, fromMs: number, toMs: number): number {
    let sum = 0;
    for (const sides of this.#assets.get(asset) ?? []) sum += sides[side].sumOfMinutes(fromMs, toMs);
    return sum;
  }

  /** Adds the open times of the bars of this length that changed after `revision`. */
  touchedSince(asset: string, revision: number, lengthMs: number, openTimes: Set<number>): void {
    for (const sides of this.#assets.get(asset) ?? []) {
      sides.short.touchedSince(revision, lengthMs, openTimes);
      sides.long.touchedSince(revision, lengthMs, openTimes);
    }
  }

  write(writer: ByteWriter): void {
    writer.list([...this.#assets], ([asset, venues]) => {
      writer.text(asset);
      writer.list(venues, (sides) => {
        writer.text(sides.venue);
        sides.short.write(writer);
        sides.long.write(writer);
      });
    });
  }

  read(reader: ByteReader, revision: number): void {
    reader.list(() => {
      const asset = reader.text();
      reader.list(() => {
        const sides = this.#sides(asset, reader.text());
        sides.short.read(reader, revision);
        sides.long.read(reader, revision);
      });
    });
  }

  #sides(asset: string, venue: VenueId): VenueSides {
    let venues = this.#assets.get(asset);
    if (venues === undefined) {
      venues = [];
      this.#assets.set(asset, venues);
    }
    let sides = venues.find((held) => held.venue === venue);
    if (sides === undefined) {
      sides = { venue, short: new RollingWindow(), long: new RollingWindow() };
      venues.push(sides);
      venues.sort((a, b) => (a.venue < b.venue ? -1 : 1));
    }
    return sides;
  }
}
