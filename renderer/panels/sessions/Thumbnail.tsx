/** A session at a glance: its price as a line, liquidated shorts above the middle and longs below it. */
import type { Thumbnail as Picture } from '../../../shared/contract/library';

const HALF = 50;

export function Thumbnail({ picture }: { readonly picture: Picture | null }) {
  const count = picture?.price.length ?? 0;
  if (picture === null || count === 0) return null;
  const line = picture.price.flatMap((price, column) =>
    price === null ? [] : [`${column + 0.5},${100 - price}`],
  );
  return (
    <svg
      className="sessions-thumbnail"
      viewBox={`0 0 ${count} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="sessions-shorts" d={bars(picture.shorts, -1)} />
      <path className="sessions-longs" d={bars(picture.longs, 1)} />
      <polyline points={line.join(' ')} />
    </svg>
  );
}

/** Bars from the middle, up or down. */
function bars(values: readonly number[], direction: 1 | -1): string {
  return values
    .map((value, column) => (value === 0 ? '' : `M${column} ${HALF}h1v${(direction * value) / 2}h-1z`))
    .join('');
}
