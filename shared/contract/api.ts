/**
 * The one list of calls and topics between the engine and a window. Both ends derive their types from it,
 * and every argument is validated by its schema at the engine's end.
 *
 * A call is answered once with a `Result`. A topic is subscribed to with parameters and pushes values until
 * it is unsubscribed: either JSON values (`value` schema) or columnar binary frames (`frame` name, see
 * `frames.ts`). Values of a topic are states, not increments, unless its comment says otherwise: a slow
 * window may miss some in between and is right again with the next one.
 */
import { z } from 'zod';
import { BRIEF_FORMATS } from '../brief/briefFormats';
import { MAX_SPEED, MIN_SPEED } from '../feed/player';
import { untilTargetSchema } from '../feed/targets/untilKinds';
import { studyProblem } from '../indicators/studies/studyChoice';
import { isPlainText, MAX_NAME } from '../model/plainText';
import { marketStructureSchema } from '../model/structure';
import { DAY_MS, INTERVALS, MINUTE_MS, MOST_BARS } from '../model/time';
import { bookmarkChangeSchema, bookmarkDraftSchema, bookmarkIdSchema, bookmarkSchema } from './bookmarks';
import { exportRequestSchema, exportStatusSchema } from './exports';
import type { BarsFrame, StudyFrame, TapeFrame } from './frames';
import { historyRequestSchema, importJobSchema, surveyImportSchema } from './imports';
import { libraryFolderSchema, libraryStateSchema, tagsSchema } from './library';
import {
  bookmarksSchema,
  feedOfferSchema,
  figureSchema,
  healthSchema,
  instrumentSchema,
  loopSchema,
  noticeSchema,
  overviewSchema,
  recorderSchema,
  scenarioSchema,
  sessionSummarySchema,
  settingsPatchSchema,
  settingsSchema,
  sparksSchema,
  transportSchema,
  venueSchema,
} from './values';

/** Grows with every incompatible change; a mismatch is a blocking screen with a reload button. */
export const PROTOCOL_VERSION = 1;

/** The id of the running feed as a session; saved sessions have ids of their own. */
export const LIVE_SESSION = 'live';

/** Longest title of a session. */
export const MAX_TITLE = 120;

const session = z.string().min(1).max(200);
const title = z
  .string()
  .trim()
  .min(1)
  .max(MAX_TITLE)
  .refine((text) => isPlainText(text, MAX_TITLE), 'a title is one line without control characters');
const instrumentId = z.string().min(1).max(MAX_NAME);
const interval = z.enum(INTERVALS);
const none = z.strictObject({});
const stepBy = z.discriminatedUnion('unit', [
  z.strictObject({ unit: z.literal('event') }),
  z.strictObject({ unit: z.literal('second') }),
  z.strictObject({ unit: z.literal('bar'), barMs: z.number().int().positive() }),
]);

const direction = z.union([z.literal(1), z.literal(-1)]);

const playerCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('play') }),
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('playToEnd') }),
  z.strictObject({ type: z.literal('seek'), timeMs: z.number().finite() }),
  z.strictObject({ type: z.literal('speed'), speed: z.number().min(MIN_SPEED).max(MAX_SPEED) }),
  z.strictObject({ type: z.literal('step'), by: stepBy, direction }),
  z.strictObject({ type: z.literal('until'), target: untilTargetSchema, direction }),
  z.strictObject({ type: z.literal('loop'), loop: loopSchema.nullable() }),
]);

