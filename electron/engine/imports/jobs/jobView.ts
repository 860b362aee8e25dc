/** What windows are shown of a survey. */
import {
  type ImportChoiceText,
  type ImportFile,
  SAMPLE_COLUMNS_SHOWN,
  SAMPLE_ROWS_SHOWN,
} from '../../../../shared/contract/imports';
import type { Finding } from '../../../../shared/model/importRecord';
import { plainText } from '../../../../shared/model/plainText';
import type { ImportParameters, Sample } from '../importFormat';
import type { SurveyedFile } from '../survey';

const LONGEST_CELL = 40;
const LONGEST_TEXT = 400;

/** `file`: the id under which windows know it. */
export function fileView(surveyed: SurveyedFile, file: string): ImportFile {
  const { format, candidates, parameters, counts, input } = surveyed;
  const reason = candidates.find((each) => each.format === format)?.recognition.reason;
  return {
    file,
    name: plainText(surveyed.name, LONGEST_TEXT),
    bytes: surveyed.bytes,
    refusal: surveyed.refusal === null ? null : plainText(surveyed.refusal, LONGEST_TEXT),
    format:
      format === null
        ? null
        : { id: format.id, title: format.title, reason: plainText(reason ?? 'as you said', LONGEST_TEXT) },
    candidates: candidates.map(({ format: { id, title } }) => ({ id, title })),
    parameters:
      parameters === null
        ? null
        : { ...parameters, columns: parameters.columns === null ? null : { ...parameters.columns } },
    questions: surveyed.questions.map((question) => ({ ...question })),
    counts: counts.map(({ kind, instrumentId, rows }) => ({ kind, instrumentId, rows })),
    range: surveyed.range,
    findings: surveyed.findings.map(findingView),
    sample: input === null ? null : sampleView(input.sample),
  };
}

export function findingView(finding: Finding): Finding {
  const { file, detail } = finding;
  return { ...finding, file: plainText(file, LONGEST_TEXT), detail: plainText(detail, LONGEST_TEXT) };
}

/** What a window says about a file, without what it leaves out. */
export function givenParameters(given: ImportChoiceText['parameters']): Partial<ImportParameters> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<ImportParameters>;
}

function sampleView({ shape, header, rows }: Sample): ImportFile['sample'] {
  if (shape !== 'delimited' && shape !== 'parquet') return null;
  const shown = (row: readonly string[]) =>
    row.slice(0, SAMPLE_COLUMNS_SHOWN).map((cell) => plainText(cell, LONGEST_CELL));
  return {
    header: header === null ? null : shown(header),
    rows: rows.slice(0, SAMPLE_ROWS_SHOWN).map(shown),
  };
}
