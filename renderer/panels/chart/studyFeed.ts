/**
 * The studies of a chart: subscribed to while they are switched on, over the same bars as the candles.
 *
 * Invariant: what is drawn belongs to the candles that are drawn; values of the next request wait until its bars
 * are there.
 */
import { type Interval, MOST_BARS } from '../../../shared/model/time';
import type { EngineClient } from '../../engine/client';
import { type FrameScheduler, PACE_MS } from '../../market/frameScheduler';
import { type StudyRow, StudyRows } from '../../market/studyRows';
import { watchFrames } from '../../market/watchFrames';

interface Source {
  readonly session: string;
  readonly instrumentId: string;
  readonly interval: Interval;
}

interface Watched {
  readonly rows: StudyRows;
  readonly stop: () => void;
}

export class StudyFeed {
  readonly #engine: EngineClient;
  readonly #scheduler: FrameScheduler;
  readonly #onRows: (study: string, rows: readonly StudyRow[]) => void;
  readonly #watched = new Map<string, Watched>();
  #source: Source | null = null;
  #limit = 0;
  #studies: readonly string[] = [];
  #isDrawn = false;

  /** `onRows`: the values of a study that are to be drawn now. */
  constructor(options: {
    readonly engine: EngineClient;
    readonly scheduler: FrameScheduler;
    readonly onRows: (study: string, rows: readonly StudyRow[]) => void;
  }) {
    this.#engine = options.engine;
    this.#scheduler = options.scheduler;
    this.#onRows = options.onRows;
  }

  setStudies(studies: readonly string[]): void {
    this.#studies = studies;
    for (const [study, { stop }] of this.#watched) {
      if (studies.includes(study)) continue;
      stop();
      this.#watched.delete(study);
    }
    for (const study of studies) if (!this.#watched.has(study)) this.#watch(study);
  }

  /** Other bars, or more of the same; `isDrawn`: they are those on the screen. */
  setSource(source: Source, limit: number, isDrawn: boolean): void {
    this.#source = source;
    this.#limit = limit;
    this.#isDrawn = isDrawn;
    this.stop();
    this.setStudies(this.#studies);
  }

  /** The bars of the source are on the screen, all drawn anew: their studies follow. */
  draw(): void {
    this.#isDrawn = true;
    for (const [study, { rows }] of this.#watched) this.#onRows(study, rows.rows);
  }

  /** Values of a study's lines at a bar. */
  valuesAt(study: string, openTimeMs: number): readonly number[] | null {
    return this.#watched.get(study)?.rows.at(openTimeMs)?.values ?? null;
  }

  stop(): void {
    for (const { stop } of this.#watched.values()) stop();
    this.#watched.clear();
  }

  #watch(study: string): void {
    if (this.#source === null) return;
    const { session, instrumentId, interval } = this.#source;
    const rows = new StudyRows();
    const stop = watchFrames({
      engine: this.#engine,
      scheduler: this.#scheduler,
      topic: 'studies',
      params: {
        session,
        instrumentId,
        interval,
        limit: Math.min(this.#limit, MOST_BARS),
        study,
        params: {},
      },
      periodMs: PACE_MS.chart,
      apply: (frame) => rows.apply(frame),
      show: () => {
        if (this.#isDrawn) this.#onRows(study, rows.rows);
      },
    });
    this.#watched.set(study, { rows, stop });
  }
}
