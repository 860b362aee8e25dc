/**
 * The dry run of an import: reads all files once and says what they hold, what is wrong with them, and what
 * still has to be asked. Nothing is written.
 *
 * Invariant: what the survey decides (format, parameters, decimals, order) is what the import does.
 */

import type { Finding } from '../../../shared/model/importRecord';
import type { InstrumentId } from '../../../shared/model/instrument';
import { InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import type { VenueInfo } from '../../../shared/model/venue';
import { fileEvents } from './fileEvents';
import { FindingLog } from './findings';
import { CandleLabels, type LabelVerdict } from './formats/candleLabels';
import { type RecognisedFormat, recogniseFormats, withParameters } from './formats/registry';
import type { ImportFormat, ImportParameters, Recognition } from './importFormat';
import { type Decimals, ImportScales } from './importScales';
import { fileSha256, type InputPart, inputParts } from './inputs/inputParts';
import { type OpenInput, openInput } from './inputs/openInput';
import { overlapFindings } from './overlaps';
import { type ImportProgress, ProgressMeter } from './progress';
import { type KindTally, Tally } from './tally';

/** A longer file has rows behind the sample, even if none of the sample is one. */
const MOST_HEADER_BYTES = 16_000;

/** Below it a guess is too weak to be taken without asking. */
const CONFIDENT = 0.5;

/** A file as the user names it, with what they say about it. */
export interface ImportChoice {
  readonly path: string;
  /** Id of a format; null to recognise it. */
  readonly format: string | null;
  readonly parameters: Partial<ImportParameters>;
  /** Meaning → name of a column, or its number from 1; stands above `parameters.columns`. */
  readonly columnNames?: Readonly<Record<string, string>>;
}

export interface SurveyedFile {
  readonly name: string;
  readonly path: string;
  /** Bytes to be read from the disk. */
  readonly bytes: number;
  /** Of the file on disk; empty when it could not be read. */
  readonly sha256: string;
  /** Why it cannot be imported, with what to do; null when it can. */
  readonly refusal: string | null;
  /** What it may be, most confident first. */
  readonly candidates: readonly RecognisedFormat[];
  /** What it is taken for; null when nothing fits. */
  readonly format: ImportFormat | null;
  readonly parameters: ImportParameters | null;
  readonly questions: Recognition['questions'];
  readonly counts: readonly KindTally[];
  /** Times at which the first and the last event became known; null when there is none. */
  readonly range: { readonly fromMs: number; readonly toMs: number } | null;
  readonly isSorted: boolean;
  readonly findings: readonly Finding[];
  /** Those of `findings` that only the whole file, or the other files, can tell. */
  readonly surveyFindings: readonly Finding[];
  /** For the import; null when the file could not be opened. */
  readonly input: OpenInput | null;
}

export interface ImportSurvey {
  readonly files: readonly SurveyedFile[];
  readonly venues: readonly VenueInfo[];
  /** Every instrument at the scale that holds all its values, its `latest` row. */
  readonly instruments: InstrumentTable;
  /** What the prices and amounts of each instrument need. */
  readonly decimals: ReadonlyMap<InstrumentId, Decimals>;
}

export interface ImportContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** Throws only the reason of the signal: what is wrong with a file stands in its `refusal` and `findings`. */
export async function surveyFiles(
  choices: readonly ImportChoice[],
  formats: readonly ImportFormat[],
  context: ImportContext,
): Promise<ImportSurvey> {
  const instruments = new InstrumentTable();
  const scales = new ImportScales(instruments);
  const files: SurveyedFile[] = [];
  const parts: [InputPart, ImportChoice][] = [];
  for (const choice of choices) {
    const found = await inputParts(choice.path);
    if (found.ok) parts.push(...found.value.map((part): [InputPart, ImportChoice] => [part, choice]));
    else files.push(refused(choice.path, 0, sentence(found.error)));
  }
  const meter = new ProgressMeter(
    'survey',
    parts.reduce((sum, [part]) => sum + part.bytes, 0),
    context.onProgress,
  );
  const hashes = new Map<string, Result<string>>();
  const labels = new CandleLabels();
  for (const [part, choice] of parts) {
    context.signal.throwIfAborted();
    const sha256 = hashes.get(part.path) ?? (await fileSha256(part.path, context.signal));
    hashes.set(part.path, sha256);
    meter.begin(part.name);
    if (sha256.ok) {
      const survey = { formats, instruments, scales, meter, sha256: sha256.value, labels, context };
      files.push(await surveyPart(part, choice, survey));
    } else {
      files.push({ ...refused(part.path, part.bytes, sentence(sha256.error)), name: part.name });
    }
    meter.end(part.bytes);
  }
  const quiet = new ProgressMeter('survey', 0, () => {});
  const again = { formats, instruments, scales, meter: quiet, labels: new CandleLabels(), context };
  await settleStamps(files, parts, labels.verdicts(), again);
  const told = files.map((file, index) => ({
    ...file,
    findings: [...file.findings, ...overlapFindings(files, index)],
  }));
  return { files: told, venues: venuesOf(files), instruments, decimals: scales.decimals() };
}

interface PartSurvey {
  readonly formats: readonly ImportFormat[];
  readonly instruments: InstrumentTable;
  readonly scales: ImportScales;
  readonly meter: ProgressMeter;
  readonly sha256: string;
  readonly labels: CandleLabels;
  readonly context: ImportContext;
}

/** What a file leaves open about its stamps, another of its market may show: it is then read again that way. */
async function settleStamps(
  files: SurveyedFile[],
  parts: readonly (readonly [InputPart, ImportChoice])[],
  verdicts: readonly LabelVerdict[],
  survey: Omit<PartSurvey, 'sha256'>,
): Promise<void> {
  for (const { file: name, stampIs, reason } of verdicts) {
    const index = files.findIndex((file) => file.name === name && file.questions.some(isAboutStamps));
    const file = files[index];
    const [part, choice] = parts.find(([{ path, name: own }]) => own === name && path === file?.path) ?? [];
    if (file === undefined || part === undefined || choice === undefined) continue;
    const answered = { ...choice, parameters: { ...choice.parameters, stampIs } };
    const settled = await surveyPart(part, answered, { ...survey, sha256: file.sha256 });
    const count = settled.counts.reduce((sum, { rows }) => sum + rows, 0);
    const place = { firstLine: 0, lastLine: 0 };
    const told: Finding = {
      file: name,
      kind: 'closeTimeStamps',
      action: 'noted',
      count,
      ...place,
      detail: reason,
    };
    const surveyFindings = [...settled.surveyFindings, told];
    files[index] = { ...settled, findings: [...settled.findings, told], surveyFindings };
  }
}

function isAboutStamps({ parameter }: Recognition['questions'][number]): boolean {
  return parameter === 'stampIs';
}

async function surveyPart(part: InputPart, choice: ImportChoice, survey: PartSurvey): Promise<SurveyedFile> {
  const { formats, instruments, scales, meter, sha256, labels, context } = survey;
  const opened = await openInput(part, context.signal);
  if (!opened.ok)
    return { ...refused(part.path, part.bytes, sentence(opened.error)), name: part.name, sha256 };
  const input = opened.value;
  if (hasHeaderOnly(input)) return headerOnly(part, sha256);
  const candidates = recogniseFormats(formats, input.sample);
  const chosen =
    choice.format === null ? candidates[0] : candidates.find(({ format }) => format.id === choice.format);
  const blank = { ...refused(part.path, part.bytes, null), name: part.name, sha256, candidates, input };
  if (chosen === undefined) return { ...blank, refusal: unrecognised(choice.format, candidates, formats) };
  const { format, recognition } = chosen;
  const columns = columnsOf(choice.columnNames, input, recognition.parameters.columns);
  if (!columns.ok) return { ...blank, refusal: sentence(columns.error) };
  const given = columns.value === null ? choice.parameters : { ...choice.parameters, columns: columns.value };
  const { parameters, questions } = withParameters(recognition, given);
  const known = { ...blank, format, parameters, questions };
  if (recognition.confidence < CONFIDENT && choice.format === null) {
    const hint = `Say --format ${format.id} if it is that.`;
    return {
      ...known,
      refusal: `It may be "${format.title}" (${recognition.reason}), but that is not sure. ${hint}`,
    };
  }
  const findings = new FindingLog(part.name);
  const tally = new Tally(instruments);
  const reading = { input, format, parameters, instruments, scales, findings };
  const isCertain = !questions.some(isAboutStamps);
  for await (const { events } of fileEvents(reading, { signal: context.signal, onBytes: meter.add })) {
    for (const event of events) {
      tally.add(event);
      if (event.kind === 'candle') labels.add(part.name, event, instruments.get(event.instrument), isCertain);
    }
    meter.rows(events.length);
  }
  const { range, outOfOrder } = tally;
  const surveyFindings = disorder(part.name, outOfOrder);
  return {
    ...known,
    counts: tally.list(),
    range,
    isSorted: outOfOrder === 0,
    findings: [...findings.list(), ...surveyFindings],
    surveyFindings,
    refusal: range === null ? 'Nothing in it could be read as what it seems to be.' : null,
  };
}

/** A day without events: it names its columns, and no row follows. */
function hasHeaderOnly({ part, sample }: OpenInput): boolean {
  return (
    sample.shape === 'delimited' &&
    sample.header !== null &&
    sample.rows.length === 0 &&
    part.bytes < MOST_HEADER_BYTES
  );
}

/** Nothing of it is imported, and nothing of it is in the way of other files. */
function headerOnly(part: InputPart, sha256: string): SurveyedFile {
  const detail = 'it holds the names of columns and no rows; nothing of it is imported';
  const place = { count: 0, firstLine: 1, lastLine: 1 };
  const finding: Finding = { file: part.name, kind: 'hole', action: 'noted', ...place, detail };
  return {
    ...refused(part.path, part.bytes, null),
    name: part.name,
    sha256,
    findings: [finding],
    surveyFindings: [finding],
  };
}

/** Positions of the columns a user named, over those that were guessed; null when none was named. */
function columnsOf(
  names: Readonly<Record<string, string>> | undefined,
  { sample, columns }: OpenInput,
  guessed: Readonly<Record<string, number>> | null,
): Result<Readonly<Record<string, number>> | null> {
  if (names === undefined) return ok(null);
  const positions: Record<string, number> = { ...guessed };
  for (const [meaning, name] of Object.entries(names)) {
    const named = sample.header?.indexOf(name) ?? -1;
    const position = named >= 0 ? named : /^\d+$/.test(name) ? Number(name) - 1 : -1;
    if (position < 0 || position >= columns) {
      const known = sample.header?.join(', ') ?? `1 to ${columns}`;
      return fail('bad-argument', `There is no column "${name}".`, `Its columns are ${known}.`);
    }
    positions[meaning] = position;
  }
  return ok(positions);
}

function disorder(file: string, count: number): Finding[] {
  if (count === 0) return [];
  const detail = `${count} rows stand below later ones; the file is imported in the order of its times`;
  return [{ file, kind: 'unsorted', action: 'changed', count, firstLine: 0, lastLine: 0, detail }];
}

function refused(path: string, bytes: number, refusal: string | null): SurveyedFile {
  return {
    name: path.split(/[/\\]/).at(-1) ?? path,
    path,
    bytes,
    sha256: '',
    refusal,
    candidates: [],
    format: null,
    parameters: null,
    questions: [],
    counts: [],
    range: null,
    isSorted: true,
    findings: [],
    surveyFindings: [],
    input: null,
  };
}

function unrecognised(
  wanted: string | null,
  candidates: readonly RecognisedFormat[],
  formats: readonly ImportFormat[],
): string {
  if (wanted !== null && !formats.some(({ id }) => id === wanted)) {
    return `There is no format "${wanted}". Choose one of ${formats.map(({ id }) => id).join(', ')}.`;
  }
  if (wanted === null) return 'It is none of the formats that are known here; say what its columns mean.';
  const guess = candidates[0]?.format;
  const instead = guess === undefined ? '' : ` It looks like ${guess.title} (${guess.id}).`;
  return `It cannot be read as ${wanted}.${instead}`;
}

function sentence(error: { readonly message: string; readonly hint?: string }): string {
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

/** What the files say about a venue, as one: streams of all, and how it reports liquidations where one knows. */
function venuesOf(files: readonly SurveyedFile[]): readonly VenueInfo[] {
  const venues = new Map<string, VenueInfo>();
  for (const { format, parameters, refusal } of files) {
    if (format === null || parameters === null || refusal !== null) continue;
    for (const venue of [format.venue(parameters), ...(format.moreVenues?.(parameters) ?? [])]) {
      const other = venues.get(venue.id);
      venues.set(venue.id, other === undefined ? venue : joined(other, venue));
    }
  }
  return [...venues.values()];
}

function joined(a: VenueInfo, b: VenueInfo): VenueInfo {
  const reporting = a.liquidationReporting === 'none' ? b.liquidationReporting : a.liquidationReporting;
  const opaque = a.tradeIds === 'opaque' || b.tradeIds === 'opaque';
  return {
    ...a,
    liquidationReporting: reporting,
    streams: [...new Set([...a.streams, ...b.streams])],
    ...(opaque ? { tradeIds: 'opaque' as const } : {}),
  };
}
