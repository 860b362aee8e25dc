/** A saved session made of an array, with switches to make it slow, hang or fail. */
import type { MarketEvent } from '../../model/events';
import type { InstrumentTable } from '../../model/instrument';
import type { VenueInfo } from '../../model/venue';
import type { Checkpoint, RecordedInfo, RecordedSource } from '../source';

export interface MemorySourceOptions {
  /** Stamped, in `seq` order. */
  readonly events: readonly MarketEvent[];
  readonly instruments: InstrumentTable;
  readonly venues: readonly VenueInfo[];
  readonly checkpoints?: readonly Checkpoint[];
  readonly batchSize?: number;
  readonly seedSeq?: number | null;
}

export class MemorySource implements RecordedSource {
  readonly info: RecordedInfo;
  closed = false;
  /** Reads begun and checkpoints asked for, in order. */
  readonly reads: string[] = [];
  /** Thrown by the next read or look-up. */
  failure: Error | null = null;
  /** Awaited before every batch and look-up. */
  gate: Promise<void> = Promise.resolve();
  readonly #events: readonly MarketEvent[];
  readonly #checkpoints: readonly Checkpoint[];
  readonly #batchSize: number;

  constructor({
    events,
    instruments,
    venues,
    checkpoints = [],
    batchSize = 7,
    seedSeq = null,
  }: MemorySourceOptions) {
    this.#events = events;
    this.#checkpoints = checkpoints;
    this.#batchSize = batchSize;
    const times = events.map((event) => event.exchangeTimeMs).filter((timeMs) => timeMs > 0);
    const fromMs = times.reduce((least, timeMs) => Math.min(least, timeMs), times[0] ?? 0);
    const toMs = times.reduce((most, timeMs) => Math.max(most, timeMs + 1), fromMs);
    const firstSeq = events[0]?.seq ?? 1;
    this.info = {
      title: 'Test session',
      range: { fromMs, toMs },
      firstSeq,
      lastSeq: events.at(-1)?.seq ?? firstSeq - 1,
      seedSeq,
      instruments: instruments.rows(),
      venues,
      gaps: [],
    };
  }

  async *read(
    afterSeq: number,
    throughSeq: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly MarketEvent[]> {
    this.reads.push(`read after ${afterSeq}`);
    const wanted = this.#events.filter(({ seq }) => seq > afterSeq && seq <= throughSeq);
    for (let index = 0; index < wanted.length; index += this.#batchSize) {
      await this.#pass();
      if (signal.aborted) return;
      yield wanted.slice(index, index + this.#batchSize);
    }
    await this.#pass();
  }

  async seqAtTime(timeMs: number): Promise<number> {
    await this.#pass();
    const first = this.#events.findIndex((event) => event.exchangeTimeMs > timeMs);
    if (first < 0) return this.info.lastSeq;
    return this.#events[first - 1]?.seq ?? this.info.firstSeq - 1;
  }

  async nearestLiquidation(seq: number, direction: 1 | -1, minUsd: number): Promise<number | null> {
    await this.#pass();
    const wanted = (event: MarketEvent) =>
      event.kind === 'liquidation' && event.notionalUsd >= minUsd && (event.seq - seq) * direction > 0;
    const found = direction === 1 ? this.#events.find(wanted) : this.#events.findLast(wanted);
    return found?.seq ?? null;
  }

  async checkpointAt(throughSeq: number): Promise<Checkpoint | undefined> {
    await this.#pass();
    const checkpoint = this.#checkpoints.findLast(({ seq }) => seq <= throughSeq);
    this.reads.push(`checkpoint ${checkpoint?.seq ?? 'none'}`);
    return checkpoint;
  }

  async candlesThrough(throughSeq: number): Promise<readonly MarketEvent[]> {
    await this.#pass();
    return this.#events.filter((event) => event.kind === 'candle' && event.seq <= throughSeq);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  async #pass(): Promise<void> {
    await this.gate;
    if (this.failure !== null) throw this.failure;
  }
}
