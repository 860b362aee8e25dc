/** A file from its bytes to its events, the way an import reads it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CandleEvent, MarketEvent, TradeEvent } from '../../../../shared/model/events';
import type { Finding } from '../../../../shared/model/importRecord';
import { InstrumentTable } from '../../../../shared/model/instrument';
import { fileEvents } from '../fileEvents';
import { FindingLog } from '../findings';
import type { ImportFormat, ImportParameters, Recognition, Sample } from '../importFormat';
import { ImportScales } from '../importScales';
import { isHeader } from '../inputs/delimited';
import { inputParts } from '../inputs/inputParts';
import { openInput } from '../inputs/openInput';
import { IMPORT_FORMATS, recogniseFormats, withParameters } from './registry';

export interface ReadFile {
  readonly format: ImportFormat;
  readonly recognition: Recognition;
  readonly events: readonly MarketEvent[];
  readonly trades: readonly TradeEvent[];
  readonly candles: readonly CandleEvent[];
  readonly lines: readonly number[];
  readonly findings: readonly Finding[];
  readonly instruments: InstrumentTable;
}

/** The only file in `path`, as the format that is most confident. Throws when there is none. */
export async function readFile(path: string, given: Partial<ImportParameters> = {}): Promise<ReadFile> {
  const signal = new AbortController().signal;
  const parts = await inputParts(path);
  const part = parts.ok ? parts.value[0] : undefined;
  if (part === undefined) throw new Error(parts.ok ? 'no part' : parts.error.message);
  const opened = await openInput(part, signal);
  if (!opened.ok) throw new Error(opened.error.message);
  const [best] = recogniseFormats(IMPORT_FORMATS, opened.value.sample);
  if (best === undefined) throw new Error(`${part.name} was not recognised`);
  const { format, recognition } = best;
  const { parameters } = withParameters(recognition, given);
  const instruments = new InstrumentTable();
  const findings = new FindingLog(part.name);
  const scales = new ImportScales(instruments);
  const events: MarketEvent[] = [];
  const lines: number[] = [];
  const reading = { input: opened.value, format, parameters, instruments, scales, findings };
  for await (const batch of fileEvents(reading, { signal, onBytes: () => {} })) {
    events.push(...batch.events);
    lines.push(...batch.lines);
  }
  const trades = events.filter((event) => event.kind === 'trade');
  const candles = events.filter((event) => event.kind === 'candle');
  return { format, recognition, events, trades, candles, lines, findings: findings.list(), instruments };
}

/** The same from bytes or text, as a file of this name. */
export async function readBytes(
  fileName: string,
  content: Uint8Array | string,
  given: Partial<ImportParameters> = {},
): Promise<ReadFile> {
  const folder = await mkdtemp(join(tmpdir(), 'formats-'));
  try {
    const path = join(folder, fileName);
    await writeFile(path, content);
    return await readFile(path, given);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A sample of delimited text, with the header found as the input finds it. */
export function tableSample(text: string, fileName = 'file.csv'): Sample {
  const all = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(','));
  const first = all[0];
  const header = first !== undefined && isHeader(first) ? first : null;
  return { fileName, shape: 'delimited', header, rows: header === null ? all : all.slice(1), lines: [] };
}

export function findingOf(file: Pick<ReadFile, 'findings'>, kind: Finding['kind']): Finding | undefined {
  return file.findings.find((finding) => finding.kind === kind);
}
