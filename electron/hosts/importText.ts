/** What an import found, in words for a terminal. */
import type { Finding } from '../../shared/model/importRecord';
import type { ImportSurvey, SurveyedFile } from '../engine/imports/survey';
import type { KindTally } from '../engine/imports/tally';
import { table } from './command';
import { formatBytes, formatSpan, formatUtc } from './format';

export function describeSurvey(survey: ImportSurvey): string {
  return survey.files.map(describeFile).join('\n');
}

function describeFile(file: SurveyedFile): string {
  const { name, bytes, refusal, format, parameters, questions, range, counts, findings, candidates } = file;
  const reason = candidates.find((each) => each.format === format)?.recognition.reason;
  const rows: [string, string][] = [];
  if (format !== null) rows.push(['format', `${format.title} (${format.id}): ${reason ?? 'as you said'}`]);
  const known = Object.entries(parameters ?? {}).filter(([, value]) => value !== null);
  if (known.length > 0) {
    rows.push([
      'taken as',
      known
        .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
        .join(', '),
    ]);
  }
  if (range !== null) {
    const span = formatSpan(range.toMs - range.fromMs);
    rows.push(['extent', `${formatUtc(range.fromMs)} – ${formatUtc(range.toMs)}, ${span}`]);
  }
  rows.push(...counts.map(describeTally));
  rows.push(...findings.map(findingRow));
  rows.push(
    ...questions.map(({ parameter, sentence }): [string, string] => ['?', `${sentence} (${parameter})`]),
  );
  if (refusal !== null) rows.push(['refused', refusal]);
  return `${name}, ${formatBytes(bytes)}\n${table(rows)}\n`;
}

function describeTally({ kind, instrumentId, rows, sums }: KindTally): [string, string] {
  const name = `${kind}${instrumentId === null ? '' : ` ${instrumentId}`}`;
  const count = rows.toLocaleString('en');
  if (sums === null) return [name, count];
  const split = kind === 'liquidation' ? ['long', 'short'] : ['taker buy', 'taker sell'];
  const unit = kind === 'liquidation' ? 'USD ' : '';
  const parts =
    sums.buy === null || sums.sell === null
      ? ''
      : ` (${split[0]} ${amount(sums.buy)}, ${split[1]} ${amount(sums.sell)})`;
  return [name, `${count}, in sum ${unit}${amount(sums.total)}${parts}`];
}

function amount(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 8 });
}

/** One line a finding; nothing when there is none. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings.length === 0 ? '' : `${table(findings.map(findingRow))}\n`;
}

export function findingRow(finding: Finding): [string, string] {
  const { kind, action, count, firstLine, lastLine, detail, file } = finding;
  const lines =
    firstLine === 0 ? '' : firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`;
  const where = [file, lines].filter((part) => part !== '').join(', ');
  return [
    `${kind}, ${action}`,
    `${count === 0 ? '' : `${count.toLocaleString('en')} × `}in ${where}: ${detail}`,
  ];
}