export const engineCalls = {
  /** First call on every link. */
  hello: {
    params: z.strictObject({ protocolVersion: z.number().int() }),
    result: z.object({ protocolVersion: z.number().int(), appVersion: z.string(), dataDir: z.string() }),
  },
  /** What a session offers to look at. */
  describeSession: {
    params: z.strictObject({ session }),
    result: z.object({
      title: z.string(),
      instruments: z.array(instrumentSchema),
      venues: z.array(venueSchema),
    }),
  },
  listSessions: { params: none, result: z.array(sessionSummarySchema) },
  /**
   * Opens a saved session for replay; the answer is the id to subscribe with. Opening twice is one player;
   * `isNew` says whether this call made it, so that it stands at its beginning. A replay whose last window is
   * gone without closing it stands still for a while, and is found as it was when it is opened again.
   */
  openSession: {
    params: z.strictObject({ id: session }),
    result: z.object({ session: z.string(), isNew: z.boolean() }),
  },
  closeSession: { params: z.strictObject({ session }), result: z.null() },
  control: { params: z.strictObject({ session, command: playerCommandSchema }), result: z.null() },
  /**
   * Asks the venue for candles before those that are known. They come as bars, and are recorded. `end` says
   * why there are none before them: the venue has no more, or Breakwater keeps no more; else null.
   */
  loadOlder: {
    params: z.strictObject({ session, instrumentId, interval, beforeMs: z.number().int().positive() }),
    result: z.object({ candles: z.number().int(), end: z.enum(['venue', 'kept']).nullable() }),
  },
  renameSession: {
    params: z.strictObject({ id: session, title }),
    result: z.null(),
  },
  /** Sets the tags, or whether it is pinned; what is left out stays. */
  /** The brief of a saved session as of a moment (null: its end), as text of the format. */
  writeBrief: {
    params: z.strictObject({
      id: session,
      atMs: z.number().finite().nullable(),
      windowMs: z
        .number()
        .int()
        .min(MINUTE_MS)
        .max(31 * DAY_MS),
      format: z.enum(BRIEF_FORMATS),
    }),
    result: z.object({ text: z.string(), asOfMs: z.number() }),
  },
  labelSession: {
    params: z.strictObject({ id: session, tags: tagsSchema.optional(), pinned: z.boolean().optional() }),
    result: z.null(),
  },
  /** Writes a session out; how it goes on comes with the topic `exports`. One at a time. */
  exportSession: { params: exportRequestSchema, result: z.null() },
  cancelExport: { params: none, result: z.null() },
  /** Moves it aside, from where `restoreSession` brings it back until the engine starts again. */
  deleteSession: { params: z.strictObject({ id: session }), result: z.null() },
  restoreSession: { params: z.strictObject({ id: session }), result: z.null() },
  /**
   * Takes all sessions to another folder, which is empty or new, and answers when they are there; how it goes on
   * comes with the topic `library`. Refused while a session is recorded or open. What fails leaves them where they were.
   */
  moveLibrary: { params: z.strictObject({ folder: libraryFolderSchema }), result: z.null() },
  cancelMove: { params: none, result: z.null() },
  /** Bookmarks are kept with the session: in its file, or beside it for as long as that cannot be written. */
  addBookmark: { params: z.strictObject({ session, bookmark: bookmarkDraftSchema }), result: bookmarkSchema },
  editBookmark: {
    params: z.strictObject({ session, id: bookmarkIdSchema, change: bookmarkChangeSchema }),
    result: bookmarkSchema,
  },
  deleteBookmark: { params: z.strictObject({ session, id: bookmarkIdSchema }), result: z.null() },
  /** Brings back what was deleted. */
  restoreBookmark: { params: z.strictObject({ session, id: bookmarkIdSchema }), result: z.null() },
  /** Begins to look at files; what is found comes with the topic `importJobs`. */
  surveyImport: { params: surveyImportSchema, result: z.object({ job: z.string() }) },
  /** Makes a session of the files of a job that is `ready`. */
  startImport: { params: z.strictObject({ job: z.string().max(64), title }), result: z.null() },
  /** Ends a job and takes it off the list; what it has made stays. */
  cancelImport: { params: z.strictObject({ job: z.string().max(64) }), result: z.null() },
  /** Fetches history from a venue and makes a session of it; a job like an import. */
  downloadHistory: { params: historyRequestSchema, result: z.object({ job: z.string() }) },
  /** Every venue that can be chosen in the settings. */
  listVenues: { params: none, result: z.array(venueSchema) },
  /** Every scenario that the simulated market can run. */
  listScenarios: { params: none, result: z.array(scenarioSchema) },
  /** Begins the running feed anew: the simulated market at its chapter, in a session of its own. */
  restartFeed: { params: none, result: z.null() },
  startRecording: { params: none, result: recorderSchema },
  stopRecording: { params: none, result: recorderSchema },
  getSettings: { params: none, result: settingsSchema },
  /** Merges; unknown fields and values out of range are refused by name. */
  patchSettings: { params: settingsPatchSchema, result: settingsSchema },
  /** A hidden window gets no frames, and a full snapshot when it is shown again. */
  setVisible: { params: z.strictObject({ visible: z.boolean() }), result: z.null() },
} as const;

