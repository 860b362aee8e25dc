/**
 * Imports of this window: files on their way to the engine, what the user said about them, and every job.
 *
 * Invariants:
 * - What the user said about a file is kept beside what was recognised, so that looking again asks the rest.
 * - Files dropped while a job of this window waits for its user join that job: they become one session.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HistoryRequest, ImportChoiceText, ImportJob, OfferedFile } from '../../shared/contract/imports';
import type { AppError, Result } from '../../shared/model/result';
import type { EngineClient } from '../engine/client';

/** Hands a file of the user's to the engine; fails as cancelled when `signal` says so. */
export type OfferFile = (
  file: File,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<Result<OfferedFile>>;

/** A file on its way to the engine. */
export interface SentFile {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  readonly sentBytes: number;
}

/** What the user said about a file, by its id. */
type Answers = Readonly<Record<string, Omit<ImportChoiceText, 'file'>>>;

export interface ImportState {
  readonly sending: readonly SentFile[];
  /** Null until the engine has told. */
  readonly jobs: readonly ImportJob[] | null;
  readonly answers: Answers;
  /** The job that further files join; null: they begin another. */
  readonly draft: string | null;
  readonly failure: AppError | null;
}

export interface ImportActions {
  add(files: readonly File[]): Promise<void>;
  stopSending(): void;
  /** Looks at the files of a job again, with another answer about one of them. */
  answer(job: ImportJob, file: string, change: Partial<Omit<ImportChoiceText, 'file'>>): Promise<void>;
  leaveOut(job: ImportJob, file: string): Promise<void>;
  start(job: string, title: string): Promise<void>;
  /** Ends a job, or takes one that has ended off the list. */
  cancel(job: string): Promise<void>;
  download(request: HistoryRequest): Promise<void>;
  dismissFailure(): void;
}

export type ImportStore = StoreApi<ImportState & ImportActions>;

const NOTHING_SAID = { format: null, parameters: {} } as const;

export function createImportStore(engine: EngineClient, offerFile: OfferFile): ImportStore {
  let sending: AbortController | null = null;
  let lastKey = 0;

  const store: ImportStore = createStore((set, get) => {
    const told = (done: Result<unknown>) => set({ failure: done.ok ? null : done.error });
    const survey = async (job: string | null, files: readonly string[]) => {
      const { answers } = get();
      const choices = files.map((file) => ({ file, ...(answers[file] ?? NOTHING_SAID) }));
      const done = await engine.call('surveyImport', { job, files: choices });
      set(done.ok ? { draft: done.value.job, failure: null } : { failure: done.error });
    };
    const jobOf = (id: string | null) => get().jobs?.find((job) => job.id === id);

    return {
      sending: [],
      jobs: null,
      answers: {},
      draft: null,
      failure: null,
      add: async (files) => {
        if (files.length === 0) return;
        sending ??= new AbortController();
        const { signal } = sending;
        const queued = files.map((file) => ({ file, key: ++lastKey }));
        set({
          failure: null,
          sending: [
            ...get().sending,
            ...queued.map(({ file, key }) => ({ key, name: file.name, bytes: file.size, sentBytes: 0 })),
          ],
        });
        const offered: string[] = [];
        for (const { file, key } of queued) {
          const onSent = (sentBytes: number) =>
            set({
              sending: get().sending.map((one) => (one.key === key ? { ...one, sentBytes } : one)),
            });
          const done = await offerFile(file, onSent, signal);
          set({ sending: get().sending.filter((one) => one.key !== key) });
          if (signal.aborted) break;
          if (done.ok) offered.push(done.value.id);
          else set({ failure: done.error });
        }
        if (offered.length === 0 || signal.aborted) return;
        const { failure } = get();
        const draft = jobOf(get().draft);
        const waits = draft !== undefined && ['surveying', 'ready', 'failed'].includes(draft.state);
        const before = waits ? filesOf(draft) : [];
        await survey(waits ? draft.id : null, [...before, ...offered]);
        if (failure !== null && get().failure === null) set({ failure });
      },
      stopSending: () => {
        sending?.abort();
        sending = null;
        set({ sending: [] });
      },
      answer: async (job, file, change) => {
        const said = get().answers[file] ?? NOTHING_SAID;
        const parameters = { ...said.parameters, ...change.parameters };
        set({ answers: { ...get().answers, [file]: { ...said, ...change, parameters } } });
        await survey(job.id, filesOf(job));
      },
      leaveOut: async (job, file) => {
        const rest = filesOf(job).filter((one) => one !== file);
        if (rest.length === 0) await get().cancel(job.id);
        else await survey(job.id, rest);
      },
      start: async (job, title) => {
        set({ draft: null });
        told(await engine.call('startImport', { job, title }));
      },
      cancel: async (job) => told(await engine.call('cancelImport', { job })),
      download: async (request) => told(await engine.call('downloadHistory', request)),
      dismissFailure: () => set({ failure: null }),
    };
  });

  engine.subscribe('importJobs', {}, (jobs) => store.setState({ jobs }));
  return store;
}

/** Ids, each once: the entries of an archive share theirs. */
function filesOf(job: ImportJob): readonly string[] {
  return [...new Set(job.files.map(({ file }) => file))];
}
