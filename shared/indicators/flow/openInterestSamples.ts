/**
 * Open interest, funding and basis of every perpetual over time: every 5 minutes for 26 hours and every hour for 14
 * days. A fold of events; see `perpetualSamples.ts` for what a sample is.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { MarketEvent } from '../../model/events';
import type { Instrument, InstrumentId } from '../../model/instrument';
import { MINUTE_MS } from '../../model/time';
import { type PerpetualSample, PerpetualSamples, type SettledFunding } from './perpetualSamples';

/** Nothing is sampled more often. */
const CHECK_MS = MINUTE_MS;

/** How open interest changed, in coins, over the perpetuals whose both ends are known. */
export interface OpenInterestChange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly beforeBase: number;
  readonly afterBase: number;
  readonly changePercent: number;
  /** Sorted. */
  readonly instruments: readonly InstrumentId[];
  /** False when an end of some perpetual of the asset is not known. */
  readonly isWhole: boolean;
}

interface Line {
  readonly id: InstrumentId;
  readonly asset: string;
  readonly samples: PerpetualSamples;
}

export class OpenInterestSamples {
  readonly #lines = new Map<InstrumentId, Line>();
  #nowMs = 0;
  #nextCheckMs = 0;

  /** `nowMs` is the highest exchange time seen, this event included. */
  apply(event: MarketEvent, row: Instrument | null, nowMs: number): void {
    // What is told at a moment belongs to the samples after it.
    if (nowMs >= this.#nextCheckMs) this.#advance(nowMs);
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
    if (row === null || row.kind !== 'perpetual') return;
    const timeMs = event.exchangeTimeMs || nowMs;
    if (event.kind === 'openInterest') this.#lineOf(row).samples.applyOpenInterest(event, timeMs);
    else if (event.kind === 'mark') this.#lineOf(row).samples.applyMark(event, timeMs);
    else if (event.kind === 'funding') this.#lineOf(row).samples.applyFunding(event, timeMs);
  }

  /** Sorted. */
  perpetuals(asset: string): InstrumentId[] {
    const lines = [...this.#lines.values()].filter((line) => line.asset === asset);
    return lines.map(({ id }) => id).sort();
  }

  /** The newest sample at or before the moment; null for a perpetual that was never told of. */
  at(id: InstrumentId, timeMs: number): PerpetualSample | null {
    return this.#lines.get(id)?.samples.at(timeMs) ?? null;
  }

  /** Oldest first, of `(fromMs, toMs]`; values may be unknown. */
  samples(id: InstrumentId, step: 'fine' | 'hour', fromMs: number, toMs: number): PerpetualSample[] {
    return this.#lines.get(id)?.samples.samples(step, fromMs, toMs) ?? [];
  }

  /** Payments since it is listened to, oldest first. */
  settled(id: InstrumentId): readonly SettledFunding[] {
    return this.#lines.get(id)?.samples.settled ?? [];
  }

  /** Over `windowMs` up to the newest sample; null when no perpetual has both ends. */
  change(asset: string, windowMs: number): OpenInterestChange | null {
    const ids = this.perpetuals(asset);
    const toMs = Math.max(0, ...ids.map((id) => this.#lines.get(id)?.samples.newestMs ?? 0));
    const known: InstrumentId[] = [];
    let [beforeBase, afterBase] = [0, 0];
    for (const id of ids) {
      const before = this.at(id, toMs - windowMs)?.openInterestBase ?? null;
      const after = this.at(id, toMs)?.openInterestBase ?? null;
      if (before === null || after === null) continue;
      known.push(id);
      beforeBase += before;
      afterBase += after;
    }
    if (known.length === 0 || beforeBase === 0) return null;
    const changePercent = (afterBase / beforeBase - 1) * 100;
    const isWhole = known.length === ids.length;
    return {
      fromMs: toMs - windowMs,
      toMs,
      beforeBase,
      afterBase,
      changePercent,
      instruments: known,
      isWhole,
    };
  }

  write(writer: ByteWriter): void {
    writer.double(this.#nowMs);
    writer.double(this.#nextCheckMs);
    writer.list([...this.#lines.values()], ({ id, asset, samples }) => {
      writer.text(id);
      writer.text(asset);
      samples.write(writer);
    });
  }

  /** Fills a new fold with what `write` wrote. */
  read(reader: ByteReader): void {
    this.#nowMs = reader.double();
    this.#nextCheckMs = reader.double();
    reader.list(() => {
      const [id, asset] = [reader.text(), reader.text()];
      const samples = new PerpetualSamples(0);
      samples.read(reader);
      this.#lines.set(id, { id, asset, samples });
    });
  }

  #advance(nowMs: number): void {
    this.#nextCheckMs = (Math.floor(nowMs / CHECK_MS) + 1) * CHECK_MS;
    for (const { samples } of this.#lines.values()) samples.advance(nowMs);
  }

  #lineOf({ id, asset, quantityDecimals }: Instrument): Line {
    let line = this.#lines.get(id);
    if (line === undefined) {
      line = { id, asset, samples: new PerpetualSamples(quantityDecimals) };
      // The ring begins now: what is told next is the first that can be sampled.
      line.samples.advance(this.#nowMs);
      this.#lines.set(id, line);
    }
    return line;
  }
}
