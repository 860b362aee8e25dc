/**
 * Imports as windows see them: files that were handed to the engine, jobs that look at them and make a session
 * of them, and downloads, which fetch their files first.
 *
 * Invariant: a window names files by ids that the engine gave out, never by a path.
 */
import { z } from 'zod';
import { FINDING_ACTIONS, FINDING_KINDS } from '../model/importRecord';
import { isName, MAX_NAME } from '../model/plainText';

/** Where the browser host takes files, one a request: `PUT /imports?name=…`. */
export const IMPORT_UPLOAD_PATH = '/imports';

const MOST_IMPORT_FILES = 200;
/** Of a file's first rows, for a person to see what the columns are. */
export const SAMPLE_ROWS_SHOWN = 5;
export const SAMPLE_COLUMNS_SHOWN = 40;

const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'text'] as const;
const STAMP_ENDS = ['open', 'close'] as const;
/** What can be downloaded of a market. */
export const HISTORY_KINDS = ['candles', 'trades', 'openInterest', 'funding', 'liquidations'] as const;

const identifier = z.string().regex(/^[\w-]{1,64}$/, 'an id is letters, digits and dashes');
const name = z.string().trim().refine(isName, 'a name is one line without control characters');
const column = z.number().int().min(0).max(10_000);
const meaning = z.string().regex(/^\w{1,40}$/);
const timeMs = z.number().int().min(0).max(8.64e15);

const parametersSchema = z.strictObject({
  venue: name.nullable(),
  symbol: name.nullable(),
  asset: name.nullable(),
  quote: name.nullable(),
  kind: z.enum(['spot', 'perpetual']).nullable(),
  intervalMs: z.number().int().positive().nullable(),
  timeUnit: z.enum(TIME_UNITS).nullable(),
  stampIs: z.enum(STAMP_ENDS).nullable(),
  /** Meaning → position of the column, from 0. */
  columns: z.record(meaning, column).nullable(),
});

/** A file and what the user says about it; what is left out is recognised. */
const importChoiceSchema = z.strictObject({
  file: identifier,
  /** Id of a format; null to recognise it. */
  format: z.string().max(MAX_NAME).nullable(),
  parameters: parametersSchema.partial(),
});

export const offeredFileSchema = z.object({
  id: identifier,
  /** As the user knows it, fit to be shown. */
  name: z.string(),
  bytes: z.number(),
});

const findingSchema = z.object({
  file: z.string(),
  kind: z.enum(FINDING_KINDS),
  action: z.enum(FINDING_ACTIONS),
  count: z.number(),
  firstLine: z.number(),
  lastLine: z.number(),
  detail: z.string(),
});

const surveyedFileSchema = z.object({
  /** Id of the file, which entries of one archive share. */
  file: z.string(),
  name: z.string(),
  bytes: z.number(),
  /** Why it cannot be imported, with what to do; null when it can. */
  refusal: z.string().nullable(),
  /** What it is taken for, and why; null when nothing fits. */
  format: z.object({ id: z.string(), title: z.string(), reason: z.string() }).nullable(),
  /** What it may be, most confident first. */
  candidates: z.array(z.object({ id: z.string(), title: z.string() })),
  parameters: parametersSchema.nullable(),
  questions: z.array(z.object({ parameter: parametersSchema.keyof(), sentence: z.string() })),
  counts: z.array(z.object({ kind: z.string(), instrumentId: z.string().nullable(), rows: z.number() })),
  range: z.object({ fromMs: z.number(), toMs: z.number() }).nullable(),
  findings: z.array(findingSchema),
  /** The first rows of a table; null for what has no columns. */
  sample: z.object({ header: z.array(z.string()).nullable(), rows: z.array(z.array(z.string())) }).nullable(),
});

const IMPORT_STATES = [
  'downloading',
  'surveying',
  /** Looked at; waits for the user. */
  'ready',
  'importing',
  'done',
  'failed',
] as const;

export const importJobSchema = z.object({
  id: identifier,
  state: z.enum(IMPORT_STATES),
  title: z.string(),
  /** Null while nothing runs. `bytes` of `totalBytes` are read; of a download, so many of its parts are there. */
  progress: z
    .object({ file: z.string(), bytes: z.number(), totalBytes: z.number(), rows: z.number() })
    .nullable(),
  files: z.array(surveyedFileSchema),
  /** Why the files cannot be imported as they are; null when they can. */
  obstacle: z.string().nullable(),
  /** Of the import, once it is done. */
  findings: z.array(findingSchema),
  /** Events imported, once it is done. */
  rows: z.number().nullable(),
  /** Id of the session that was made. */
  session: z.string().nullable(),
  /** Why it failed. */
  reason: z.string().nullable(),
});

export const surveyImportSchema = z.strictObject({
  /** To look again, with other answers, in the same job. */
  job: identifier.nullable(),
  files: z.array(importChoiceSchema).min(1).max(MOST_IMPORT_FILES),
});

export const historyRequestSchema = z
  .strictObject({
    venue: name,
    asset: z.string().regex(/^[A-Z0-9]{1,20}$/, 'an asset is capital letters and digits, e.g. BTC'),
    kinds: z.array(z.enum(HISTORY_KINDS)).min(1),
    /** The first day's beginning, and the last one's end, UTC. */
    fromMs: timeMs,
    toMs: timeMs,
  })
  .refine(({ fromMs, toMs }) => fromMs < toMs, 'the days end after they begin');

export type ImportJob = z.output<typeof importJobSchema>;
export type ImportFile = z.output<typeof surveyedFileSchema>;
export type ImportChoiceText = z.output<typeof importChoiceSchema>;
export type ImportParameterName = ImportFile['questions'][number]['parameter'];
export type OfferedFile = z.output<typeof offeredFileSchema>;
export type HistoryRequest = z.output<typeof historyRequestSchema>;
export type HistoryKind = (typeof HISTORY_KINDS)[number];
