/** One file of an import: what it was taken for and why, what it holds, what is wrong with it. */
import type { ImportFile, ImportJob } from '../../../shared/contract/imports';
import { formatBytes } from '../../../shared/text/format';
import { useImports, useSettings } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { IconButton } from '../../ui/IconButton';
import { CloseIcon, WarningIcon } from '../../ui/icons';
import { formatDateTime, zoneLabel } from '../../ui/time';
import { FindingList } from './FindingList';
import { countText } from './importWords';
import { AllParameters, Questions } from './ParameterFields';
import { SampleTable } from './SampleTable';

export function ImportFileCard(props: {
  readonly job: ImportJob;
  readonly file: ImportFile;
  /** What it is taken for can be corrected. */
  readonly isOpen: boolean;
}) {
  const { job, file, isOpen } = props;
  const answer = useImports((state) => state.answer);
  const leaveOut = useImports((state) => state.leaveOut);
  const timeZone = useSettings(selectTimeZone);
  const { name, bytes, refusal, format, candidates, counts, range, findings } = file;
  return (
    <li className="import-file">
      <div className="import-file-head">
        <strong title={name}>{name}</strong>
        <span className="muted">{formatBytes(bytes)}</span>
        {isOpen && (
          <IconButton
            name={`Leave out ${name}`}
            title="Leave it out"
            onClick={() => void leaveOut(job, file.file)}
          >
            <CloseIcon />
          </IconButton>
        )}
      </div>
      {refusal !== null && (
        <p className="import-refusal">
          <WarningIcon /> <span>{refusal}</span>
        </p>
      )}
      {isOpen && (
        <Questions file={file} onAnswer={(parameters) => void answer(job, file.file, { parameters })} />
      )}
      <dl className="import-facts">
        {format !== null && (
          <>
            <dt>Taken for</dt>
            <dd>
              {format.title}
              <span className="muted"> · {format.reason}</span>
            </dd>
          </>
        )}
        {counts.length > 0 && (
          <>
            <dt>Holds</dt>
            <dd>{counts.map(countText).join(', ')}</dd>
          </>
        )}
        {range !== null && (
          <>
            <dt>From, to</dt>
            <dd>
              {formatDateTime(range.fromMs, timeZone)} – {formatDateTime(range.toMs, timeZone)}{' '}
              <span className="muted">{zoneLabel(timeZone, range.fromMs)}</span>
            </dd>
          </>
        )}
      </dl>
      <FindingList findings={findings} name={`Noticed in ${name}`} />
      {isOpen && format !== null && (
        <details>
          <summary>Correct what it was taken for</summary>
          {candidates.length > 1 && (
            <div className="import-field">
              <label htmlFor={`format-${file.file}-${name}`}>Format</label>
              <select
                id={`format-${file.file}-${name}`}
                className="select"
                value={format.id}
                onChange={(event) => void answer(job, file.file, { format: event.currentTarget.value })}
              >
                {candidates.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </div>
          )}
          <AllParameters file={file} onAnswer={(parameters) => void answer(job, file.file, { parameters })} />
          <SampleTable
            file={file}
            onColumns={(columns) => void answer(job, file.file, { parameters: { columns } })}
          />
        </details>
      )}
    </li>
  );
}
