/**
 * Imports that windows asked for: each looks at its files, waits for the user's word, and makes a session.
 *
 * Invariants:
 * - What is imported is what was last shown: a job imports the survey that its windows have seen.
 * - A job that is cancelled leaves no session and no file of ours.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallParams } from '../../../../shared/contract/api';
import type { HistoryRequest, ImportJob } from '../../../../shared/contract/imports';
import type { Clock } from '../../../../shared/feed/clock';
import type { Finding } from '../../../../shared/model/importRecord';
import { fail, ok, type Result, sentenceOf } from '../../../../shared/model/result';
import type { SessionStore } from '../../sessions/sessionStore';
import { importFiles } from '../importFiles';
import type { ImportFormat } from '../importFormat';
import { type ImportChoice, type ImportSurvey, surveyFiles } from '../survey';
import { defaultTitle, firstReason } from '../surveyWords';
import { fileView, findingView, givenParameters } from './jobView';
import { StagedFiles } from './stagedFiles';

/** Progress is told this often at most. */
const TELL_EVERY_MS = 100;
const MOST_JOBS = 20;

/** What a download has fetched. */
export interface FetchedHistory {
  readonly choices: readonly ImportChoice[];
  /** What the venue does not publish, and what else is to be said in the session. */
  readonly findings: readonly Finding[];
  /** "BTC of Binance USD-M, 14 Jan 2025". */
  readonly title: string;
  /** The session is made: the fetched files may go. */
  discard(): Promise<void>;
}

export interface FetchContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { file: string; bytes: number; totalBytes: number }) => void;
}

/** Fetches history from a venue; fails with a sentence, and goes on where it was when asked again. */
export type FetchHistory = (
  request: HistoryRequest,
  context: FetchContext,
) => Promise<Result<FetchedHistory>>;

export interface ImportJobsOptions {
  /** For files that were sent, and for sorting. */
  readonly folder: string;
  readonly store: SessionStore;
  readonly formats: readonly ImportFormat[];
  readonly fetchHistory: FetchHistory;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly freeDiskBytes: () => Promise<number>;
  readonly onChange: (jobs: ImportJob[]) => void;
  /** The list of sessions may have changed. */
  readonly onSession: () => void;
  readonly onFault: (error: unknown, during: string) => void;
}

interface Job {
  view: ImportJob;
  survey: ImportSurvey | null;
  files: readonly string[];
  fetched: FetchedHistory | null;
  /** Of what runs now. */
  running: AbortController | null;
  /** Settles when nothing of the job runs any more, also what was overtaken. */
  ended: Promise<unknown>;
  lastToldMs: number;
}

export class ImportJobs {
  readonly staged: StagedFiles;
  readonly #options: ImportJobsOptions;
  readonly #jobs = new Map<string, Job>();

  constructor(options: ImportJobsOptions) {
    this.#options = options;
    const { folder, freeDiskBytes } = options;
    this.staged = new StagedFiles({ folder: join(folder, 'staged'), freeDiskBytes });
  }

  /** Begins to look at files; the job tells what it found. Looking again overtakes a look that still goes on. */
  survey({ job: id, files }: CallParams<'surveyImport'>): Result<{ job: string }> {
    const choices: ImportChoice[] = [];
    for (const { file, format, parameters } of files) {
      const path = this.staged.get(file)?.path;
      if (path === undefined) return fail('bad-argument', 'One of the files is gone.', 'Add it again.');
      choices.push({ path, format, parameters: givenParameters(parameters) });
    }
    const known = id === null ? this.#create('') : this.#jobs.get(id);
    if (known === undefined) return unknownJob();
    if (!['surveying', 'ready', 'failed'].includes(known.view.state)) {
      return fail('session-busy', 'These files are being imported already.');
    }
    known.files = files.map(({ file }) => file);
    this.#run(known, 'surveying', (signal) => this.#look(known, choices, signal));
    return ok({ job: known.view.id });
  }

  start({ job: id, title }: CallParams<'startImport'>): Result<null> {
    const job = this.#jobs.get(id);
    if (job === undefined) return unknownJob();
    const { survey } = job;
    if (job.view.state !== 'ready' || survey === null) {
      return fail(
        'session-busy',
        'These files are not ready to be imported.',
        'Wait until they were looked at.',
      );
    }
    if (job.view.obstacle !== null) return fail('bad-argument', job.view.obstacle);
    this.#run(job, 'importing', (signal) => this.#import(job, survey, title, signal));
    return ok(null);
  }

