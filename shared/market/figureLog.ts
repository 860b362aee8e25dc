/**
 * Figures at every full second of market time, for proof that live and replay agree.
 *
 * The figures of second S are those of the state before the first event whose exchange time is later than S,
 * with windows that end at S. They are known only once such an event arrives; the last, unfinished second of
 * a stream is never logged.
 */
import type { MarketEvent } from '../model/events';
import type { Figure } from '../model/figure';
import { SECOND_MS } from '../model/time';
import type { MarketView } from './marketView';

/** A jump of market time beyond this is a hole, not seconds to report one by one. */
const LONGEST_RUN_MS = 3_600_000;

export class FigureLog {
  readonly #model: Pick<MarketView, 'nowMs' | 'figures'>;
  readonly #windowMs: number;
  readonly #onSecond: (asOfMs: number, figures: readonly Figure[]) => void;

  constructor(
    model: Pick<MarketView, 'nowMs' | 'figures'>,
    windowMs: number,
    onSecond: (asOfMs: number, figures: readonly Figure[]) => void,
  ) {
    this.#model = model;
    this.#windowMs = windowMs;
    this.#onSecond = onSecond;
  }

  /** Call with each event just before the model applies it. */
  before(event: MarketEvent): void {
    const { nowMs } = this.#model;
    if (nowMs === null || event.exchangeTimeMs <= nowMs) return;
    const firstMs = Math.ceil(nowMs / SECOND_MS) * SECOND_MS;
    const lastMs = Math.min(event.exchangeTimeMs - 1, firstMs + LONGEST_RUN_MS);
    for (let asOfMs = firstMs; asOfMs <= lastMs; asOfMs += SECOND_MS) {
      this.#onSecond(asOfMs, this.#model.figures({ windowMs: this.#windowMs, asOfMs }));
    }
  }
}
