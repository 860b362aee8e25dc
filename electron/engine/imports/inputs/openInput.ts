/** What a part is made of, found by looking at its beginning, and its rows from the first to the last. */
import { fail, ok, type Result } from '../../../../shared/model/result';
import type { FindingLog } from '../findings';
import type { FormatReader, Sample } from '../importFormat';
import { type Delimiter, fieldsOf, guessDelimiter, isHeader } from './delimited';
import type { InputPart } from './inputParts';
import { parquetBeginning, parquetRows } from './parquetRows';
import { beginningOf, DamagedInput, partLines, type ReadContext, wholeText } from './partText';

const SAMPLE_CHARACTERS = 64_000;
const SAMPLE_ROWS = 200;
/** Documents are held as a whole; larger ones exist as lines or rows. */
const LONGEST_DOCUMENT = 256 << 20;

export interface OpenInput {
  readonly part: InputPart;
  readonly sample: Sample;
  /** Of delimited files. */
  readonly delimiter: Delimiter | null;
  /** Fields of a row. */
  readonly columns: number;
}

/** Looks at the beginning. Refuses what holds no text, or cannot be unpacked at all. */
export async function openInput(part: InputPart, signal: AbortSignal): Promise<Result<OpenInput>> {
  try {
    if (part.container === 'parquet') return ok(await openParquet(part));
    const text = await beginningOf(part, { signal, onBytes: () => {} }, SAMPLE_CHARACTERS);
    if (text.trim() === '') return fail('bad-argument', `${part.name} holds no text.`, 'Leave it out.');
    if (text.includes('\0')) {
      return fail(
        'not-supported',
        `${part.name} is not a text file.`,
        'Give a csv, json, log or Parquet file.',
      );
    }
    return ok(describe(part, text));
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return fail(
      'bad-argument',
      `${part.name} cannot be read: ${why}.`,
      'The file is damaged; fetch it again.',
    );
  }
}

async function openParquet(part: InputPart): Promise<OpenInput> {
  const { columns, rows } = await parquetBeginning(part.path, SAMPLE_ROWS);
  const sample: Sample = { fileName: part.name, shape: 'parquet', header: columns, rows, lines: [] };
  return { part, sample, delimiter: null, columns: columns.length };
}

function describe(part: InputPart, text: string): OpenInput {
  const all = text.split(/\r?\n/);
  // The last line of a sample may be cut off.
  const lines = (text.length < SAMPLE_CHARACTERS || all.length === 1 ? all : all.slice(0, -1)).filter(
    (line) => line !== '',
  );
  const base = { fileName: part.name, header: null, rows: [], lines: [] };
  if (
    isDocument(
      text,
      all.filter((line) => line !== ''),
    )
  ) {
    return { part, sample: { ...base, shape: 'json', lines: [text] }, delimiter: null, columns: 0 };
  }
  const guess = isJson(lines) ? null : guessDelimiter(lines.slice(0, SAMPLE_ROWS));
  if (guess === null) {
    const sample: Sample = { ...base, shape: 'lines', lines: lines.slice(0, SAMPLE_ROWS) };
    return { part, sample, delimiter: null, columns: 0 };
  }
  const { delimiter, columns } = guess;
  const rows = lines
    .slice(0, SAMPLE_ROWS)
    .flatMap((line) => [fieldsOf(line, delimiter) ?? []])
    .filter((row) => row.length === columns);
  const first = rows[0];
  const header = first !== undefined && isHeader(first) ? first : null;
  const sample: Sample = {
    ...base,
    shape: 'delimited',
    header: header?.map((name) => name.trim()) ?? null,
    rows: header === null ? rows : rows.slice(1),
  };
  return { part, sample, delimiter, columns };
}

/** One JSON value over the whole file, not one a line. */
function isDocument(text: string, lines: readonly string[]): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  return lines.length === 1 || parsed(lines[0] ?? '') === undefined;
}

/** A JSON value a line, perhaps behind the time it was received. */
function isJson(lines: readonly string[]): boolean {
  return lines.slice(0, 5).every((line) => /^\s*(\d+\s+)?[[{]/.test(line));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Gives the whole part to `reader`, in stretches; control comes back after each, so that what was read can be
 * passed on. Damage and rows that are none go to `findings`. Throws only the reason of the signal.
 */
export async function* feedReader(
  input: OpenInput,
  reader: FormatReader,
  findings: FindingLog,
  context: ReadContext,
): AsyncGenerator<void> {
  const position = { line: 1 };
  try {
    yield* feed(input, reader, findings, context, position);
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
    const detail = `the file cannot be read further (${error.message}); what comes before is imported`;
    findings.note('truncated', 'noted', position.line, detail);
  }
  reader.end();
  yield;
}

async function* feed(
  input: OpenInput,
  reader: FormatReader,
  findings: FindingLog,
  context: ReadContext,
  position: { line: number },
): AsyncGenerator<void> {
  const { part, sample, delimiter } = input;
  if (sample.shape === 'json') {
    readDocument(await wholeText(part, context, LONGEST_DOCUMENT), reader, findings);
    return;
  }
  if (sample.shape === 'parquet') {
    for await (const rows of parquetRows(part.path, part.bytes, context)) {
      reader.rows?.(rows, position.line);
      position.line += rows.length;
      yield;
    }
    return;
  }
  const taking = { columns: input.columns, reader, findings, isHeaderDue: sample.header !== null };
  for await (const lines of partLines(part, context)) {
    if (delimiter === null) giveLines(lines, position.line, reader);
    else giveRows(lines, position.line, delimiter, taking);
    position.line += lines.length;
    yield;
  }
}

function readDocument(text: string | null, reader: FormatReader, findings: FindingLog): void {
  if (text === null) {
    findings.note('badRow', 'refused', 1, 'the JSON document is larger than 256 million characters');
    return;
  }
  const value = parsed(text);
  if (value === undefined) {
    findings.note('badRow', 'refused', 1, 'the file begins like JSON and is none as a whole');
  } else {
    reader.document?.(value);
  }
}

/** Empty lines are no rows: a stretch ends before each. */
function giveLines(lines: readonly string[], firstLine: number, reader: FormatReader): void {
  let from = 0;
  for (let index = 0; index <= lines.length; index++) {
    if (index < lines.length && lines[index] !== '') continue;
    if (index > from) reader.lines?.(lines.slice(from, index), firstLine + from);
    from = index + 1;
  }
}

interface RowTaking {
  readonly columns: number;
  readonly reader: FormatReader;
  readonly findings: FindingLog;
  /** The first row names the columns and is still to come. */
  isHeaderDue: boolean;
}

function giveRows(
  lines: readonly string[],
  firstLine: number,
  delimiter: Delimiter,
  taking: RowTaking,
): void {
  const { columns, reader, findings } = taking;
  let rows: string[][] = [];
  let from = 0;
  const give = (next: number) => {
    if (rows.length > 0) reader.rows?.(rows, firstLine + from);
    rows = [];
    from = next;
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const row = line === '' ? null : fieldsOf(line, delimiter);
    if (row?.length === columns && !taking.isHeaderDue) {
      rows.push(row);
      continue;
    }
    if (row?.length === columns) taking.isHeaderDue = false;
    else if (line !== '') {
      const what = row === null ? 'its quotes do not match' : `${row.length} fields where ${columns} belong`;
      findings.note('badRow', 'dropped', firstLine + index, `line ${firstLine + index}: ${what}`);
    }
    give(index + 1);
  }
  give(lines.length);
}
