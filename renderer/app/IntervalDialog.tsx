/** The interval by digits: typed anywhere they open this and count after a pause; a comma opens it to think. */
import { type FormEvent, useEffect, useState } from 'react';
import { INTERVALS, type Interval } from '../../shared/model/time';
import { useApp, useUi } from '../stores/context';
import { Dialog } from '../ui/Dialog';
import { INTERVAL_LIST, INTERVAL_TITLES, parseInterval } from './intervalText';

/** How long after a digit the interval typed so far is taken. */
const TYPING_PAUSE_MS = 1_000;

export function IntervalDialog(props: {
  /** What was typed to open it, "" when nothing was; null: closed. */
  readonly typed: string | null;
  readonly onClose: () => void;
}) {
  const { typed, onClose } = props;
  return (
    <Dialog title="Interval" open={typed !== null} onClose={onClose} place="top">
      <IntervalInput typed={typed ?? ''} onClose={onClose} />
    </Dialog>
  );
}

function IntervalInput({ typed, onClose }: { readonly typed: string; readonly onClose: () => void }) {
  const { ui, schedule } = useApp();
  const current = useUi((state) => state.view.interval);
  const [text, setText] = useState(typed);
  const interval = parseInterval(text);
  const takesAfterPause = typed !== '';

  useEffect(() => {
    if (!takesAfterPause || interval === null) return;
    return schedule(TYPING_PAUSE_MS, () => {
      ui.getState().setView({ interval });
      onClose();
    });
  }, [takesAfterPause, interval, schedule, ui, onClose]);

  const choose = (chosen: Interval) => {
    ui.getState().setView({ interval: chosen });
    onClose();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (interval !== null) choose(interval);
  };
  return (
    <form className="interval-form" onSubmit={onSubmit}>
      <input
        type="text"
        inputMode="numeric"
        aria-label="Interval"
        aria-describedby="interval-says"
        autoComplete="off"
        placeholder="Interval"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p id="interval-says" role="status" className={interval === null ? 'muted' : undefined}>
        {says(text, interval)}
      </p>
      <div className="interval-choices">
        {INTERVALS.map((choice) => (
          <button
            key={choice}
            type="button"
            className="button"
            aria-pressed={choice === (interval ?? current)}
            title={INTERVAL_TITLES[choice]}
            onClick={() => choose(choice)}
          >
            {choice}
          </button>
        ))}
      </div>
    </form>
  );
}

function says(text: string, interval: Interval | null): string {
  if (interval !== null) return INTERVAL_TITLES[interval];
  return text.trim() === '' ? 'Minutes, or with h or d' : `There is ${INTERVAL_LIST}`;
}
