/**
 * Makes a session of the files of a survey: merged in the order in which things became known, through the same
 * model, pipeline and writer as a live market.
 *
 * Invariants:
 * - `seq` counts from 1 without a hole; an event is received when it became known, never before the one before.
 * - What is cancelled leaves no session; what is killed leaves one that says where the import ended.
 * - Memory does not grow with the files: reading waits for the disk.
 */
import type { SessionSummary } from '../../../shared/contract/values';
import { MarketModel } from '../../../shared/market/marketModel';
import type { GapEvent } from '../../../shared/model/events';
import type { Finding } from '../../../shared/model/importRecord';
import { type Instrument, InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import { MarketPipeline } from '../live/marketPipeline';
import { IMPORTED } from '../sessions/sessionFacts';
import type { SessionStore, SessionWriter } from '../sessions/sessionStore';
import { type EventBatch, fileEvents } from './fileEvents';
import { FindingLog } from './findings';
import { ImportScales } from './importScales';
import { ImportSequence } from './importSequence';
import { isAsListed } from './inputs/inputParts';
import { type MergeSource, mergeByTime } from './mergeByTime';
import { FinerTrades } from './overlaps';
import { ProgressMeter } from './progress';
import { Repeats } from './repeats';
import { sortOnDisk } from './sortOnDisk';
import type { ImportContext, ImportSurvey, SurveyedFile } from './survey';
import { firstReason } from './surveyWords';
import { uncoveredGaps } from './uncovered';

/** Bytes buffered at which a commit is begun, and at which reading waits for it. */
const COMMIT_BYTES = 24 << 20;
const WAIT_BYTES = 64 << 20;
/** A checkpoint costs about as much as folding this many events. */
const CHECKPOINT_MIN_EVENTS = 5_000;

export interface ImportRequest {
  readonly survey: ImportSurvey;
  readonly store: SessionStore;
  readonly title: string;
  readonly appVersion: string;
  /** Wall clock, UTC ms. */
  readonly startedAtMs: number;
  /** A file of the caller's choice instead of the store's folder. */
  readonly file?: string;
  /** Where unsorted files are sorted; must exist. */
  readonly scratchFolder: string;
  /** What else is to be said of where the session comes from. */
  readonly notes?: readonly Finding[];
}

export interface ImportOutcome {
  readonly summary: SessionSummary;
  /** Events imported. */
  readonly rows: number;
  readonly findings: readonly Finding[];
}

/** Refuses a survey with a file that cannot be imported or a question that is open. */
export async function importFiles(
  request: ImportRequest,
  context: ImportContext,
): Promise<Result<ImportOutcome>> {
  const { survey, store, title, appVersion, startedAtMs, file } = request;
  const refusal = firstReason(survey);
  if (refusal !== null) return fail('bad-argument', refusal);
  for (const { name, input } of survey.files) {
    if (input === null || (await isAsListed(input.part))) continue;
    return fail(
      'bad-argument',
      `${name} has changed since it was looked at, or is gone.`,
      'Look at it again.',
    );
  }
  const instruments = InstrumentTable.from(widestRows(survey.instruments));
  const created = await store.create({
    title,
    feed: feedOf(survey),
    instruments,
    venues: survey.venues,
    appVersion,
    startedAtMs,
    ...(file === undefined ? {} : { file }),
  });
  if (!created.ok) return created;
  const writer = created.value;
  try {
    const done = await new Import(request, context, writer, instruments).run();
    if (!done.ok) await writer.discard();
    return done;
  } catch (error) {
    await writer.discard();
    if (context.signal.aborted) return fail('cancelled', 'The import was cancelled; nothing was kept.');
    throw error;
  }
}

class Import {
  readonly #request: ImportRequest;
  readonly #context: ImportContext;
  readonly #writer: SessionWriter;
  readonly #instruments: InstrumentTable;
  readonly #scales: ImportScales;
  readonly #meter: ProgressMeter;
  readonly #files: readonly SurveyedFile[];
  readonly #logs: readonly FindingLog[];
  #rows = 0;
  #committing: Promise<Result<void>> | undefined;
  #failure: Result<never> | undefined;

  constructor(
    request: ImportRequest,
    context: ImportContext,
    writer: SessionWriter,
    instruments: InstrumentTable,
  ) {
    this.#request = request;
    this.#context = context;
    this.#writer = writer;
    this.#instruments = instruments;
    this.#scales = new ImportScales(instruments, request.survey.decimals);
    this.#files = request.survey.files;
    this.#logs = this.#files.map(({ name }) => new FindingLog(name));
    const totalBytes = this.#files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#meter = new ProgressMeter('import', totalBytes, context.onProgress);
  }

  async run(): Promise<Result<ImportOutcome>> {
    const { survey } = this.#request;
    const model = new MarketModel({ instruments: this.#instruments, venues: survey.venues });
    const writer = this.#writer;
    const sequence: ImportSequence = new ImportSequence(survey.venues, (events) => pipeline.take(events));
    const pipeline = new MarketPipeline({
      model,
      recorder: {
        write: (events) => {
          for (const event of events) writer.append(event);
        },
        appendCheckpoint: (checkpoint) => writer.appendCheckpoint(checkpoint),
      },
      stamp: (events) => sequence.stamp(events),
      checkpointMinEvents: CHECKPOINT_MIN_EVENTS,
    });
    this.#writeFiles();
    const failed = await this.#takeAll(sequence);
    if (failed !== undefined) return failed;
    sequence.flush();
    pipeline.finish();
    const findings = this.#writeFindings();
    const closed = await writer.close();
    if (!closed.ok) return closed;
    return ok({ summary: closed.value, rows: this.#rows, findings });
  }

  async #takeAll(sequence: ImportSequence): Promise<Result<never> | undefined> {
    const repeats = this.#files.length > 1 ? new Repeats(this.#instruments) : null;
    const finer = new FinerTrades(this.#files, this.#instruments);
    const sources = this.#files.map((file, index) => this.#source(file, index));
    const gaps = uncoveredGaps(this.#files, this.#instruments);
    if (gaps.length > 0) sources.push(gapSource(gaps));
    for await (const { source, batch, from, to } of mergeByTime(sources)) {
      let taken = 0;
      for (let index = from; index < to; index++) {
        const event = batch.events[index];
        if (event === undefined) break;
        const finerFile = finer.fileOf(event, source);
        if (finerFile !== undefined) {
          const line = batch.lines[index] ?? 0;
          const detail = `line ${line}: ${finerFile} holds the single trades of this aggregate; they count`;
          this.#logs[source]?.note('duplicate', 'dropped', line, detail);
          continue;
        }
        if (repeats?.has(event, source)) {
          const line = batch.lines[index] ?? 0;
          const detail = `line ${line}: this ${event.kind} stands in another file as well; the first one counts`;
          this.#logs[source]?.note('duplicate', 'dropped', line, detail);
          continue;
        }
        sequence.take(event);
        taken++;
      }
      if (source < this.#files.length) this.#rows += taken;
      this.#meter.rows(taken);
      await this.#makeRoom();
      if (this.#failure !== undefined) return this.#failure;
    }
    return undefined;
  }

  #source(file: SurveyedFile, index: number): MergeSource {
    return { firstMs: file.range?.fromMs ?? 0, open: () => this.#eventsOf(file, index) };
  }

  async *#eventsOf(file: SurveyedFile, index: number): AsyncGenerator<EventBatch> {
    const { input, format, parameters, name, bytes, isSorted } = file;
    const findings = this.#logs[index];
    if (input === null || format === null || parameters === null || findings === undefined) return;
    this.#meter.begin(name);
    const { signal } = this.#context;
    const reading = {
      input,
      format,
      parameters,
      instruments: this.#instruments,
      scales: this.#scales,
      findings,
    };
    const events = fileEvents(reading, { signal, onBytes: this.#meter.add });
    yield* isSorted ? events : sortOnDisk(events, this.#request.scratchFolder);
    this.#meter.end(bytes);
  }

  /** Commits go on beside reading, until so much waits that reading has to. */
  async #makeRoom(): Promise<void> {
    this.#context.signal.throwIfAborted();
    const { bytes } = this.#writer.pending();
    if (bytes < COMMIT_BYTES) return;
    if (this.#committing === undefined) {
      this.#committing = this.#writer.commit().then((result) => {
        this.#committing = undefined;
        if (!result.ok) this.#failure = result;
        return result;
      });
    }
    if (bytes >= WAIT_BYTES) await this.#committing;
  }

  /** First of all: an import that is killed still says what it was made of. */
  #writeFiles(): void {
    for (const { name, bytes, sha256, format, parameters, counts } of this.#files) {
      this.#writer.appendImportedFile({
        name,
        bytes,
        sha256,
        format: format?.id ?? '',
        parameters: JSON.stringify(parameters),
        rows: counts.reduce((sum, { rows }) => sum + rows, 0),
      });
    }
  }

  /** What was noticed in the files. */
  #writeFindings(): readonly Finding[] {
    const findings: Finding[] = [...(this.#request.notes ?? [])];
    for (const [index, file] of this.#files.entries()) {
      findings.push(...(this.#logs[index]?.list() ?? []), ...file.surveyFindings);
    }
    for (const finding of findings) this.#writer.appendFinding(finding);
    return findings;
  }
}

/** One row an instrument, at the scale that holds all its values. */
function widestRows(instruments: InstrumentTable): readonly Instrument[] {
  return instruments.rows().filter((row) => instruments.latest(row.id) === row);
}

/** Events of our own among those of the files. */
function gapSource(gaps: GapEvent[]): MergeSource {
  async function* open(): AsyncGenerator<EventBatch> {
    yield { events: gaps, lines: gaps.map(() => 0) };
  }
  return { firstMs: gaps[0]?.fromMs ?? 0, open };
}

/** `imported binanceAggTrades binanceusdm`. */
function feedOf({ files, venues }: ImportSurvey): string {
  const formats = [...new Set(files.flatMap(({ format }) => (format === null ? [] : [format.id])))];
  return `${IMPORTED} ${formats.join('+')} ${venues.map(({ id }) => id).join('+')}`;
}
