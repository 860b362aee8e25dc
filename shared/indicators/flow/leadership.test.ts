import { describe, expect, it } from 'vitest';
import { blockSums, errorCorrectionOf, totalOf } from './errorCorrection';
import { type LeadInput, leadOf } from './leadership';
import { componentShareOf, informationShareOf, priceDiscovery } from './priceDiscovery';
import { seededNumbers } from './seededNumbers';

interface Pair {
  readonly spot: number[];
  readonly perp: number[];
}

/** Two prices that close these shares of their distance in a step, with noise of equal size. */
function pairOf(spotAdjustment: number, perpAdjustment: number, points: number, seed: number): Pair {
  const next = seededNumbers(seed);
  const noise = () => 1e-4 * (next() + next() + next() + next() - 2);
  const pair: Pair = { spot: [], perp: [] };
  let [spot, perp] = [Math.log(90_000), Math.log(90_000)];
  for (let point = 0; point < points; point++) {
    const distance = perp - spot;
    spot += spotAdjustment * distance + noise();
    perp += perpAdjustment * distance + noise();
    pair.spot.push(Math.exp(spot));
    pair.perp.push(Math.exp(perp));
  }
  return pair;
}

function inputOf(pair: Pair, rest: Partial<LeadInput> = {}): LeadInput {
  return {
    asset: 'BTC',
    fromMs: 0,
    toMs: pair.spot.length * 5_000,
    ...pair,
    spotFlow: null,
    perpFlow: null,
    openInterestChangePercent: null,
    clockSkewMs: 0,
    venues: ['alpha'],
    ...rest,
  };
}

