/** Bars that structure is found in, made of the closed candles of one asset at all its venues. */
import type { StructureBar } from '../../../shared/indicators/structure/structureBar';
import type { CandleEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';

interface Forming {
  openTimeMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volumeBase: number;
  takerBuyBase: number;
  spot: number;
  perp: number;
}

/**
 * Prices are those of the first perpetual, volumes the sums of spot and of perpetuals. The candles of a minute or
 * an hour come together, before those of the next, so a bar is over when a candle of a later one comes.
 */
export class StructureBars {
  readonly #lengthMs: number;
  readonly #take: (bar: StructureBar) => void;
  #forming: Forming | null = null;
  #endMs = 0;

  constructor(lengthMs: number, take: (bar: StructureBar) => void) {
    this.#lengthMs = lengthMs;
    this.#take = take;
  }

  /** End of the newest bar that was begun; 0 before the first. */
  get endMs(): number {
    return this.#endMs;
  }

  add(candle: CandleEvent, instruments: readonly InstrumentSpec[]): void {
    const spec = instruments[candle.instrument];
    if (spec === undefined) return;
    const openTimeMs = Math.floor(candle.openTimeMs / this.#lengthMs) * this.#lengthMs;
    if (this.#forming !== null && this.#forming.openTimeMs !== openTimeMs) this.end();
    this.#forming ??= emptyBar(openTimeMs);
    this.#endMs = openTimeMs + this.#lengthMs;
    if (spec.kind === 'spot') this.#forming.spot += candle.volumeBase;
    else this.#forming.perp += candle.volumeBase;
    if (
      instruments.findIndex(({ asset, kind }) => asset === spec.asset && kind === 'perpetual') ===
      candle.instrument
    ) {
      addPrices(this.#forming, candle, 10 ** -spec.priceDecimals);
    }
  }

  /** The last bar is over. */
  end(): void {
    const forming = this.#forming;
    this.#forming = null;
    if (forming === null || Number.isNaN(forming.close)) return;
    const { spot, perp, ...bar } = forming;
    this.#take({ ...bar, touchedByGap: false, spotVolumeBase: spot, perpVolumeBase: perp });
  }
}

function emptyBar(openTimeMs: number): Forming {
  const unknown = Number.NaN;
  const prices = {
    open: unknown,
    high: Number.NEGATIVE_INFINITY,
    low: Number.POSITIVE_INFINITY,
    close: unknown,
  };
  return { openTimeMs, ...prices, volumeBase: 0, takerBuyBase: 0, spot: 0, perp: 0 };
}

function addPrices(bar: Forming, candle: CandleEvent, tickSize: number): void {
  if (Number.isNaN(bar.open)) bar.open = candle.openTicks * tickSize;
  bar.high = Math.max(bar.high, candle.highTicks * tickSize);
  bar.low = Math.min(bar.low, candle.lowTicks * tickSize);
  bar.close = candle.closeTicks * tickSize;
  bar.volumeBase += candle.volumeBase;
  bar.takerBuyBase += candle.takerBuyBase ?? Number.NaN;
}
