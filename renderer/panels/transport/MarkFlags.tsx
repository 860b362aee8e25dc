/** Bookmarks on the strip: hovered they say their text, a click goes there. The panel is their way by keyboard. */
import type { Bookmark } from '../../../shared/contract/bookmarks';
import type { TimeRange } from '../../../shared/model/time';
import { MarkLetter } from '../../ui/MarkLetter';
import { formatDateTime } from '../../ui/time';
import { markToken } from '../../ui/tokens';
import { fractionOf } from './timeScale';

export function MarkFlags(props: {
  readonly bookmarks: readonly Bookmark[];
  readonly range: TimeRange;
  readonly timeZone: string;
  /** Null where one cannot go anywhere. */
  readonly onGo: ((timeMs: number) => void) | null;
}) {
  const { range, timeZone, onGo } = props;
  const inside = props.bookmarks.filter(
    ({ timeMs, endMs }) => (endMs ?? timeMs) >= range.fromMs && timeMs <= range.toMs,
  );
  return inside.map((bookmark) => {
    const { id, timeMs, endMs, color, text } = bookmark;
    const left = fractionOf(timeMs, range);
    const says = `${text === '' ? 'Bookmark' : text} · ${formatDateTime(timeMs, timeZone)}`;
    return (
      <span key={id}>
        {endMs !== null && (
          <i
            className="scrubber-mark-span"
            style={{
              left: `${left * 100}%`,
              width: `${(fractionOf(endMs, range) - left) * 100}%`,
              background: `var(--${markToken(color)})`,
            }}
          />
        )}
        <button
          type="button"
          tabIndex={-1}
          className="scrubber-mark"
          // The flag of the end stays on the strip.
          style={{ left: `min(${left * 100}%, 100% - 13px)` }}
          aria-label={`Bookmark ${color}: ${says}`}
          title={says}
          disabled={onGo === null}
          onClick={() => onGo?.(timeMs)}
        >
          <MarkLetter color={color} />
        </button>
      </span>
    );
  });
}
