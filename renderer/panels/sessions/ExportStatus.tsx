/** How an export goes, and where its files are. */
import { EXPORT_PATH } from '../../../shared/contract/exports';
import { formatBytes } from '../../../shared/text/format';
import { useSession } from '../../stores/context';
import { isDesktop } from '../../ui/isDesktop';

export function ExportStatus() {
  const status = useSession((state) => state.exported);
  const cancel = useSession((state) => state.cancelExport);
  const putAway = useSession((state) => state.putExportAway);
  if (status === null) return null;
  const { state, title, done, total, detail, folder, files, contentHash } = status;
  const inBrowser = !isDesktop();
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
              {inBrowser ? (
                <a href={`${EXPORT_PATH}${encodeURIComponent(name)}`} download={name}>
                  {name}
                </a>
              ) : (
                name
              )}{' '}
              <span className="muted">{formatBytes(bytes)}</span>
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
