import { mkdir } from 'node:fs/promises';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import { importFiles } from '../../engine/imports/importFiles';
import type { ImportParameters } from '../../engine/imports/importFormat';
import type { ImportProgress } from '../../engine/imports/progress';
import { type ImportChoice, type ImportSurvey, surveyFiles } from '../../engine/imports/survey';
import { defaultTitle, firstReason } from '../../engine/imports/surveyWords';
import { spillFolderOf } from '../../engine/sessions/duckdb/spillFolder';
import { systemClock } from '../../engine/systemClock';
import { appVersion } from '../appVersion';
import { parseDuration } from '../arguments';
import { type CommandIo, type CommandSpec, complain, type ParsedOptions, report } from '../command';
import { dataFolder, sessionsFolder } from '../dataFolder';
import { formatBytes } from '../format';
import { describeFindings, describeSurvey } from '../importText';
import { importFormats } from '../openImports';
import { openStore } from '../openStore';

const TELL_EVERY_MS = 500;

export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'Makes a session of files of market data: csv, json, jsonl, log or Parquet, also in gz or zip.',
  positionals: ['FILE…'],
  options: {
    out: { value: 'SESSION', help: 'the session file to write; it must not exist yet' },
    'dry-run': { help: 'only say what the files hold and what is wrong with them' },
    json: { help: 'print what was found as one JSON object' },
    title: { value: 'TEXT', help: 'name of the session (default: what it holds)' },
    format: { value: 'ID', help: 'read the files as this format instead of recognising it' },
    venue: { value: 'ID', help: 'the venue, e.g. binanceusdm' },
    symbol: { value: 'SYMBOL', help: "the venue's symbol, e.g. BTCUSDT" },
    kind: { value: 'spot|perpetual', help: 'kind of market' },
    interval: { value: '5m', help: 'length of the candles' },
    stamp: { value: 'open|close', help: 'which end of its candle a time names' },
    columns: { value: 'LIST', help: 'meaning=column by name or number, e.g. time=ts,price=3' },
  },
  async run({ positionals, options, io }) {
    const choices = choicesOf(positionals, options);
    if (!choices.ok) return complain(io, 'import', choices.error);
    const file = options.text('out');
    const isDryRun = options.flag('dry-run');
    if (file === undefined && !isDryRun) {
      return complain(io, 'import', appError('bad-argument', '--out is missing.', 'Or use --dry-run.'));
    }
    try {
      const onProgress = teller(io);
      const context = { signal: io.signal, onProgress };
      const survey = await surveyFiles(choices.value, importFormats, context);
      onProgress.done();
      const reason = firstReason(survey);
      if (isDryRun || reason !== null) {
        io.out(options.flag('json') ? `${JSON.stringify(plain(survey))}\n` : describeSurvey(survey));
      }
      if (reason !== null) return report(io, 'import', appError('bad-argument', reason, howToAnswer(survey)));
      if (isDryRun || file === undefined) return 0;
      return await runImport(survey, file, options, io);
    } catch (error) {
      if (!io.signal.aborted) throw error;
      return report(io, 'import', appError('cancelled', 'Cancelled; nothing was written.'));
    }
  },
};

async function runImport(
  survey: ImportSurvey,
  file: string,
  options: ParsedOptions,
  io: CommandIo,
): Promise<number> {
  const scratchFolder = spillFolderOf(sessionsFolder(dataFolder(undefined)));
  await mkdir(scratchFolder, { recursive: true });
  const startedMs = systemClock.monotonicMs();
  const onProgress = teller(io);
  const done = await importFiles(
    {
      survey,
      store: openStore(),
      title: options.text('title') ?? defaultTitle(survey),
      appVersion,
      startedAtMs: systemClock.wallMs(),
      file,
      scratchFolder,
    },
    { signal: io.signal, onProgress },
  );
  onProgress.done();
  if (!done.ok) return report(io, 'import', done.error);
  const { rows, findings, summary } = done.value;
  const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
  io.out(
    `${describeFindings(findings)}${rows.toLocaleString('en')} events imported into ${file} ` +
      `(${formatBytes(summary.bytes)}) in ${seconds} s.\n`,
  );
  return 0;
}