  /** Fetches history, looks at it and, unless something is to be asked, makes a session of it. */
  download(request: HistoryRequest): Result<{ job: string }> {
    const job = this.#create(`${request.asset} of ${request.venue}`);
    this.#run(job, 'downloading', async (signal) => {
      const onProgress = (progress: { file: string; bytes: number; totalBytes: number }) =>
        this.#progress(job, signal, { ...progress, rows: 0 });
      const fetched = await this.#options.fetchHistory(request, { signal, onProgress });
      signal.throwIfAborted();
      if (!fetched.ok) return this.#fail(job, fetched.error);
      job.fetched = fetched.value;
      this.#update(job, { state: 'surveying', title: fetched.value.title });
      await this.#look(job, fetched.value.choices, signal);
      const { survey } = job;
      if (survey === null || job.view.obstacle !== null) return;
      this.#update(job, { state: 'importing' });
      await this.#import(job, survey, fetched.value.title, signal);
    });
    return ok({ job: job.view.id });
  }

  /** Ends what the job does and takes it off the list; a session that it has made stays. */
  async cancel({ job: id }: CallParams<'cancelImport'>): Promise<Result<null>> {
    const job = this.#jobs.get(id);
    if (job === undefined) return unknownJob();
    this.#jobs.delete(id);
    job.running?.abort();
    this.#publish();
    await job.ended;
    await this.staged.release(job.files);
    return ok(null);
  }

  async close(): Promise<void> {
    for (const { running } of this.#jobs.values()) running?.abort();
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
    await this.staged.empty();
  }

  async #look(job: Job, choices: readonly ImportChoice[], signal: AbortSignal): Promise<void> {
    const { formats } = this.#options;
    const survey = await surveyFiles(choices, formats, {
      signal,
      onProgress: ({ file, bytes, totalBytes, rows }) =>
        this.#progress(job, signal, { file, bytes, totalBytes, rows }),
    });
    signal.throwIfAborted();
    const idOf = new Map(job.files.map((id) => [this.staged.get(id)?.path, id]));
    job.survey = survey;
    this.#update(job, {
      state: 'ready',
      title: job.view.title === '' || job.fetched === null ? defaultTitle(survey) : job.view.title,
      progress: null,
      files: survey.files.map((file, index) => fileView(file, idOf.get(file.path) ?? `fetched-${index}`)),
      obstacle: firstReason(survey),
      reason: null,
    });
  }

  async #import(job: Job, survey: ImportSurvey, title: string, signal: AbortSignal): Promise<void> {
    const { store, appVersion, clock, folder, onSession } = this.#options;
    const scratchFolder = join(folder, 'sorting');
    await mkdir(scratchFolder, { recursive: true });
    const done = await importFiles(
      {
        survey,
        store,
        title,
        appVersion,
        startedAtMs: clock.wallMs(),
        scratchFolder,
        ...(job.fetched === null ? {} : { notes: job.fetched.findings }),
      },
      {
        signal,
        onProgress: ({ file, bytes, totalBytes, rows }) =>
          this.#progress(job, signal, { file, bytes, totalBytes, rows }),
      },
    );
    onSession();
    signal.throwIfAborted();
    if (!done.ok) return this.#fail(job, done.error);
    const { summary, rows, findings } = done.value;
    await this.staged.release(job.files);
    await job.fetched?.discard();
    job.survey = null;
    this.#update(job, {
      state: 'done',
      title,
      progress: null,
      findings: findings.map(findingView),
      rows,
      session: summary.id,
    });
  }

  #create(title: string): Job {
    const done = [...this.#jobs].filter(([, { view }]) => view.state === 'done' || view.state === 'failed');
    if (this.#jobs.size >= MOST_JOBS) this.#jobs.delete(done[0]?.[0] ?? '');
    const view: ImportJob = {
      id: randomUUID(),
      state: 'surveying',
      title,
      progress: null,
      files: [],
      obstacle: null,
      findings: [],
      rows: null,
      session: null,
      reason: null,
    };
    const job: Job = {
      ...{ view, survey: null, files: [], fetched: null, running: null },
      ...{ ended: Promise.resolve(), lastToldMs: 0 },
    };
    this.#jobs.set(view.id, job);
    return job;
  }

  #run(job: Job, state: ImportJob['state'], task: (signal: AbortSignal) => Promise<void>): void {
    job.running?.abort();
    const controller = new AbortController();
    job.running = controller;
    this.#update(job, { state, progress: null, reason: null });
    const running = task(controller.signal)
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        this.#options.onFault(error, 'an import');
        this.#fail(job, { message: sentenceOf(error) });
      })
      .finally(() => {
        if (job.running === controller) job.running = null;
      });
    job.ended = Promise.all([job.ended, running]);
  }

  #fail(job: Job, { message, hint }: { readonly message: string; readonly hint?: string }): void {
    const reason = hint === undefined ? message : `${message} ${hint}`;
    this.#update(job, { state: 'failed', progress: null, reason });
  }

  #progress(job: Job, signal: AbortSignal, progress: NonNullable<ImportJob['progress']>): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (signal.aborted || nowMs - job.lastToldMs < TELL_EVERY_MS) return;
    job.lastToldMs = nowMs;
    this.#update(job, { progress });
  }

  #update(job: Job, change: Partial<ImportJob>): void {
    job.view = { ...job.view, ...change };
    this.#publish();
  }

  #publish(): void {
    this.#options.onChange([...this.#jobs.values()].map(({ view }) => view));
  }
}

function unknownJob(): Result<never> {
  return fail('bad-argument', 'This import is not there any more.', 'Add the files again.');
}
