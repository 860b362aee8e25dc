/** Takes a replay to a moment: a date and a time, or a time of the day that is shown. */
import { type FormEvent, useState } from 'react';
import type { Transport } from '../../shared/contract/values';
import { useSession, useSettings } from '../stores/context';
import { selectTimeZone } from '../stores/settingsStore';
import { Dialog } from '../ui/Dialog';
import { parseMoment } from '../ui/dateInput';
import { formatDateTime, zoneLabel } from '../ui/time';

export function MomentDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const transport = useSession((state) => state.transport);
  return (
    <Dialog title="Go to a moment" open={open} onClose={onClose} width="content">
      {transport !== null && <MomentForm transport={transport} onClose={onClose} />}
    </Dialog>
  );
}

function MomentForm({ transport, onClose }: { readonly transport: Transport; readonly onClose: () => void }) {
  const { range } = transport;
  const timeZone = useSettings(selectTimeZone);
  const control = useSession((state) => state.control);
  const [aroundMs] = useState(transport.nowMs ?? range.fromMs);
  const [text, setText] = useState(formatDateTime(aroundMs, timeZone));
  const timeMs = parseMoment(text, timeZone, aroundMs);
  const zone = timeZone === 'UTC' ? 'UTC' : `${timeZone}, ${zoneLabel(timeZone, timeMs ?? aroundMs)}`;
  const inside = timeMs !== null && timeMs >= range.fromMs && timeMs <= range.toMs;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!inside) return;
    void control({ type: 'seek', timeMs });
    onClose();
  };
  return (
    <form className="moment-form" onSubmit={onSubmit}>
      <label htmlFor="moment-text">Date and time ({zone})</label>
      <input
        id="moment-text"
        type="text"
        className="text-input"
        data-first-focus={true}
        autoComplete="off"
        aria-describedby="moment-says"
        aria-invalid={!inside}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p id="moment-says" role="status" className={inside ? undefined : 'muted'}>
        {timeMs === null
          ? 'A date such as 2025-01-14 16:24, or a time of this day such as 16:24.'
          : inside
            ? `${formatDateTime(timeMs, timeZone)} ${zoneLabel(timeZone, timeMs)}`
            : `The session goes from ${formatDateTime(range.fromMs, timeZone)} to ${formatDateTime(range.toMs, timeZone)}.`}
      </p>
      <button type="submit" className="button primary" disabled={!inside}>
        Go there
      </button>
    </form>
  );
}
