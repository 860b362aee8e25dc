/** Where the sessions are, and how they are taken to another folder. */
import { useState } from 'react';
import type { LibraryState } from '../../../shared/contract/library';
import { formatBytes } from '../../../shared/text/format';
import { PACE_MS } from '../../market/frameScheduler';
import { useApp } from '../../stores/context';
import { useTopic } from '../../stores/useTopic';
import { shellBridge } from '../../ui/shellBridge';

/** How the last move ended. */
interface Outcome {
  readonly text: string;
  readonly isError: boolean;
}

export function LibraryFolder({ describedBy }: { readonly describedBy: string }) {
  const { engine } = useApp();
  const { value: library } = useTopic('library', {}, PACE_MS.status);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const move = async (folder: string) => {
    setOutcome(null);
    const moved = await engine.call('moveLibrary', { folder });
    setOutcome(
      moved.ok
        ? { text: 'All sessions are there.', isError: false }
        : { text: [moved.error.message, moved.error.hint].filter(Boolean).join(' '), isError: true },
    );
    return moved.ok;
  };
  if (library === null) return null;
  return (
    <>
      <p className="setting-place">{library.folder}</p>
      {library.move === null ? (
        <Target describedBy={describedBy} onMove={move} />
      ) : (
        <Progress move={library.move} onCancel={() => void engine.call('cancelMove', {})} />
      )}
      {outcome !== null && (
        <p
          className={outcome.isError ? 'setting-error' : 'setting-hint'}
          role={outcome.isError ? 'alert' : 'status'}
        >
          {outcome.text}
        </p>
      )}
    </>
  );
}

/** The desktop lets the user choose a folder; in a browser its path is entered. */
function Target(props: {
  readonly describedBy: string;
  readonly onMove: (folder: string) => Promise<boolean>;
}) {
  const { describedBy, onMove } = props;
  const [typed, setTyped] = useState('');
  const bridge = shellBridge();
  if (bridge !== undefined) {
    const choose = async () => {
      const folder = await bridge.chooseFolder();
      if (typeof folder === 'string') await onMove(folder);
    };
    return (
      <button type="button" className="button" aria-describedby={describedBy} onClick={() => void choose()}>
        Move to another folder…
      </button>
    );
  }
  return (
    <form
      className="setting-input"
      onSubmit={(event) => {
        event.preventDefault();
        void onMove(typed.trim()).then((isDone) => isDone && setTyped(''));
      }}
    >
      <input
        className="text-input"
        aria-label="New folder of the sessions"
        aria-describedby={describedBy}
        placeholder="Whole path of an empty or new folder"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" className="button" disabled={typed.trim() === ''}>
        Move
      </button>
    </form>
  );
}

function Progress(props: {
  readonly move: NonNullable<LibraryState['move']>;
  readonly onCancel: () => void;
}) {
  const { to, doneBytes, totalBytes } = props.move;
  return (
    <div className="setting-input">
      <progress max={Math.max(1, totalBytes)} value={doneBytes} aria-label="Progress of the move" />
      <span className="muted">
        {formatBytes(doneBytes)} of {formatBytes(totalBytes)} to {to}
      </span>
      <button type="button" className="button" onClick={props.onCancel}>
        Cancel
      </button>
    </div>
  );
}
