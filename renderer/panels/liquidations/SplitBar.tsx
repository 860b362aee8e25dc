/** Shorts against longs as one bar; hollow when the share is not known. */
import { formatShare } from '../../ui/format';

export function SplitBar({
  share,
  size,
}: {
  readonly share: number | null;
  readonly size: 'large' | 'small';
}) {
  const name =
    share === null
      ? 'Share of shorts unknown'
      : `Shorts ${formatShare(share)}, longs ${formatShare(1 - share)}`;
  return (
    <span
      className={`split-bar ${size}`}
      role="img"
      aria-label={name}
      title={name}
      data-known={share !== null}
    >
      {share !== null && <i style={{ width: `${share * 100}%` }} />}
    </span>
  );
}
