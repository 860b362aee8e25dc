/**
 * Bars of one file as candle events: prices to ticks, checks, gaps between bars.
 *
 * Invariant: an event is at one scale. When a finer price widens the instrument's row, the bar is read again.
 */
import type { CandleEvent } from '../../../../shared/model/events';
import type { InstrumentScale } from '../../../../shared/model/instrumentScale';
import { INTERVALS, intervalFromMs } from '../../../../shared/model/time';
import type { ImportSink, InstrumentIdentity } from '../importFormat';
import { CandleChecks, gapOfBars, intervalText, supportedInterval } from './candleChecks';
import { isNotPositive, shown } from './tradeChecks';

/** A bar as its file has it. */
export interface RawBar {
  readonly openTimeMs: number;
  readonly open: string | undefined;
  readonly high: string | undefined;
  readonly low: string | undefined;
  readonly close: string | undefined;
  /** Base units. */
  readonly volume: string | undefined;
  /** Null where the file has no such column. */
  readonly volumeQuote: number | null;
  readonly takerBuyBase: number | null;
  readonly tradeCount: number | null;
}

export class BarWriter {
  readonly #sink: ImportSink;
  readonly #identity: InstrumentIdentity;
  readonly #scale: InstrumentScale;
  readonly #intervalMs: number | null;
  readonly #checks: CandleChecks;
  /** Why nothing of this file can be taken; null when it can. */
  readonly #refusal: string | null;
  #written = 0;

  constructor(
    intervalMs: number | null,
    identity: InstrumentIdentity,
    refusal: string | null,
    sink: ImportSink,
  ) {
    this.#sink = sink;
    this.#identity = identity;
    this.#scale = sink.scale(identity);
    this.#intervalMs = supportedInterval(intervalMs);
    this.#checks = new CandleChecks(this.#intervalMs ?? 1, sink.findings);
    this.#refusal = refusal ?? intervalRefusal(intervalMs);
  }

  write(raw: RawBar, line: number): void {
    if (this.#refusal !== null || this.#intervalMs === null) {
      this.#sink.findings.note('unsupported', 'refused', line, this.#refusal ?? '');
      return;
    }
    const bar = this.#read(raw, this.#intervalMs);
    if (bar === null) {
      this.#reject(raw, line);
      return;
    }
    const admitted = this.#checks.admit(bar, line);
    if (admitted === null) return;
    const missing = this.#checks.follow(admitted, line);
    if (missing !== null) this.#sink.emit(gapOfBars(missing, admitted, this.#identity.venue), line);
    this.#sink.emit(admitted, line);
    this.#written++;
  }

  reject(what: string, line: number): void {
    this.#sink.findings.note('badRow', 'dropped', line, `not a bar: ${what}`);
  }

  end(): void {
    this.#checks.end();
    const { findings } = this.#sink;
    if (this.#intervalMs === null || this.#written === 0 || intervalFromMs(this.#intervalMs) !== undefined)
      return;
    const shownOnes = INTERVALS.join(', ');
    const detail = `bars of ${intervalText(this.#intervalMs)} are kept, but charts show ${shownOnes} only`;
    findings.note('unsupported', 'noted', 1, detail, this.#written);
  }

  #read(raw: RawBar, intervalMs: number): CandleEvent | null {
    const scale = this.#scale;
    const row = scale.index;
    const openTicks = scale.price(raw.open);
    const highTicks = scale.price(raw.high);
    const lowTicks = scale.price(raw.low);
    const closeTicks = scale.price(raw.close);
    const volumeBase = amountOf(raw.volume);
    if (openTicks === null || highTicks === null || lowTicks === null || closeTicks === null) return null;
    if (volumeBase === null) return null;
    if (scale.index !== row) return this.#read(raw, intervalMs);
    return {
      kind: 'candle',
      seq: 0,
      exchangeTimeMs: raw.openTimeMs + intervalMs,
      receiveTimeMs: 0,
      instrument: row,
      intervalMs,
      openTimeMs: raw.openTimeMs,
      openTicks,
      highTicks,
      lowTicks,
      closeTicks,
      volumeBase,
      volumeQuote: raw.volumeQuote,
      takerBuyBase: raw.takerBuyBase,
      tradeCount: raw.tradeCount,
      closed: true,
      origin: 'history',
    };
  }

  #reject(raw: RawBar, line: number): void {
    const prices = [raw.open, raw.high, raw.low, raw.close];
    const texts = prices.map(shown).join(', ');
    if (prices.some(isNotPositive)) {
      this.#sink.findings.note('nonPositive', 'dropped', line, `prices ${texts}: not all above zero`);
    } else this.reject(`prices ${texts}, volume ${shown(raw.volume)}`, line);
  }
}

function intervalRefusal(intervalMs: number | null): string | null {
  if (intervalMs === null) return 'the length of the bars is not known; give it and import again';
  if (supportedInterval(intervalMs) !== null) return null;
  return `bars of ${intervalText(intervalMs)} cannot be kept; only lengths that divide a day can`;
}

/** A finite amount of zero or more from decimal text; null for anything else. */
export function amountOf(text: string | undefined): number | null {
  if (text === undefined || text === '' || text.trim() !== text) return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