function choicesOf(paths: readonly string[], options: ParsedOptions): Result<readonly ImportChoice[]> {
  const parameters: { -readonly [K in keyof ImportParameters]?: ImportParameters[K] } = {};
  const venue = options.text('venue');
  if (venue !== undefined) parameters.venue = venue;
  const symbol = options.text('symbol');
  if (symbol !== undefined) parameters.symbol = symbol;
  const kind = oneOf(options, 'kind', ['spot', 'perpetual'] as const);
  if (!kind.ok) return kind;
  if (kind.value !== null) parameters.kind = kind.value;
  const stamp = oneOf(options, 'stamp', ['open', 'close'] as const);
  if (!stamp.ok) return stamp;
  if (stamp.value !== null) parameters.stampIs = stamp.value;
  const interval = options.text('interval');
  if (interval !== undefined) {
    const parsed = parseDuration(interval);
    if (!parsed.ok) return parsed;
    parameters.intervalMs = parsed.value;
  }
  const columnNames = columnsOf(options.text('columns'));
  if (!columnNames.ok) return columnNames;
  const format = options.text('format') ?? null;
  return ok(
    paths.map((path) => ({
      path,
      format,
      parameters,
      ...(columnNames.value === null ? {} : { columnNames: columnNames.value }),
    })),
  );
}

function oneOf<W extends string>(
  options: ParsedOptions,
  name: string,
  words: readonly W[],
): Result<W | null> {
  const text = options.text(name);
  if (text === undefined) return ok(null);
  const word = words.find((each) => each === text);
  if (word !== undefined) return ok(word);
  return fail('bad-argument', `--${name} "${text}" is not known.`, `Choose from: ${words.join(', ')}.`);
}

function columnsOf(text: string | undefined): Result<Readonly<Record<string, string>> | null> {
  if (text === undefined) return ok(null);
  const columns: Record<string, string> = {};
  for (const item of text.split(',')) {
    const [meaning = '', name = ''] = item.split('=').map((part) => part.trim());
    if (meaning === '' || name === '') {
      return fail('bad-argument', `"${item}" names no column.`, 'Write --columns time=ts,price=px,amount=3.');
    }
    columns[meaning] = name;
  }
  return ok(columns);
}

const OPTION_OF: Readonly<Partial<Record<keyof ImportParameters, string>>> = {
  venue: 'venue',
  symbol: 'symbol',
  asset: 'symbol',
  quote: 'symbol',
  kind: 'kind',
  intervalMs: 'interval',
  stampIs: 'stamp',
  columns: 'columns',
};

/** How the questions that are left are answered here; nothing when a file is refused anyway. */
function howToAnswer(survey: ImportSurvey): string | undefined {
  if (survey.files.some(({ refusal }) => refusal !== null)) return undefined;
  const asked = survey.files.flatMap(({ questions }) =>
    questions.flatMap(({ parameter }) => OPTION_OF[parameter] ?? []),
  );
  if (asked.length === 0) return undefined;
  const options = [...new Set(asked)].map((name) => `--${name} ${importCommand.options[name]?.value ?? ''}`);
  return `Answer with ${options.join(', ')}.`;
}

/** Tells progress now and then; on a screen in one line that is drawn anew. */
function teller(io: CommandIo) {
  const isScreen = process.stderr.isTTY === true;
  const everyMs = isScreen ? TELL_EVERY_MS / 2 : TELL_EVERY_MS * 10;
  let lastMs = systemClock.monotonicMs();
  let isLineOpen = false;
  const tell = (progress: ImportProgress) => {
    const nowMs = systemClock.monotonicMs();
    if (nowMs - lastMs < everyMs) return;
    lastMs = nowMs;
    const { phase, file, bytes, totalBytes, rows } = progress;
    const share = totalBytes === 0 ? 100 : Math.floor((bytes / totalBytes) * 100);
    const line = `${phase === 'survey' ? 'Looking at' : 'Importing'} ${file}: ${share} %, ${rows.toLocaleString('en')} events`;
    io.err(isScreen ? `\r${line}\x1b[K` : `${line}\n`);
    isLineOpen = isScreen;
  };
  const done = () => {
    if (isLineOpen) io.err('\n');
    isLineOpen = false;
  };
  return Object.assign(tell, { done });
}

/** Without what only the import needs. */
function plain(survey: ImportSurvey) {
  const files = survey.files.map(({ input: _, format, candidates, ...file }) => ({
    ...file,
    format: format?.id ?? null,
    candidates: candidates.map(({ format: { id }, recognition }) => ({ id, ...recognition })),
  }));
  return { files, venues: survey.venues };
}
