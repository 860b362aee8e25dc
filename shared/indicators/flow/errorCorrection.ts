/**
 * The error correction of two prices of one thing, by least squares: how far each moves to close the distance
 * between them, with lagged returns of both.
 *
 *   Δspot = a₁ + αs·(perp − spot)₋₁ + lags,  Δperp = a₂ + αp·(perp − spot)₋₁ + lags   (logs)
 *
 * The sums are kept by blocks of time, so that a bootstrap adds up blocks instead of points.
 */
import { solvePositive } from './linearSystem';

/** 90 s: a venue that wavers against the others for half a minute must not pass for one that follows. */
const LAGS = 18;
/** Constant, distance, lags of both. */
const COLUMNS = 2 + 2 * LAGS;
const DISTANCE = 1;
/** Lower triangle of X'X, X'y of both, and yy'. */
const SQUARE = COLUMNS * COLUMNS;
const SPOT_AT = SQUARE;
const PERP_AT = SPOT_AT + COLUMNS;
const PRODUCTS_AT = PERP_AT + COLUMNS;
const COUNT_AT = PRODUCTS_AT + 3;
const SUMS = COUNT_AT + 1;
/** 60 s of a grid of 5 s. */
const BLOCK_POINTS = 12;

/** Sums of one stretch of points; see the constants above. */
type Sums = Float64Array;

export interface ErrorCorrection {
  /** Share of the distance that each closes in a step, signed by its own move. */
  readonly spotAdjustment: number;
  readonly perpAdjustment: number;
  /** Covariance of what neither the distance nor the lags explain. */
  readonly spotVariance: number;
  readonly perpVariance: number;
  readonly covariance: number;
}

/** `spot` and `perp`: prices on the same grid, NaN where not known. A point counts when it and its lags are known. */
export function blockSums(spot: ArrayLike<number>, perp: ArrayLike<number>): readonly Sums[] {
  const spotLog = Float64Array.from(spot, Math.log);
  const perpLog = Float64Array.from(perp, Math.log);
  const at = (log: Float64Array, index: number) => log[index] ?? Number.NaN;
  const blocks: Sums[] = [];
  const x = new Float64Array(COLUMNS);
  for (let index = LAGS + 1; index < spotLog.length; index++) {
    const block = Math.floor((index - LAGS - 1) / BLOCK_POINTS);
    blocks[block] ??= new Float64Array(SUMS);
    x[0] = 1;
    x[DISTANCE] = at(perpLog, index - 1) - at(spotLog, index - 1);
    for (let lag = 1; lag <= LAGS; lag++) {
      x[2 * lag] = at(spotLog, index - lag) - at(spotLog, index - lag - 1);
      x[2 * lag + 1] = at(perpLog, index - lag) - at(perpLog, index - lag - 1);
    }
    const spotStep = at(spotLog, index) - at(spotLog, index - 1);
    const perpStep = at(perpLog, index) - at(perpLog, index - 1);
    if (Number.isNaN(spotStep + perpStep) || x.some(Number.isNaN)) continue;
    addPoint(blocks[block] as Sums, x, spotStep, perpStep);
  }
  return blocks;
}

export function totalOf(blocks: readonly Sums[]): Sums {
  const total = new Float64Array(SUMS);
  for (const block of blocks) {
    for (let index = 0; index < SUMS; index++) total[index] = (total[index] ?? 0) + (block[index] ?? 0);
  }
  return total;
}

export function pointsOf(sums: Sums): number {
  return sums[COUNT_AT] ?? 0;
}

/** Null where the points do not tell: too few, or a price that never moved. */
export function errorCorrectionOf(sums: Sums): ErrorCorrection | null {
  const count = pointsOf(sums);
  if (count <= 2 * COLUMNS) return null;
  const spotRight = sums.slice(SPOT_AT, PERP_AT);
  const perpRight = sums.slice(PERP_AT, PRODUCTS_AT);
  const solved = solvePositive(sums.slice(0, SQUARE), COLUMNS, [spotRight, perpRight]);
  const [spot, perp] = solved ?? [];
  if (spot === undefined || perp === undefined) return null;
  const explained = (beta: Float64Array, right: Float64Array) =>
    beta.reduce((sum, each, index) => sum + each * (right[index] ?? 0), 0);
  const rest = (product: number, beta: Float64Array, right: Float64Array) =>
    ((sums[PRODUCTS_AT + product] ?? 0) - explained(beta, right)) / (count - COLUMNS);
  return {
    spotAdjustment: spot[DISTANCE] ?? 0,
    perpAdjustment: perp[DISTANCE] ?? 0,
    spotVariance: rest(0, spot, spotRight),
    perpVariance: rest(1, perp, perpRight),
    covariance: rest(2, spot, perpRight),
  };
}

function addPoint(sums: Sums, x: Float64Array, spotStep: number, perpStep: number): void {
  const add = (index: number, value: number) => {
    sums[index] = (sums[index] ?? 0) + value;
  };
  for (let row = 0; row < COLUMNS; row++) {
    const value = x[row] ?? 0;
    for (let column = 0; column <= row; column++) add(row * COLUMNS + column, value * (x[column] ?? 0));
    add(SPOT_AT + row, value * spotStep);
    add(PERP_AT + row, value * perpStep);
  }
  add(PRODUCTS_AT, spotStep * spotStep);
  add(PRODUCTS_AT + 1, perpStep * perpStep);
  add(PRODUCTS_AT + 2, spotStep * perpStep);
  add(COUNT_AT, 1);
}