describe('price discovery', () => {
  it('finds the adjustment that made the prices', () => {
    for (const [spotAdjustment, perpAdjustment] of [
      [0.05, -0.15],
      [0.15, -0.05],
      [0.1, -0.1],
    ] as const) {
      const { spot, perp } = pairOf(spotAdjustment, perpAdjustment, 20_000, 7);
      const found = errorCorrectionOf(totalOf(blockSums(spot, perp)));
      if (found === null) throw new Error('no error correction');
      const share = -perpAdjustment / (spotAdjustment - perpAdjustment);
      expect(Math.abs((componentShareOf(found) ?? 0) - share)).toBeLessThan(0.05);
      // Independent noise of equal size: the weights of Hasbrouck are the squares of those of Gonzalo–Granger.
      const information = share ** 2 / (share ** 2 + (1 - share) ** 2);
      expect(Math.abs(informationShareOf(found).middle - information)).toBeLessThan(0.1);
    }
  });

  it('is a half where both are the same', () => {
    const same = { spotAdjustment: 0.1, perpAdjustment: -0.1, spotVariance: 1, perpVariance: 1 };
    expect(componentShareOf({ ...same, covariance: 0.3 })).toBe(0.5);
    expect(informationShareOf({ ...same, covariance: 0 })).toEqual({ low: 0.5, middle: 0.5, high: 0.5 });
    const bound = informationShareOf({ ...same, covariance: 0.6 });
    expect(bound.low).toBeCloseTo((1 - 0.36) / (2 + 1.2), 12);
    expect(bound.high).toBeCloseTo(1.6 ** 2 / (2 + 1.2), 12);
    expect(bound.middle).toBeCloseTo(0.5, 12);
  });

  it('counts a price that moves away from the other one as one that does not follow', () => {
    const noise = { spotVariance: 1, perpVariance: 1, covariance: 0 };
    expect(componentShareOf({ spotAdjustment: -0.02, perpAdjustment: -0.1, ...noise })).toBe(1);
    expect(componentShareOf({ spotAdjustment: -0.02, perpAdjustment: 0.1, ...noise })).toBeNull();
  });

  it('turns over when spot and futures are swapped', () => {
    const { spot, perp } = pairOf(0.05, -0.15, 3_000, 3);
    const one = priceDiscovery(spot, perp, 5);
    const other = priceDiscovery(perp, spot, 5);
    expect(other?.componentShare.value).toBeCloseTo(1 - (one?.componentShare.value ?? 0), 6);
    expect(other?.componentShare.low).toBeCloseTo(1 - (one?.componentShare.high ?? 0), 1);
    expect(other?.informationShare.low).toBeCloseTo(1 - (one?.informationShare.high ?? 0), 6);
  });

  it('is the same for the same seed, and holds its own value in the interval', () => {
    const { spot, perp } = pairOf(0.08, -0.12, 2_880, 9);
    const found = priceDiscovery(spot, perp, 11);
    expect(priceDiscovery(spot, perp, 11)).toEqual(found);
    const { value = 0, low = 0, high = 0 } = found?.componentShare ?? {};
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it('leaves out points that are not known, with their neighbours, and tells nothing of a price at rest', () => {
    const { spot, perp } = pairOf(0.05, -0.15, 3_000, 3);
    const holed = spot.map((price, index) => (index >= 1_000 && index < 1_100 ? Number.NaN : price));
    expect(priceDiscovery(holed, perp, 1)?.points).toBe((priceDiscovery(spot, perp, 1)?.points ?? 0) - 119);
    expect(
      priceDiscovery(
        spot.map(() => 1),
        perp,
        1,
      ),
    ).toBeNull();
    expect(errorCorrectionOf(new Float64Array(2_000))).toBeNull();
  });
});

describe('who leads', () => {
  const spotLed = pairOf(0.02, -0.2, 2_880, 1);
  const futuresLed = pairOf(0.2, -0.02, 2_880, 1);

  it('is the one that does not follow', () => {
    expect(leadOf(inputOf(spotLed)).verdict).toBe('spot');
    expect(leadOf(inputOf(futuresLed)).verdict).toBe('futures');
    expect(leadOf(inputOf(pairOf(0.1, -0.1, 2_880, 1))).verdict).toBe('mixed');
  });

  it('is not told where prices cannot be compared, and says why', () => {
    const short = { spot: spotLed.spot.slice(0, 100), perp: spotLed.perp.slice(0, 100) };
    const holed = {
      ...spotLed,
      perp: spotLed.perp.map((price, index) => (index > 600 && index < 1_800 ? Number.NaN : price)),
    };
    const silent = { ...spotLed, spot: spotLed.spot.map(() => Number.NaN) };
    for (const [input, reason] of [
      [inputOf(spotLed, { clockSkewMs: 7_000 }), 'clocks'],
      [inputOf(short), '20 minutes'],
      [inputOf(holed), 'missing'],
      [inputOf(silent), 'do not tell'],
    ] as const) {
      const lead = leadOf(input);
      expect(lead.verdict).toBe('undetermined');
      expect(lead.reason).toContain(reason);
    }
  });

  it('tells all four inputs and how each votes', () => {
    const calm = { deltaUsd: 1e6, z: 0.1, dailyUsd: 1e9 };
    const rising: Pair = {
      spot: spotLed.spot.map((price, index) => price * (1 + 1e-5 * index)),
      perp: spotLed.perp.map((price, index) => price * (1 + 1.1e-5 * index)),
    };
    const votesOf = (rest: Partial<LeadInput>) =>
      Object.fromEntries(leadOf(inputOf(rising, rest)).tests.map(({ id, vote }) => [id, vote]));
    const bySpot = { deltaUsd: 5e7, z: 3, dailyUsd: 1e9 };
    expect(votesOf({ spotFlow: bySpot, perpFlow: calm, openInterestChangePercent: -1 })).toMatchObject({
      takerFlow: 'spot',
      basis: 'futures',
      openInterest: 'spot',
    });
    expect(votesOf({ spotFlow: calm, perpFlow: bySpot, openInterestChangePercent: 2.9 })).toMatchObject({
      takerFlow: 'futures',
      openInterest: 'futures',
    });
    expect(votesOf({})).toMatchObject({ takerFlow: 'none', openInterest: 'none' });
  });
});
