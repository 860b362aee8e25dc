/** How an export goes, and where its files are. */
import { EXPORT_PATH } from '../../../shared/contract/exports';
import { formatBytes } from '../../../shared/text/format';
import { useSession } from '../../stores/context';
import { shellBridge } from '../../ui/shellBridge';

export function ExportStatus() {
  const status = useSession((state) => state.exported);
  const cancel = useSession((state) => state.cancelExport);
  const putAway = useSession((state) => state.putExportAway);
  if (status === null) return null;
  const { state, title, done, total, detail, folder, files, contentHash } = status;
  const bridge = shellBridge();
  return (
    <div className="sessions-export" role="status">
      <div>
        <strong>{WORDS[state]}</strong> “{title}”{state === 'running' && ` · ${detail} · ${done} of ${total}`}
        {state === 'failed' && ` · ${detail}`}
      </div>
      {state === 'running' && <progress max={total} value={done} aria-label="Progress of the export" />}
      {files.length > 0 && (
        <ul aria-label="Exported files">
          {files.map(({ name, bytes }) => (
            <li key={name}>
              {bridge === undefined ? (
                <a href={`${EXPORT_PATH}${encodeURIComponent(name)}`} download={name}>
                  {name}
                </a>
              ) : (
                name
              )}{' '}
              <span className="muted">{formatBytes(bytes)}</span>
              {bridge !== undefined && (
                <button type="button" className="button" onClick={() => void bridge.saveExport(name)}>
                  Save as…<span className="visually-hidden"> {name}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && <div className="muted sessions-folder">In {folder}</div>}
      {contentHash !== null && (
        <div
          className="muted sessions-folder"
          title="Two files with the same content hash hold the same session"
        >
          Content {contentHash}
        </div>
      )}
      <button
        type="button"
        className="button"
        onClick={() => (state === 'running' ? void cancel() : putAway())}
      >
        {state === 'running' ? 'Cancel' : 'Close'}
      </button>
    </div>
  );
}

const WORDS = { running: 'Exporting', done: 'Exported', cancelled: 'Cancelled:', failed: 'Failed:' } as const;
