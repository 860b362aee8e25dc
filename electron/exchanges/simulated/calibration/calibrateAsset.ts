/**
 * Finds the calibration of an asset at which the venues report the scenario's targets.
 *
 * Two stages, because sizes change the prices they are liquidated at and quantities do not: sizes, dips and the
 * top by damped steps in logarithms until all are near, then the quantity factors alone.
 */
import { brokenEdge } from '../scenario/marketParams';
import type { Scenario, ScenarioAsset } from '../scenario/scenarioSchema';
import { type Measured, measure } from './reportedTotals';

type Calibration = ScenarioAsset['calibration'];

export interface Target {
  readonly shortUsd: number;
  readonly longUsd: number;
  readonly extremePrice: number;
}

export interface Round {
  readonly round: number;
  readonly calibration: Calibration;
  readonly measured: Measured;
}

const MOST_ROUNDS = 16;
const NEAR = 0.052;
const EXACT = 0.012;
const PRICE_NEAR = 0.0015;
const SHORT_POWER = 0.6;
const LONG_POWER = 0.5;
const SHAKE_POWER = 0.25;
/** Of the top, in legs, per round: a squeeze feeds itself, so large steps never settle. */
const LARGEST_TOP_STEP = 0.12;
const LARGEST_CORRECTION = 0.05;

/** The best calibration it met, and how it came there; `report` hears of every round. */
export function calibrateAsset(
  scenario: Scenario,
  asset: ScenarioAsset,
  target: Target,
  report: (round: Round) => void,
): Round {
  const leg = Math.abs(asset.extreme - brokenEdge(asset));
  const direction = asset.extreme > asset.range.high ? 1 : -1;
  let calibration: Calibration = { ...asset.calibration, shortQuantity: 1, longQuantity: 1 };
  let best: Round | null = null;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const measured = measure(scenario, { ...asset, calibration });
    const present = { round, calibration, measured };
    report(present);
    if (best === null || errorOf(present, target) < errorOf(best, target)) best = present;
    if (errorOf(best, target) < EXACT) break;
    // Size and top push each other: without smaller steps the rounds swing to and fro.
    const gain = 4 / (3 + round);
    const short = target.shortUsd / Math.max(1, measured.reported.shortUsd);
    const long = target.longUsd / Math.max(1, measured.reported.longUsd);
    const missing = (0.6 * direction * (target.extremePrice - measured.extremePrice)) / leg;
    const isNear =
      Math.abs(short - 1) < NEAR &&
      Math.abs(long - 1) < NEAR &&
      Math.abs(measured.extremePrice / target.extremePrice - 1) < PRICE_NEAR;
    calibration = isNear
      ? {
          ...calibration,
          shortQuantity: corrected(calibration.shortQuantity * short),
          longQuantity: corrected(calibration.longQuantity * long),
        }
      : {
          shortSize: rounded(calibration.shortSize * damped(short, SHORT_POWER * gain)),
          longSize: rounded(calibration.longSize * damped(long, LONG_POWER * gain)),
          shake: rounded(Math.min(3, Math.max(0.5, calibration.shake * damped(long, SHAKE_POWER * gain)))),
          top: rounded(calibration.top + clamped(gain * missing, LARGEST_TOP_STEP)),
          shortQuantity: 1,
          longQuantity: 1,
        };
  }
  if (best === null) throw new Error('No round was made.');
  return best;
}

/** Largest relative error of the totals; a price outside of its tolerance counts as well. */
export function errorOf({ measured }: Round, target: Target): number {
  const price = Math.abs(measured.extremePrice / target.extremePrice - 1);
  return Math.max(
    Math.abs(measured.reported.shortUsd / target.shortUsd - 1),
    Math.abs(measured.reported.longUsd / target.longUsd - 1),
    price > PRICE_NEAR ? price * 10 : 0,
  );
}

function damped(ratio: number, power: number): number {
  return Math.min(2.5, Math.max(0.4, ratio)) ** power;
}

function corrected(factor: number): number {
  return rounded(1 + clamped(factor - 1, LARGEST_CORRECTION));
}

function clamped(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

/** Four decimals are what a file needs. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
