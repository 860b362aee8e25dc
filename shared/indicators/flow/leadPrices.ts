/**
 * What `leadOf` is asked with: prices of spot and futures of every asset on a grid, and the flow of their takers.
 * A fold of events; back-filled trades change nothing.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { MarketEvent } from '../../model/events';
import type { Instrument } from '../../model/instrument';
import { MINUTE_MS } from '../../model/time';
import { LEAD_STEP_MS, type LeadInput } from './leadership';
import { LEAD_SPAN_MS, LeadLeg, type LeadSource } from './leadLeg';

/** Silence of everything for so long means that nobody listened. */
const JUMP_MS = MINUTE_MS;

interface Legs {
  readonly spot: LeadLeg;
  readonly perp: LeadLeg;
}

interface Slot {
  readonly leg: LeadLeg;
  readonly source: LeadSource;
  readonly priceDecimals: number;
  /** USD of a tick times a lot. */
  readonly usdUnit: number;
}

export class LeadPrices {
  readonly #assets = new Map<string, Legs>();
  readonly #slots: (Slot | undefined)[] = [];
  /** Numbers of the newest closed ones; 0 before the first event with a time. */
  #step = 0;
  #minute = 0;
  #nowMs = 0;

  /** `nowMs` is the highest exchange time seen, this event included. */
  apply(event: MarketEvent, row: Instrument | null, nowMs: number): void {
    if (nowMs >= (this.#step + 1) * LEAD_STEP_MS) this.#advance(nowMs);
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
    if (event.kind !== 'trade' || event.backfilled || row === null) return;
    const { leg, source, usdUnit, priceDecimals } = this.#slots[event.instrument] ?? this.#seen(row);
    leg.applyTrade(event, source, event.priceTicks * event.quantityLots * usdUnit, priceDecimals);
  }

  /**
   * The window as `leadOf` takes it, but for the open interest, which others keep. Cut to what is kept (the newest
   * 4 hours) and to full steps; null before there are trades of both spot and futures.
   */
  window(asset: string, fromMs: number, toMs: number): Omit<LeadInput, 'openInterestChangePercent'> | null {
    const legs = this.#assets.get(asset);
    if (legs === undefined || legs.spot.venue === null || legs.perp.venue === null) return null;
    const toStep = Math.min(Math.floor(toMs / LEAD_STEP_MS), this.#step);
    const fromStep = Math.max(Math.ceil(fromMs / LEAD_STEP_MS), this.#step - LEAD_SPAN_MS / LEAD_STEP_MS);
    if (fromStep > toStep) return null;
    const { spot, perp } = legs;
    const toMinute = Math.floor((toStep * LEAD_STEP_MS) / MINUTE_MS);
    const fromMinute = Math.max(
      Math.floor((fromStep * LEAD_STEP_MS) / MINUTE_MS),
      this.#minute - LEAD_SPAN_MS / MINUTE_MS,
    );
    const isTimed = spot.delayMs !== null && perp.delayMs !== null;
    return {
      asset,
      fromMs: fromStep * LEAD_STEP_MS,
      toMs: toStep * LEAD_STEP_MS,
      spot: spot.prices(fromStep, toStep),
      perp: perp.prices(fromStep, toStep),
      spotFlow: spot.flow(fromMinute, toMinute),
      perpFlow: perp.flow(fromMinute, toMinute),
      clockSkewMs: isTimed ? Math.abs((spot.delayMs ?? 0) - (perp.delayMs ?? 0)) : null,
      venues: [...new Set([spot.venue ?? '', perp.venue ?? ''])].sort(),
    };
  }

  write(writer: ByteWriter): void {
    writer.double(this.#step);
    writer.double(this.#minute);
    writer.double(this.#nowMs);
    writer.list([...this.#assets], ([asset, { spot, perp }]) => {
      writer.text(asset);
      spot.write(writer, this.#step, this.#minute);
      perp.write(writer, this.#step, this.#minute);
    });
  }

  /** Fills a new fold with what `write` wrote. */
  read(reader: ByteReader): void {
    this.#step = reader.double();
    this.#minute = reader.double();
    this.#nowMs = reader.double();
    reader.list(() => {
      const { spot, perp } = this.#legs(reader.text());
      spot.read(reader, this.#step, this.#minute);
      perp.read(reader, this.#step, this.#minute);
    });
  }

  #seen(row: Instrument): Slot {
    const legs = this.#legs(row.asset);
    const leg = row.kind === 'spot' ? legs.spot : legs.perp;
    const { priceDecimals, quantityDecimals } = row;
    const usdUnit = 1 / 10 ** (priceDecimals + quantityDecimals);
    const slot = { leg, source: leg.source(row), priceDecimals, usdUnit };
    this.#slots[row.index] = slot;
    return slot;
  }

  #legs(asset: string): Legs {
    const legs = this.#assets.get(asset) ?? { spot: new LeadLeg(), perp: new LeadLeg() };
    this.#assets.set(asset, legs);
    return legs;
  }

  #advance(nowMs: number): void {
    const step = Math.floor(nowMs / LEAD_STEP_MS);
    const minute = Math.floor(nowMs / MINUTE_MS) - 1;
    if (this.#step > 0) {
      const isHeard = nowMs - this.#nowMs <= JUMP_MS;
      for (const { spot, perp } of this.#assets.values()) {
        for (const leg of [spot, perp]) {
          leg.closeSteps(this.#step + 1, step);
          leg.closeMinutes(this.#minute + 1, minute, isHeard);
        }
      }
    }
    this.#step = step;
    this.#minute = minute;
  }
}
