import { mkdir } from 'node:fs/promises';
import {
  HISTORY_KINDS,
  type HistoryKind,
  type HistoryRequest,
  historyRequestSchema,
} from '../../../shared/contract/imports';
import { describeIssues } from '../../../shared/contract/issues';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import { DAY_MS } from '../../../shared/model/time';
import { importFiles } from '../../engine/imports/importFiles';
import { surveyFiles } from '../../engine/imports/survey';
import { firstReason } from '../../engine/imports/surveyWords';
import { spillFolderOf } from '../../engine/sessions/duckdb/spillFolder';
import { systemClock } from '../../engine/systemClock';
import { appVersion } from '../appVersion';
import { type CommandIo, type CommandSpec, complain, type ParsedOptions, report } from '../command';
import { dataFolder, sessionsFolder } from '../dataFolder';
import { readFeedOptions } from '../feedArguments';
import { describeFindings, describeSurvey } from '../importText';
import { openHistory } from '../openHistory';
import { importFormats } from '../openImports';
import { openStore } from '../openStore';

const DEFAULT_KINDS: readonly HistoryKind[] = ['candles', 'openInterest', 'funding'];

export const downloadCommand: CommandSpec = {
  name: 'download',
  summary: 'Fetches the past of a market from its venue and makes a session of it.',
  positionals: [],
  options: {
    venue: { value: 'ID', help: 'binanceusdm, binance or bybit' },
    asset: { value: 'ASSET', help: 'e.g. BTC; its market against USDT' },
    from: { value: 'DAY', help: 'first day, UTC, e.g. 2025-01-14' },
    to: { value: 'DAY', help: 'last day (default: the first one)' },
    kinds: {
      value: 'LIST',
      help: `what to fetch: ${HISTORY_KINDS.join(', ')} (default: ${DEFAULT_KINDS.join(',')})`,
    },
    out: { value: 'SESSION', help: 'the session file to write; it must not exist yet' },
    title: { value: 'TEXT', help: 'name of the session (default: what it holds)' },
    'data-dir': { value: 'PATH', help: 'folder where fetched parts are kept until they were imported' },
    'venue-url': { value: 'ID=URL', multiple: true, help: 'another origin for a venue, or for publicdata' },
  },
  async run({ options, io }) {
    const request = requestOf(options);
    if (!request.ok) return complain(io, 'download', request.error);
    const file = options.text('out');
    if (file === undefined) return complain(io, 'download', appError('bad-argument', '--out is missing.'));
    const urls = readFeedOptions(options);
    if (!urls.ok) return complain(io, 'download', urls.error);
    try {
      return await run(request.value, file, urls.value.venueUrls ?? {}, options, io);
    } catch (error) {
      if (!io.signal.aborted) throw error;
      const hint = 'What was fetched is kept: the same command goes on.';
      return report(io, 'download', appError('cancelled', 'Cancelled; no session was written.', hint));
    }
  },
};

async function run(
  request: HistoryRequest,
  file: string,
  venueUrls: Readonly<Record<string, string>>,
  options: ParsedOptions,
  io: CommandIo,
): Promise<number> {
  const dataDir = dataFolder(options.text('data-dir'));
  const { signal } = io;
  const fetched = await openHistory(dataDir, { venueUrls: { ...venueUrls } })(request, {
    signal,
    onProgress: ({ file: what, bytes, totalBytes }) => io.err(`${bytes + 1} of ${totalBytes}: ${what}\n`),
  });
  if (!fetched.ok) return report(io, 'download', fetched.error);
  const { choices, findings: notes, title } = fetched.value;
  const context = { signal, onProgress: () => {} };
  const survey = await surveyFiles(choices, importFormats, context);
  const reason = firstReason(survey);
  if (reason !== null) {
    io.out(describeSurvey(survey));
    return report(io, 'download', appError('bad-argument', reason));
  }
  const scratchFolder = spillFolderOf(sessionsFolder(dataDir));
  await mkdir(scratchFolder, { recursive: true });
  const done = await importFiles(
    {
      ...{ survey, notes, appVersion, file, scratchFolder },
      store: openStore(),
      title: options.text('title') ?? title,
      startedAtMs: systemClock.wallMs(),
    },
    context,
  );
  if (!done.ok) return report(io, 'download', done.error);
  await fetched.value.discard();
  const { rows, findings } = done.value;
  io.out(`${describeFindings(findings)}${rows.toLocaleString('en')} events of ${title} are in ${file}.\n`);
  return 0;
}

function requestOf(options: ParsedOptions): Result<HistoryRequest> {
  const from = options.text('from');
  if (from === undefined) return fail('bad-argument', '--from is missing.', 'Name a day, e.g. 2025-01-14.');
  const fromMs = dayMs(from);
  const lastMs = dayMs(options.text('to') ?? from);
  if (Number.isNaN(fromMs) || Number.isNaN(lastMs)) {
    return fail('bad-argument', '--from and --to are days.', 'Write them as 2025-01-14.');
  }
  const kinds = options
    .text('kinds')
    ?.split(',')
    .map((kind) => kind.trim()) ?? [...DEFAULT_KINDS];
  const parsed = historyRequestSchema.safeParse({
    ...{ venue: options.text('venue'), asset: options.text('asset'), kinds },
    ...{ fromMs, toMs: lastMs + DAY_MS },
  });
  return parsed.success ? ok(parsed.data) : fail('bad-argument', `${describeIssues(parsed.error)}.`);
}

function dayMs(text: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
}
