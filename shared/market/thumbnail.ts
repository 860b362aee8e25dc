/** A session's overview, small enough for a list of sessions. */
import type { Thumbnail } from '../contract/library';
import type { OverviewColumns } from './overview';

const COLUMNS = 48;
const FULL = 100;

/** Null when there is neither a price nor a liquidation. */
export function thumbnailOf({ close, shortsUsd, longsUsd }: OverviewColumns): Thumbnail | null {
  const count = Math.min(COLUMNS, close.length);
  const columns = Array.from({ length: count }, (_, column) => ({
    from: Math.floor((column * close.length) / count),
    to: Math.floor(((column + 1) * close.length) / count),
  }));
  const prices = columns.map(
    ({ from, to }) => close.slice(from, to).findLast((price) => price !== null) ?? null,
  );
  const shorts = columns.map(({ from, to }) => sum(shortsUsd.slice(from, to)));
  const longs = columns.map(({ from, to }) => sum(longsUsd.slice(from, to)));
  const known = prices.filter((price) => price !== null);
  const most = Math.max(0, ...shorts, ...longs);
  if (known.length === 0 && most === 0) return null;
  const low = Math.min(...known);
  const height = Math.max(...known) - low;
  const scaled = (usd: number) => (most === 0 ? 0 : Math.round((usd / most) * FULL));
  return {
    price: prices.map((price) =>
      price === null ? null : height === 0 ? FULL / 2 : Math.round(((price - low) / height) * FULL),
    ),
    shorts: shorts.map(scaled),
    longs: longs.map(scaled),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
