/** The brief of the session that is replayed, as of the moment that is shown: to be read, copied or saved. */
import { useEffect, useState } from 'react';
import { BRIEF_FORMATS, type BriefFormat } from '../../shared/brief/briefFormats';
import { DAY_MS, HOUR_MS } from '../../shared/model/time';
import { useApp, useConnection } from '../stores/context';
import { Dialog } from '../ui/Dialog';
import { Segmented } from '../ui/Segmented';
import { saveFile } from '../ui/saveFile';

const FORMATS: Readonly<Record<BriefFormat, { readonly label: string; readonly mediaType: string }>> = {
  md: { label: 'Markdown', mediaType: 'text/markdown' },
  html: { label: 'HTML', mediaType: 'text/html' },
  json: { label: 'JSON', mediaType: 'application/json' },
};
const WINDOWS = [
  { value: HOUR_MS, label: '1h' },
  { value: 4 * HOUR_MS, label: '4h' },
  { value: 12 * HOUR_MS, label: '12h' },
  { value: DAY_MS, label: '24h' },
  { value: 7 * DAY_MS, label: '7d' },
];

type Written =
  | { readonly state: 'writing' }
  | { readonly state: 'written'; readonly text: string; readonly asOfMs: number }
  | { readonly state: 'failed'; readonly why: string };

export function BriefDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Brief of this moment" open={open} onClose={onClose}>
      {open && <BriefText />}
    </Dialog>
  );
}

function BriefText() {
  const { engine, session } = useApp();
  const [place] = useState(() => {
    const { session: id, transport } = session.getState();
    return { id, atMs: transport?.nowMs ?? null };
  });
  const [format, setFormat] = useState<BriefFormat>('md');
  const [windowMs, setWindowMs] = useState(DAY_MS);
  const [written, setWritten] = useState<Written>({ state: 'writing' });
  const [copied, setCopied] = useState('');

  // Asked again when the engine is back.
  const connected = useConnection((state) => state.status.state === 'ready');

  useEffect(() => {
    if (!connected) return;
    let current = true;
    setWritten({ state: 'writing' });
    setCopied('');
    void engine.call('writeBrief', { ...place, windowMs, format }).then((answer) => {
      if (!current) return;
      setWritten(
        answer.ok
          ? { state: 'written', ...answer.value }
          : { state: 'failed', why: `${answer.error.message} ${answer.error.hint ?? ''}`.trim() },
      );
    });
    return () => {
      current = false;
    };
  }, [engine, connected, place, windowMs, format]);

  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('Copied.');
    } catch {
      setCopied('The clipboard is not to be had here; select the text instead.');
    }
  };
  const save = (text: string, asOfMs: number) => {
    const name = `brief ${new Date(asOfMs).toISOString().slice(0, 19).replaceAll(':', '-')}.${format}`;
    void saveFile(new Blob([text], { type: FORMATS[format].mediaType }), name);
  };
  return (
    <div className="brief">
      <div className="brief-choices">
        <Segmented name="Window" options={WINDOWS} value={windowMs} onChange={setWindowMs} />
        <Segmented
          name="Format"
          options={BRIEF_FORMATS.map((value) => ({ value, label: FORMATS[value].label }))}
          value={format}
          onChange={setFormat}
        />
      </div>
      {written.state === 'written' ? (
        <>
          <textarea className="brief-text" aria-label="Brief" readOnly value={written.text} />
          <div className="brief-actions">
            <button type="button" className="button primary" onClick={() => void copy(written.text)}>
              Copy
            </button>
            <button type="button" className="button" onClick={() => save(written.text, written.asOfMs)}>
              Save…
            </button>
            <span role="status">{copied}</span>
          </div>
        </>
      ) : (
        <p role="status">{written.state === 'failed' ? written.why : 'Reading the session…'}</p>
      )}
    </div>
  );
}
