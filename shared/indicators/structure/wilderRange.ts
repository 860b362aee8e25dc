/**
 * Wilder's average true range with the seed of TradingView: the mean of the first `bars` true ranges, the first
 * bar's being its height; each later one moves it by 1 / `bars`.
 */

export interface WilderState {
  readonly count: number;
  readonly previousClose: number;
  /** Sum of true ranges until there are enough, their average from then on. */
  readonly value: number;
}

interface PriceBar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export class WilderRange {
  readonly #bars: number;
  #state: WilderState = { count: 0, previousClose: Number.NaN, value: 0 };

  constructor(bars: number) {
    this.#bars = bars;
  }

  /** NaN until `bars` bars are known. */
  get value(): number {
    return this.#state.count < this.#bars ? Number.NaN : this.#state.value;
  }

  close({ high, low, close }: PriceBar): void {
    const { count, previousClose, value } = this.#state;
    const trueRange = count === 0 ? high - low : Math.max(high, previousClose) - Math.min(low, previousClose);
    this.#state = { count: count + 1, previousClose: close, value: this.#next(count, value, trueRange) };
  }

  snapshot(): WilderState {
    return this.#state;
  }

  restore(state: WilderState): void {
    this.#state = state;
  }

  #next(count: number, value: number, trueRange: number): number {
    if (count < this.#bars - 1) return value + trueRange;
    if (count === this.#bars - 1) return (value + trueRange) / this.#bars;
    return (value * (this.#bars - 1) + trueRange) / this.#bars;
  }
}
