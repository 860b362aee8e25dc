/**
 * Maintenance margin by size of the position, as Binance USD-M publishes it (snapshot of 2024-10-24). Real
 * tables change; these are part of the simulated market, not a statement about a venue of today.
 *
 * Invariant: maintenance (notional × rate − deduction) is continuous at every tier's edge.
 */

export interface MarginTier {
  /** The tier holds up to this position notional, in USD. */
  readonly maxNotionalUsd: number;
  /** Maintenance margin as a fraction of notional. */
  readonly maintenanceRate: number;
  readonly maxLeverage: number;
  /** Maintenance amount that is taken off, in USD. */
  readonly deductionUsd: number;
}

type Row = readonly [maxNotionalUsd: number, maintenancePercent: number, maxLeverage: number];

export type MarginTable = 'BTC' | 'ETH' | 'SOL' | 'XRP';

const ROWS: Readonly<Record<MarginTable, readonly Row[]>> = {
  BTC: [
    [50e3, 0.4, 125],
    [600e3, 0.5, 100],
    [3e6, 0.65, 75],
    [12e6, 1, 50],
    [70e6, 2, 25],
    [100e6, 2.5, 20],
    [230e6, 5, 10],
    [480e6, 10, 5],
    [600e6, 12.5, 4],
    [800e6, 15, 3],
    [1.2e9, 25, 2],
    [1.8e9, 50, 1],
  ],
  ETH: [
    [50e3, 0.4, 125],
    [600e3, 0.5, 100],
    [3e6, 0.65, 75],
    [12e6, 1, 50],
    [50e6, 2, 25],
    [65e6, 2.5, 20],
    [150e6, 5, 10],
    [320e6, 10, 5],
    [400e6, 12.5, 4],
    [530e6, 15, 3],
    [800e6, 25, 2],
    [1.2e9, 50, 1],
  ],
  SOL: [
    [20e3, 0.5, 100],
    [100e3, 0.65, 75],
    [800e3, 1, 50],
    [4e6, 2, 25],
    [8e6, 2.5, 20],
    [40e6, 5, 10],
    [80e6, 10, 5],
    [100e6, 12.5, 4],
    [200e6, 25, 2],
    [400e6, 50, 1],
  ],
  XRP: [
    [10e3, 0.5, 75],
    [20e3, 0.65, 50],
    [160e3, 1, 40],
    [800e3, 2, 25],
    [1.6e6, 2.5, 20],
    [8e6, 5, 10],
    [16e6, 10, 5],
    [20e6, 12.5, 4],
    [40e6, 25, 2],
    [80e6, 50, 1],
  ],
};

export const MARGIN_TIERS: Readonly<Record<MarginTable, readonly MarginTier[]>> = {
  BTC: withDeductions(ROWS.BTC),
  ETH: withDeductions(ROWS.ETH),
  SOL: withDeductions(ROWS.SOL),
  XRP: withDeductions(ROWS.XRP),
};

/** The tier of a position; the last one beyond the table. */
export function tierOf(tiers: readonly MarginTier[], notionalUsd: number): MarginTier {
  for (const tier of tiers) {
    if (notionalUsd <= tier.maxNotionalUsd) return tier;
  }
  const last = tiers.at(-1);
  if (last === undefined) throw new Error('A table of margin tiers has no rows.');
  return last;
}

/** deduction_n = floor_n × (rate_n − rate_{n−1}) + deduction_{n−1} */
function withDeductions(rows: readonly Row[]): readonly MarginTier[] {
  let deductionUsd = 0;
  return rows.map(([maxNotionalUsd, percent, maxLeverage], index) => {
    const [floorUsd, , ,] = rows[index - 1] ?? [0];
    const percentBefore = rows[index - 1]?.[1] ?? percent;
    deductionUsd += (floorUsd * (percent - percentBefore)) / 100;
    return { maxNotionalUsd, maintenanceRate: percent / 100, maxLeverage, deductionUsd };
  });
}
