/** What was noticed in files, in words, with what was done about it. */
import type { Finding } from '../../../shared/model/importRecord';
import { FINDING_WORDS, linesText, wordsOf } from './importWords';

export function FindingList(props: { readonly findings: readonly Finding[]; readonly name: string }) {
  const { findings, name } = props;
  if (findings.length === 0) return null;
  return (
    <ul className="import-findings" aria-label={name}>
      {findings.map((finding) => (
        <li key={`${finding.file} ${finding.kind} ${finding.action} ${finding.detail}`}>
          <span className="import-action" data-action={finding.action}>
            {FINDING_WORDS[finding.action]}
          </span>
          <span>
            <strong>{wordsOf(finding.kind)}</strong>
            {finding.count > 1 && ` × ${finding.count.toLocaleString('en')}`}
            {linesText(finding) !== '' && <span className="muted"> {linesText(finding)}</span>}
            <br />
            {finding.detail}
          </span>
        </li>
      ))}
    </ul>
  );
}
