/** Files of market data become sessions here: dropped, chosen, or downloaded from a venue. */
import { useEffect, useRef, useState } from 'react';
import { formatBytes } from '../../../shared/text/format';
import { useApp, useConnection, useImports } from '../../stores/context';
import { IconButton } from '../../ui/IconButton';
import { CloseIcon } from '../../ui/icons';
import { PanelNote } from '../../ui/PanelNote';
import { Segmented } from '../../ui/Segmented';
import { DownloadForm } from './DownloadForm';
import { ImportJobCard } from './ImportJobCard';
import './import.css';

const SOURCES = [
  { value: 'files', label: 'From files' },
  { value: 'download', label: 'Download' },
] as const;

export function ImportScreen({ onOpened }: { readonly onOpened: () => void }) {
  const [source, setSource] = useState<'files' | 'download'>('files');
  const jobs = useImports((state) => state.jobs);
  const connected = useConnection((state) => state.status.state === 'ready');
  const newestFirst = [...(jobs ?? [])].reverse();
  return (
    <div className="import">
      {!connected && <PanelNote>The engine is not connected: nothing can be imported now.</PanelNote>}
      <Failure />
      <Segmented name="Where from" options={SOURCES} value={source} onChange={setSource} />
      {source === 'files' ? <AddFiles /> : <DownloadForm />}
      <Sending />
      {newestFirst.map((job) => (
        <ImportJobCard key={job.id} job={job} onOpened={onOpened} />
      ))}
    </div>
  );
}

function AddFiles() {
  const add = useImports((state) => state.add);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="import-add">
      <p>
        Drop files anywhere on the window: csv, json, jsonl, log or Parquet, also in gz or zip. Trades,
        candles, liquidations, books, open interest, funding; from Binance, Tardis, raw frames, or any table.
      </p>
      <input
        ref={input}
        type="file"
        multiple={true}
        hidden={true}
        aria-label="Files to import"
        onChange={(event) => {
          void add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        className="button primary"
        data-first-focus=""
        onClick={() => input.current?.click()}
      >
        Choose files…
      </button>
    </div>
  );
}

function Sending() {
  const sending = useImports((state) => state.sending);
  const stop = useImports((state) => state.stopSending);
  if (sending.length === 0) return null;
  return (
    <ul className="import-sending" aria-label="Files on their way">
      {sending.map(({ key, name, bytes, sentBytes }) => (
        <li key={key}>
          <span className="import-title">{name}</span>
          <progress max={Math.max(1, bytes)} value={sentBytes} aria-label={`Sent of ${name}`} />
          <span className="muted">{formatBytes(bytes)}</span>
        </li>
      ))}
      <li>
        <button type="button" className="button" onClick={stop}>
          Stop sending
        </button>
      </li>
    </ul>
  );
}

function Failure() {
  const { schedule } = useApp();
  const failure = useImports((state) => state.failure);
  const dismiss = useImports((state) => state.dismissFailure);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure !== null) return schedule(0, () => ref.current?.scrollIntoView({ block: 'nearest' }));
    return undefined;
  }, [failure, schedule]);
  if (failure === null) return null;
  return (
    <div ref={ref} className="import-refusal" role="alert">
      <span>
        {failure.message} {failure.hint ?? ''}
      </span>
      <IconButton name="Dismiss" onClick={dismiss}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}