export const engineTopics = {
  /** Player state and clock of a session. */
  transport: { params: z.strictObject({ session }), value: transportSchema },
  /** Candles of one instrument with the liquidations of its asset; binary frames `BarsFrame`. */
  bars: {
    params: z.strictObject({
      session,
      instrumentId,
      interval,
      limit: z.number().int().min(1).max(MOST_BARS),
    }),
    frame: 'bars',
  },
  /** A study over the same bars; binary frames `StudyFrame`. */
  studies: {
    params: z
      .strictObject({
        session,
        instrumentId,
        interval,
        limit: z.number().int().min(1).max(MOST_BARS),
        study: z.string().max(60),
        params: z.record(z.string().max(40), z.union([z.number(), z.string().max(60)])),
      })
      .superRefine((choice, context) => {
        const problem = studyProblem(choice);
        if (problem !== null) context.addIssue({ code: 'custom', message: problem });
      }),
    frame: 'study',
  },
  /** Newest trades of one instrument at or above a size; binary frames `TapeFrame`, increments. */
  trades: {
    params: z.strictObject({ session, instrumentId, minNotionalUsd: z.number().min(0) }),
    frame: 'tape',
  },
  /** Newest liquidations of all venues at or above a size; binary frames `TapeFrame`, increments. */
  liquidations: {
    params: z.strictObject({
      session,
      assets: z.array(z.string()).max(50),
      minNotionalUsd: z.number().min(0),
    }),
    frame: 'tape',
  },
  /** Prices, changes, liquidation totals and taker deltas over a rolling window. */
  figures: {
    params: z.strictObject({
      session,
      windowMs: z
        .number()
        .int()
        .min(1000)
        .max(31 * 86_400_000),
    }),
    value: z.object({ epoch: z.number(), nowMs: z.number().nullable(), figures: z.array(figureSchema) }),
  },
  /** Ranges, breakouts, bursts and the story they make, of one asset. */
  structure: {
    params: z.strictObject({ session, asset: z.string().max(50) }),
    value: z.object({ epoch: z.number(), structure: marketStructureSchema }),
  },
  /** The last 24 hours of some instruments in a hundred points; one that is not known yet is left out. */
  sparks: {
    params: z.strictObject({ session, instrumentIds: z.array(instrumentId).max(50) }),
    value: sparksSchema,
  },
  /** The whole session at the resolution of a strip; nothing comes while a saved one is still being read. */
  overview: { params: z.strictObject({ session, instrumentId }), value: overviewSchema },
  bookmarks: { params: z.strictObject({ session }), value: bookmarksSchema },
  health: { params: z.strictObject({ session }), value: healthSchema },
  recorder: { params: none, value: recorderSchema },
  sessions: { params: none, value: z.array(sessionSummarySchema) },
  library: { params: none, value: libraryStateSchema },
  importJobs: { params: none, value: z.array(importJobSchema) },
  /** Live venues that could be switched to; empty unless the user has yet to choose. */
  feedOffer: { params: none, value: feedOfferSchema },
  /** The export that runs, or ended last; null before the first. */
  exports: { params: none, value: exportStatusSchema.nullable() },
  notices: { params: none, value: z.array(noticeSchema) },
  settings: { params: none, value: settingsSchema },
} as const;

export type EngineCalls = typeof engineCalls;
export type EngineTopics = typeof engineTopics;
export type CallName = keyof EngineCalls;
export type TopicName = keyof EngineTopics;
export type CallParams<N extends CallName> = z.output<EngineCalls[N]['params']>;
export type CallResult<N extends CallName> = z.output<EngineCalls[N]['result']>;
export type TopicParams<N extends TopicName> = z.output<EngineTopics[N]['params']>;

interface Frames {
  bars: BarsFrame;
  tape: TapeFrame;
  study: StudyFrame;
}

/** Topics that push binary frames. */
type FrameTopic = {
  [N in TopicName]: EngineTopics[N] extends { frame: string } ? N : never;
}[TopicName];
/** Topics that push JSON values. */
export type ValueTopic = Exclude<TopicName, FrameTopic>;
/** What a topic pushes. */
export type TopicPayload<N extends TopicName> = EngineTopics[N] extends {
  frame: infer F extends keyof Frames;
}
  ? Frames[F]
  : EngineTopics[N] extends { value: infer V extends z.ZodType }
    ? z.output<V>
    : never;
/** A topic with its validated parameters. */
export type TopicRequest = {
  [N in TopicName]: { readonly topic: N; readonly params: TopicParams<N> };
}[TopicName];
