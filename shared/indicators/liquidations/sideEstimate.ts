/**
 * What one side of an asset's liquidations was reported to be, venue by venue, and what a venue that reports a
 * sample is likely to have left out: the stream of the fully reporting venues Y shows what its rule leaves of
 * orders.
 *
 * - A: its report × what the rule leaves out of Y. Right where it reports the largest order of a second.
 * - B: the same, of as many copies of Y as it is larger: more orders crowd into a second. Right for the latest.
 * - C: Y × how much larger it is, by open interest. Knows nothing of its report: the cross-check.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { InstrumentId } from '../../model/instrument';
import { SECOND_MS } from '../../model/time';
import { DollarRing } from './dollarRing';
import { leftOf, leftOfShare, type SamplingRule, type SecondOrder } from './secondRule';

/** More copies are not made: so much larger a venue says nothing about this one. */
const MOST_COPIES = 8;
const RULES = ['latestPerSecond', 'largestPerSecond'] as const satisfies readonly SamplingRule[];

/** A venue that reports a sample. */
export interface SampledSource {
  readonly id: InstrumentId;
  readonly rule: SamplingRule;
  /** Its open interest over that of the fully reporting venues; null when not known. */
  readonly copies: number | null;
}

export interface SampledEstimate {
  readonly reportedUsd: number;
  /** By each method; null where it has nothing to go by. */
  readonly byRule: number | null;
  readonly byCopies: number | null;
  readonly byOpenInterest: number | null;
}

interface SampledRings {
  readonly reported: DollarRing;
  /** Of the copies of Y: whole, and what the rule leaves. */
  readonly copied: DollarRing;
  readonly copiedLeft: DollarRing;
}

export class SideEstimate {
  /** Y, and what either rule leaves of it. */
  readonly #full = new DollarRing();
  readonly #left = { latestPerSecond: new DollarRing(), largestPerSecond: new DollarRing() };
  readonly #sampled = new Map<InstrumentId, SampledRings>();
  /** Of Y in the open minute, by instrument: rules go by symbol. */
  readonly #open = new Map<InstrumentId, SecondOrder[]>();

  addFull(id: InstrumentId, timeMs: number, usd: number): void {
    const orders = this.#open.get(id) ?? [];
    orders.push({ second: Math.floor(timeMs / SECOND_MS) % 60, usd });
    this.#open.set(id, orders);
    this.#full.add(timeMs, usd);
  }

  addSampled(id: InstrumentId, timeMs: number, usd: number): void {
    this.#ringsOf(id).reported.add(timeMs, usd);
  }

  /** The minute that starts at `minuteMs` is over. */
  closeMinute(minuteMs: number, sources: readonly SampledSource[]): void {
    if (this.#open.size === 0) return;
    for (const orders of this.#open.values()) {
      const usd = orders.reduce((sum, order) => sum + order.usd, 0);
      for (const rule of RULES) this.#left[rule].add(minuteMs, leftOf(orders, rule, 1));
      for (const { id, rule, copies } of sources) {
        if (copies === null || copies > MOST_COPIES) continue;
        this.#ringsOf(id).copied.add(minuteMs, usd * copies);
        this.#ringsOf(id).copiedLeft.add(minuteMs, leftOfShare(orders, rule, copies));
      }
    }
    this.#open.clear();
  }

  fullUsd(fromMs: number, toMs: number): number {
    return this.#full.sum(fromMs, toMs);
  }

  /** Over spans of 5 minutes; the open minute is in the reports and not yet in what they are multiplied with. */
  sampled({ id, rule }: SampledSource, fromMs: number, toMs: number): SampledEstimate {
    const rings = this.#ringsOf(id);
    const reportedUsd = rings.reported.sum(fromMs, toMs);
    const full = this.#full.sum(fromMs, toMs) - this.#openUsd();
    const left = this.#left[rule].sum(fromMs, toMs);
    const copied = rings.copied.sum(fromMs, toMs);
    const copiedLeft = rings.copiedLeft.sum(fromMs, toMs);
    return {
      reportedUsd,
      byRule: left > 0 ? (reportedUsd * full) / left : null,
      byCopies: copiedLeft > 0 ? (reportedUsd * copied) / copiedLeft : null,
      byOpenInterest: copied > 0 ? copied : null,
    };
  }

  write(writer: ByteWriter): void {
    this.#full.write(writer);
    for (const rule of RULES) this.#left[rule].write(writer);
    writer.list([...this.#sampled], ([id, rings]) => {
      writer.text(id);
      rings.reported.write(writer);
      rings.copied.write(writer);
      rings.copiedLeft.write(writer);
    });
    writer.list([...this.#open], ([id, orders]) => {
      writer.text(id);
      writer.list(orders, ({ second, usd }) => {
        writer.whole(second);
        writer.double(usd);
      });
    });
  }

  read(reader: ByteReader): void {
    this.#full.read(reader);
    for (const rule of RULES) this.#left[rule].read(reader);
    reader.list(() => {
      const rings = this.#ringsOf(reader.text());
      rings.reported.read(reader);
      rings.copied.read(reader);
      rings.copiedLeft.read(reader);
    });
    reader.list(() => {
      const id = reader.text();
      this.#open.set(
        id,
        reader.list(() => ({ second: reader.whole(), usd: reader.double() })),
      );
    });
  }

  #openUsd(): number {
    let sum = 0;
    for (const orders of this.#open.values()) {
      for (const { usd } of orders) sum += Math.round(usd);
    }
    return sum;
  }

  #ringsOf(id: InstrumentId): SampledRings {
    let rings = this.#sampled.get(id);
    if (rings === undefined) {
      rings = { reported: new DollarRing(), copied: new DollarRing(), copiedLeft: new DollarRing() };
      this.#sampled.set(id, rings);
    }
    return rings;
  }
}
