/**
 * How published series are named: `<metric>:<ASSET>`, or `<metric>:<ASSET>-<detail>` where an asset has several,
 * as in `etfNetFlowUsd:BTC` and `probability:BTC-100k`. The name is all that a window learns of a series.
 */

export interface SeriesId {
  readonly metric: string;
  readonly asset: string;
  /** What tells series of one metric and asset apart, e.g. a price level; null where there is one. */
  readonly detail: string | null;
}

/** Undefined for a text that is spelled otherwise. */
export function parseSeriesId(text: string): SeriesId | undefined {
  const match = /^([a-zA-Z0-9]+):([A-Z0-9]+)(?:-(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, metric = '', asset = '', detail] = match;
  return { metric, asset, detail: detail ?? null };
}
