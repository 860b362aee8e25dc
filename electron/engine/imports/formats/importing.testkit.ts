/** A format on rows and lines given in a test: what it emits and what it reports. */
import type { MarketEvent } from '../../../../shared/model/events';
import { InstrumentTable } from '../../../../shared/model/instrument';
import { FindingLog } from '../findings';
import type { FormatReader, ImportFormat, ImportParameters, ImportSink, Sample } from '../importFormat';
import { ImportScales } from '../importScales';

export interface ReadResult {
  readonly events: readonly MarketEvent[];
  readonly lines: readonly number[];
  readonly findings: ReturnType<FindingLog['list']>;
  readonly instruments: InstrumentTable;
}

/** Twice, as an import does: a survey finds the decimals that everything is then read at. */
export function readWith(
  format: Pick<ImportFormat, 'open'>,
  parameters: ImportParameters,
  give: (reader: FormatReader) => void,
): ReadResult {
  const surveyed = new ImportScales(new InstrumentTable());
  readOnce(format, parameters, give, new InstrumentTable(), surveyed);
  const instruments = new InstrumentTable();
  return readOnce(format, parameters, give, instruments, new ImportScales(instruments, surveyed.decimals()));
}

function readOnce(
  format: Pick<ImportFormat, 'open'>,
  parameters: ImportParameters,
  give: (reader: FormatReader) => void,
  instruments: InstrumentTable,
  scales: ImportScales,
): ReadResult {
  const findings = new FindingLog('test');
  const events: MarketEvent[] = [];
  const lines: number[] = [];
  const sink: ImportSink = {
    instruments,
    findings,
    scale: (identity) => scales.of(identity),
    emit: (event, line) => {
      events.push(event);
      lines.push(line);
    },
  };
  const reader = format.open(parameters, sink);
  give(reader);
  reader.end();
  return { events, lines, findings: findings.list(), instruments };
}

export function linesSample(lines: readonly string[], fileName = 'file.log'): Sample {
  return { fileName, shape: 'lines', header: null, rows: [], lines };
}

/** Recognises and reads all rows of the sample; throws when it is not of the format. */
export function importSample(
  format: ImportFormat,
  sample: Sample,
  given: Partial<ImportParameters> = {},
): ReadResult {
  const recognition = format.recognise(sample);
  if (recognition === null) throw new Error(`not recognised as ${format.title}`);
  const parameters = { ...recognition.parameters, ...given };
  return readWith(format, parameters, (reader) => {
    if (sample.shape === 'lines') reader.lines?.(sample.lines, 1);
    else reader.rows?.(sample.rows, sample.header === null ? 1 : 2);
  });
}
