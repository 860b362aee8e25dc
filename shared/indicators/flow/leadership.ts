/**
 * Who led a move, spot or futures, in this window: a verdict by where the price was made, and four tests that are
 * all told beside it.
 *
 * The verdict rests on the first test alone. Flow, basis and open interest say who took part in the move; in
 * markets whose leader is known they vote the same whoever leads, so that a majority of them would be a majority
 * for nothing.
 *
 * Invariant: nothing is concluded from prices that cannot be compared: clocks that differ by more than a step of
 * the grid, gaps, or too few points give `undetermined`, with the reason.
 */
import type { Lead } from '../../model/structure';
import { type Discovery, priceDiscovery } from './priceDiscovery';

export const LEAD_STEP_MS = 5_000;
/** 20 minutes. */
const LEAST_POINTS = 240;
const LEAST_COVERAGE = 0.8;
const LEAST_SHARE = 0.55;
const LEAST_FLOW_Z = 1;
/** Points at either end over which the basis is averaged: 2 minutes. */
const BASIS_POINTS = 24;

type Vote = Lead['tests'][number]['vote'];

/** What takers bought less what they sold in the window. */
export interface WindowFlow {
  readonly deltaUsd: number;
  /** Against what is usual of a window so long; null when that is not known. */
  readonly z: number | null;
  /** Usual volume of a day; null when not known. */
  readonly dailyUsd: number | null;
}

export interface LeadInput {
  readonly asset: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Prices of either on the grid of `[fromMs, toMs]`, NaN where not known. */
  readonly spot: ArrayLike<number>;
  readonly perp: ArrayLike<number>;
  /** Of all venues; null when no trades were heard. */
  readonly spotFlow: WindowFlow | null;
  readonly perpFlow: WindowFlow | null;
  /** In coins; null when not known. */
  readonly openInterestChangePercent: number | null;
  /** How much later one venue's clock tells the same moment than the other's; null when not known. */
  readonly clockSkewMs: number | null;
  readonly venues: readonly string[];
}

/** `discover` is `priceDiscovery`, or a copy that remembers: it is where the time goes. */
export function leadOf(input: LeadInput, discover: typeof priceDiscovery = priceDiscovery): Lead {
  const { asset, fromMs, toMs, spotFlow, perpFlow } = input;
  const discovery = discover(input.spot, input.perp, toMs);
  const returnPercent = returnOf(input);
  const basis = basisOf(input);
  const reason = whyUndetermined(input, discovery, returnPercent);
  const rise = (returnPercent ?? 0) < 0 ? -1 : 1;
  const tests: Lead['tests'] = [
    { id: 'priceDiscovery', title: 'Who makes the price', vote: discoveryVote(discovery) },
    { id: 'takerFlow', title: 'Who trades with the move', vote: flowVote(spotFlow, perpFlow, rise) },
    { id: 'basis', title: 'Futures against spot', vote: basisVote(basis, rise) },
    { id: 'openInterest', title: 'Leverage that came in', vote: openInterestVote(input, returnPercent) },
  ];
  return {
    asset,
    verdict: reason === '' ? verdictOf(discovery) : 'undetermined',
    reason,
    fromMs,
    toMs,
    componentShare: discovery?.componentShare ?? { value: null, low: null, high: null },
    informationShare: discovery?.informationShare ?? { low: null, middle: null, high: null },
    basisChange: basis?.change ?? null,
    openInterestChangePercent: input.openInterestChangePercent,
    returnPercent,
    takerDeltaSpotZ: spotFlow?.z ?? null,
    takerDeltaPerpZ: perpFlow?.z ?? null,
    tests,
    venues: [...input.venues],
  };
}

function verdictOf(discovery: Discovery | null): Lead['verdict'] {
  const vote = discoveryVote(discovery);
  return vote === 'none' ? 'mixed' : vote;
}

function whyUndetermined(
  { spot, clockSkewMs }: LeadInput,
  discovery: Discovery | null,
  returnPercent: number | null,
): string {
  if (clockSkewMs !== null && clockSkewMs > LEAD_STEP_MS) {
    return `the clocks of the venues differ by ${Math.round(clockSkewMs / 1_000)} s`;
  }
  if (spot.length < LEAST_POINTS) return 'the window is shorter than 20 minutes';
  if (discovery === null) return 'the prices do not tell which one follows';
  if (discovery.points < LEAST_COVERAGE * spot.length) return 'prices are missing in the window';
  return returnPercent === null ? 'the price at an end of the window is not known' : '';
}

/** Both shares on one side, and the interval of the first clear of the middle. */
function discoveryVote(discovery: Discovery | null): Vote {
  if (discovery === null) return 'none';
  const { value, low, high } = discovery.componentShare;
  const { middle } = discovery.informationShare;
  if (low > 0.5 && value >= LEAST_SHARE && middle > 0.5) return 'spot';
  return high < 0.5 && value <= 1 - LEAST_SHARE && middle < 0.5 ? 'futures' : 'none';
}

/** Flow of either against its own day, in the direction of the move. */
function flowVote(spot: WindowFlow | null, perp: WindowFlow | null, rise: number): Vote {
  if (spot?.z == null || perp?.z == null || !spot.dailyUsd || !perp.dailyUsd) return 'none';
  const spotShare = (rise * spot.deltaUsd) / spot.dailyUsd;
  const perpShare = (rise * perp.deltaUsd) / perp.dailyUsd;
  if (rise * spot.z > LEAST_FLOW_Z && spotShare > perpShare) return 'spot';
  return rise * perp.z > LEAST_FLOW_Z && perpShare > spotShare ? 'futures' : 'none';
}

/** Futures that pull stretch the basis in the direction of the move, beyond its usual wavering. */
function basisVote(basis: Basis | null, rise: number): Vote {
  if (basis === null) return 'none';
  return rise * basis.change <= basis.deviation ? 'spot' : 'futures';
}

/** A move on new leverage takes open interest along. */
function openInterestVote({ openInterestChangePercent }: LeadInput, returnPercent: number | null): Vote {
  if (openInterestChangePercent === null || returnPercent === null) return 'none';
  const isSmall = openInterestChangePercent <= 0 || openInterestChangePercent < Math.abs(returnPercent) / 2;
  return isSmall ? 'spot' : 'futures';
}

interface Basis {
  /** Log of futures over spot at the end, less that at the beginning. */
  readonly change: number;
  /** Of one point from the mean of its 2 minutes. */
  readonly deviation: number;
}

function basisOf({ spot, perp }: LeadInput): Basis | null {
  const basis = Array.from(spot, (price, index) => Math.log((perp[index] ?? Number.NaN) / price));
  const first = meanOf(basis.slice(0, BASIS_POINTS));
  const last = meanOf(basis.slice(-BASIS_POINTS));
  if (first === null || last === null) return null;
  const known = basis.filter((value) => !Number.isNaN(value));
  const mean = meanOf(known) ?? 0;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { change: last - first, deviation: Math.sqrt(variance) };
}

function returnOf({ spot }: LeadInput): number | null {
  const first = meanOf(Array.from(spot).slice(0, BASIS_POINTS));
  const last = meanOf(Array.from(spot).slice(-BASIS_POINTS));
  return first === null || last === null ? null : (last / first - 1) * 100;
}

/** Of what is known; null when nothing is. */
function meanOf(values: readonly number[]): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
