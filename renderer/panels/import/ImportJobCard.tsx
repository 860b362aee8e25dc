/** One import: its files while it waits for the user, its progress, and the session it has made. */
import { useState } from 'react';
import { MAX_TITLE } from '../../../shared/contract/api';
import type { ImportJob } from '../../../shared/contract/imports';
import { formatBytes, formatShare } from '../../../shared/text/format';
import { useImports, useSession } from '../../stores/context';
import { IconButton } from '../../ui/IconButton';
import { CloseIcon, WarningIcon } from '../../ui/icons';
import { FindingList } from './FindingList';
import { ImportFileCard } from './ImportFileCard';
import { STATE_WORDS } from './importWords';

const TONES: Readonly<Record<ImportJob['state'], string>> = {
  downloading: 'accent',
  surveying: 'accent',
  ready: 'warn',
  importing: 'accent',
  done: 'good',
  failed: 'bad',
};

export function ImportJobCard({ job, onOpened }: { readonly job: ImportJob; readonly onOpened: () => void }) {
  const cancel = useImports((state) => state.cancel);
  const isRunning = job.state !== 'done' && job.state !== 'failed';
  return (
    <section className="import-job" aria-label={job.title === '' ? 'Import' : job.title}>
      <header>
        <i className="dot" data-tone={TONES[job.state]} />
        <strong role="status">{STATE_WORDS[job.state]}</strong>
        <span className="import-title">{job.title}</span>
        <span className="spacer" />
        {isRunning ? (
          <button type="button" className="button" onClick={() => void cancel(job.id)}>
            Cancel
          </button>
        ) : (
          <IconButton
            name={`Take ${job.title} off the list`}
            title="Take it off the list"
            onClick={() => void cancel(job.id)}
          >
            <CloseIcon />
          </IconButton>
        )}
      </header>
      {job.progress !== null && <Progress progress={job.progress} isDownload={job.state === 'downloading'} />}
      {job.reason !== null && (
        <p className="import-refusal">
          <WarningIcon /> <span>{job.reason}</span>
        </p>
      )}
      {job.state === 'done' ? (
        <Done job={job} onOpened={onOpened} />
      ) : (
        <>
          <ul className="import-files">
            {job.files.map((file) => (
              <ImportFileCard
                key={`${file.file} ${file.name}`}
                job={job}
                file={file}
                // What was downloaded is no file that a window could name.
                isOpen={job.state === 'ready' && !file.file.startsWith('fetched')}
              />
            ))}
          </ul>
          {job.state === 'ready' && <Start key={job.title} job={job} />}
        </>
      )}
    </section>
  );
}

function Progress(props: {
  readonly progress: NonNullable<ImportJob['progress']>;
  readonly isDownload: boolean;
}) {
  const { progress, isDownload } = props;
  const { file, bytes, totalBytes, rows } = progress;
  const share = totalBytes === 0 ? 0 : bytes / totalBytes;
  const so = rows === 0 ? '' : ` · ${rows.toLocaleString('en')} events`;
  return (
    <div className="import-progress">
      <progress max={1} value={share} aria-label="Progress" />
      <span className="muted">
        {file} ·{' '}
        {isDownload
          ? `part ${bytes + 1} of ${totalBytes}`
          : `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`}{' '}
        · {formatShare(share)}
        {so}
      </span>
    </div>
  );
}

function Start({ job }: { readonly job: ImportJob }) {
  const start = useImports((state) => state.start);
  const [title, setTitle] = useState(job.title);
  const isReady = job.obstacle === null && title.trim() !== '';
  const go = () => void start(job.id, title.trim());
  return (
    <form
      className="import-start"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) go();
      }}
    >
      <label htmlFor={`title-${job.id}`}>Name of the session</label>
      <input
        id={`title-${job.id}`}
        className="text-input"
        value={title}
        maxLength={MAX_TITLE}
        autoComplete="off"
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <button type="submit" className="button primary" disabled={!isReady} aria-describedby={`why-${job.id}`}>
        Import
      </button>
      <p id={`why-${job.id}`} className="muted">
        {job.obstacle ?? 'Nothing is changed in your files.'}
      </p>
    </form>
  );
}

function Done({ job, onOpened }: { readonly job: ImportJob; readonly onOpened: () => void }) {
  const open = useSession((state) => state.open);
  const { session, rows } = job;
  return (
    <>
      <div className="import-start">
        <p>{(rows ?? 0).toLocaleString('en')} events, ready to be played.</p>
        {session !== null && (
          <button
            type="button"
            className="button primary"
            onClick={() => {
              onOpened();
              void open(session);
            }}
          >
            Open session
          </button>
        )}
      </div>
      <FindingList findings={job.findings} name="Noticed while importing" />
    </>
  );
}
