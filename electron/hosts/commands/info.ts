import { SIMULATED } from '../../../shared/model/venue';
import type { SessionReport } from '../../engine/sessions/sessionStore';
import { type CommandSpec, report, table } from '../command';
import { formatBytes, formatSpan, formatUtc } from '../format';
import { findingRow } from '../importText';
import { openStore } from '../openStore';

export const infoCommand: CommandSpec = {
  name: 'info',
  summary: 'Says what a session holds: extent, rows, gaps, coverage, versions, content hash.',
  positionals: ['FILE'],
  options: { json: { help: 'print one JSON object' } },
  async run({ positionals, options, io }) {
    const opened = await openStore().open(positionals[0] ?? '');
    if (!opened.ok) return report(io, 'info', opened.error);
    const session = opened.value;
    try {
      const facts = await session.report();
      io.out(options.flag('json') ? `${JSON.stringify(facts)}\n` : describe(facts));
      return 0;
    } finally {
      await session.close();
    }
  },
};

function describe(facts: SessionReport): string {
  const { summary } = facts;
  const range = summary.range;
  const open = facts.gaps.filter((gap) => !gap.filled);
  const rows: [string, string][] = [
    ['session', `${summary.title} (${summary.state})`],
    ...(summary.simulated ? [['market', SIMULATED] satisfies [string, string]] : []),
    [
      'extent',
      range === null
        ? '—'
        : `${formatUtc(range.fromMs)} – ${formatUtc(range.toMs)}, ${formatSpan(range.toMs - range.fromMs)}`,
    ],
    ['size', formatBytes(summary.bytes)],
    ['gaps', `${open.length} open, ${facts.gaps.length - open.length} back-filled`],
    ['versions', `schema ${facts.schemaVersion}, written by Breakwater ${facts.appVersion}`],
    ['content', facts.contentHash],
  ];
  const counts = facts.counts.map((count): [string, string] => [
    `${count.kind}${count.instrumentId === null ? '' : ` ${count.instrumentId}`}`,
    count.rows.toLocaleString('en'),
  ]);
  const gaps = facts.gaps.map((gap): [string, string] => [
    `${gap.venue} ${gap.stream}${gap.instrumentId === null ? '' : ` ${gap.instrumentId}`}`,
    `${formatUtc(gap.fromMs)} + ${formatSpan(gap.toMs - gap.fromMs)}, ` +
      `${gap.missing === null ? 'unknown number' : gap.missing} missing, ${gap.filled ? 'back-filled' : 'open'}: ${gap.reason}`,
  ]);
  const coverage = facts.coverage.map((item): [string, string] => [
    `${item.venue} ${item.stream}`,
    `${(item.share * 100).toFixed(2)} %`,
  ]);
  const files = facts.imported.files.map((file): [string, string] => [
    file.name,
    `${formatBytes(file.bytes)} as ${file.format}, ${file.rows.toLocaleString('en')} events, sha256 ${file.sha256}`,
  ]);
  return [
    section('', rows),
    section('Rows', counts),
    section('Gaps', gaps),
    section('Coverage', coverage),
    section('Imported from', files),
    section('Noticed on import', facts.imported.findings.map(findingRow)),
  ].join('');
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  return `${title === '' ? '' : `\n${title}\n`}${table(rows)}\n`;
}
