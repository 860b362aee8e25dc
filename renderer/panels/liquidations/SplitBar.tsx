/** Shorts against longs as one bar; hollow when the share is not known. */
import type { Figure } from '../../../shared/model/figure';
import { formatShare } from '../../../shared/text/format';
import type { Totals } from './others';

type Split = Omit<Totals, 'total'>;

export function SplitBar({ split, size }: { readonly split: Split; readonly size: 'large' | 'small' }) {
  const { share } = split;
  const only = onlySide(split);
  const name = nameOf(share, only);
  return (
    <span
      className={`split-bar ${size}`}
      role="img"
      aria-label={name}
      title={name}
      data-known={share !== null}
      data-only={only ?? undefined}
    >
      {share !== null && <i style={{ width: `${share * 100}%` }} />}
    </span>
  );
}

/** The side that is known when nothing is of the other one: drawn faintly, since its share is not known. */
function onlySide({ share, shorts, longs }: Split): 'shorts' | 'longs' | null {
  const isKnown = (figure: Figure | undefined) => (figure?.value ?? 0) > 0;
  if (share !== null || isKnown(shorts) === isKnown(longs)) return null;
  return isKnown(shorts) ? 'shorts' : 'longs';
}

function nameOf(share: number | null, only: 'shorts' | 'longs' | null): string {
  if (share !== null) return `Shorts ${formatShare(share)}, longs ${formatShare(1 - share)}`;
  if (only === null) return 'Share of shorts unknown';
  return `Only ${only} known, share unknown`;
}
