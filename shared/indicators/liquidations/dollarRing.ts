/** Whole dollars by spans of 5 minutes, for the newest 24 hours and the open span. */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import { DAY_MS, MINUTE_MS } from '../../model/time';
import { readSeries, writeSeries } from '../flow/signedWhole';

export const SPAN_MS = 5 * MINUTE_MS;
const SPANS = DAY_MS / SPAN_MS + 1;

export class DollarRing {
  readonly #usd = new Float64Array(SPANS);
  #newest = 0;

  add(timeMs: number, usd: number): void {
    const span = Math.floor(timeMs / SPAN_MS);
    if (span > this.#newest) this.#moveTo(span);
    if (span <= this.#newest - SPANS) return;
    const at = span % SPANS;
    this.#usd[at] = (this.#usd[at] ?? 0) + Math.round(usd);
  }

  /** Of the spans that open in `[fromMs, toMs)`. */
  sum(fromMs: number, toMs: number): number {
    const last = Math.min(this.#newest, Math.ceil(toMs / SPAN_MS) - 1);
    let sum = 0;
    for (let span = Math.max(Math.ceil(fromMs / SPAN_MS), this.#newest - SPANS + 1); span <= last; span++) {
      sum += this.#usd[span % SPANS] ?? 0;
    }
    return sum;
  }

  write(writer: ByteWriter): void {
    writer.whole(this.#newest);
    writeSeries(writer, SPANS, (index) => this.#usd[(this.#newest + 1 + index) % SPANS] ?? 0);
  }

  read(reader: ByteReader): void {
    this.#newest = reader.whole();
    for (const [index, usd] of readSeries(reader).entries()) {
      this.#usd[(this.#newest + 1 + index) % SPANS] = usd;
    }
  }

  #moveTo(span: number): void {
    for (let each = Math.max(this.#newest, span - SPANS) + 1; each <= span; each++) {
      this.#usd[each % SPANS] = 0;
    }
    this.#newest = span;
  }
}
