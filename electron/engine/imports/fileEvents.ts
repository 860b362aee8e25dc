/**
 * The events of one file, in file order, as its format reads them.
 *
 * Invariants:
 * - Every event has the time at which it became known: a closed candle's is its close.
 * - An event with an impossible time is left out and told: one bad row must not move the market's clock.
 */
import type { MarketEvent } from '../../../shared/model/events';
import type { InstrumentTable } from '../../../shared/model/instrument';
import type { FindingLog } from './findings';
import type { ImportFormat, ImportParameters, ImportSink } from './importFormat';
import type { ImportScales } from './importScales';
import { feedReader, type OpenInput } from './inputs/openInput';
import type { ReadContext } from './inputs/partText';

const EARLIEST_MS = Date.UTC(2009, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Events with the lines they stand in. */
export interface EventBatch {
  readonly events: MarketEvent[];
  readonly lines: number[];
}

/** When an event became known: as the file says, or when it happened. */
export function knownAtMs(event: MarketEvent): number {
  return event.receiveTimeMs > 0 ? event.receiveTimeMs : event.exchangeTimeMs;
}

export interface FileReading {
  readonly input: OpenInput;
  readonly format: ImportFormat;
  readonly parameters: ImportParameters;
  readonly instruments: InstrumentTable;
  readonly scales: ImportScales;
  readonly findings: FindingLog;
}

/** Throws only the reason of the signal. */
export async function* fileEvents(reading: FileReading, context: ReadContext): AsyncGenerator<EventBatch> {
  const { input, format, parameters, instruments, scales, findings } = reading;
  const collector = new Collector(findings);
  const sink: ImportSink = {
    instruments,
    findings,
    scale: (identity) => scales.of(identity),
    emit: (event, line) => collector.add(event, line),
  };
  const reader = format.open(parameters, sink);
  for await (const _ of feedReader(input, reader, findings, context)) {
    const batch = collector.take();
    if (batch.events.length > 0) yield batch;
  }
}

class Collector {
  readonly #findings: FindingLog;
  #events: MarketEvent[] = [];
  #lines: number[] = [];

  constructor(findings: FindingLog) {
    this.#findings = findings;
  }

  add(event: MarketEvent, line: number): void {
    if (event.kind === 'candle' && event.closed) {
      event.exchangeTimeMs = Math.max(event.exchangeTimeMs, event.openTimeMs + event.intervalMs);
    }
    const timeMs = knownAtMs(event);
    if (!(timeMs >= EARLIEST_MS && timeMs <= LATEST_MS)) {
      const detail = `line ${line}: its time, ${timeMs} ms since 1970, is not between 2009 and 2100`;
      this.#findings.note('badRow', 'dropped', line, detail);
      return;
    }
    this.#events.push(event);
    this.#lines.push(line);
  }

  take(): EventBatch {
    const batch = { events: this.#events, lines: this.#lines };
    this.#events = [];
    this.#lines = [];
    return batch;
  }
}
