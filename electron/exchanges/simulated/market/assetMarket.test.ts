import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../shared/model/time';
import { loadScenario } from '../scenario/loadScenario';
import { marketParamsOf } from '../scenario/marketParams';
import { AssetMarket } from './assetMarket';
import type { AssetStep } from './assetStep';
import type { AssetMarketParams } from './marketParams';

const STEP_MS = 5 * SECOND_MS;
const SIDES = ['long', 'short'] as const;
/** Where the scenario is interesting: a market that opens two days before is as good for these tests as a whole one. */
const BEFORE_MS = 2 * DAY_MS;
/** Steps are fine from so long before the moment. */
const FINE_MS = 2 * HOUR_MS;

async function scenarioOf(name: string) {
  const loaded = await loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const { calendar, seed } = loaded.value;
  const momentMs = calendar.catalystMs ?? calendar.endMs - DAY_MS;
  const params = loaded.value.assets.map((asset) => marketParamsOf(loaded.value, asset));
  return { params, seed, momentMs };
}

const story = await scenarioOf('range-break');
const cascade = await scenarioOf('long-cascade');

function paramsOf({ params }: { params: readonly AssetMarketParams[] }, asset: string): AssetMarketParams {
  const found = params.find((each) => each.asset === asset);
  if (found === undefined) throw new Error(`the scenario has ${asset}`);
  return found;
}

/** From two days before the moment at minutes, from two hours before it at 5 s, until `hours` after it. */
function* play(market: AssetMarket, momentMs: number, hours: number): IterableIterator<AssetStep> {
  while (market.timeMs < momentMs + hours * HOUR_MS) {
    yield market.step(market.timeMs < momentMs - FINE_MS ? MINUTE_MS : STEP_MS);
  }
}

describe('the market of an asset', () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 40 });
  const markets = fc.constantFrom(
    { momentMs: story.momentMs, params: paramsOf(story, 'BTC') },
    { momentMs: story.momentMs, params: paramsOf(story, 'XRP') },
    { momentMs: cascade.momentMs, params: paramsOf(cascade, 'ETH') },
  );

  it('closes by force exactly what its books lose, at or after the price was reached', () => {
    fc.assert(
      fc.property(markets, seeds, ({ momentMs, params }, seed) => {
        const market = new AssetMarket(params, seed, momentMs - BEFORE_MS);
        const before = { long: market.ledger('long'), short: market.ledger('short') };
        const forced = { long: 0, short: 0 };
        let highestMark = 0;
        let lowestMark = Number.POSITIVE_INFINITY;
        let openMs = 0;
        const marks: { readonly timeMs: number; readonly price: number }[] = [];
        for (const step of play(market, momentMs, 2)) {
          for (const order of step.forced) {
            forced[order.positionSide] += order.quantityBase;
            // Reached by a mark price since the market opened here (or already waiting when it did).
            const isLong = order.positionSide === 'long';
            const reached = isLong
              ? lowestMark <= order.liquidationPrice
              : highestMark >= order.liquidationPrice;
            if (openMs > 0 && order.openedMs >= openMs) expect(reached).toBe(true);
            expect(
              isLong ? order.liquidationPrice < order.entryPrice : order.liquidationPrice > order.entryPrice,
            ).toBe(true);
            expect(order.fillPrice).toBeGreaterThanOrEqual(
              Math.min(step.perpetual.openPrice, step.perpetual.closePrice),
            );
            expect(order.fillPrice).toBeLessThanOrEqual(
              Math.max(step.perpetual.openPrice, step.perpetual.closePrice),
            );
          }
          openMs = openMs === 0 ? step.fromMs : openMs;
          highestMark = Math.max(highestMark, step.markPrice);
          lowestMark = Math.min(lowestMark, step.markPrice);
          marks.push({ timeMs: step.toMs, price: step.markPrice });
        }
        for (const side of SIDES) {
          const ledger = market.ledger(side);
          const liquidated = ledger.liquidatedBase - before[side].liquidatedBase;
          const size = ledger.openedBase;
          expect(Math.abs(liquidated - forced[side])).toBeLessThan(1e-9 * size);
          const left = ledger.openedBase - ledger.closedBase - ledger.liquidatedBase;
          expect(Math.abs(left - ledger.openBase)).toBeLessThan(1e-9 * size);
          let live = 0;
          for (const position of market.positions())
            if (position.side === side) live += position.quantityBase;
          expect(live).toBeLessThanOrEqual(ledger.openBase + 1e-9 * size);
        }
      }),
      { numRuns: 5 },
    );
  });

  it('keeps open interest, flows and the basis sane', () => {
    fc.assert(
      fc.property(markets, seeds, ({ momentMs, params }, seed) => {
        const market = new AssetMarket(params, seed, momentMs - BEFORE_MS);
        let closes = { spot: Number.NaN, perpetual: Number.NaN };
        for (const step of play(market, momentMs, 1)) {
          const { spot, perpetual, forced } = step;
          expect(step.openInterestBase).toBeGreaterThan(0);
          for (const leg of [spot, perpetual]) {
            expect(leg.takerBuyUsd).toBeGreaterThanOrEqual(0);
            expect(leg.takerSellUsd).toBeGreaterThanOrEqual(0);
          }
          if (!Number.isNaN(closes.spot)) {
            expect(spot.openPrice).toBe(closes.spot);
            expect(perpetual.openPrice).toBe(closes.perpetual);
          }
          closes = { spot: spot.closePrice, perpetual: perpetual.closePrice };
          // Before the news nothing falls over itself; a minute in one step is rougher than twelve of 5 s.
          const widest = step.toMs - step.fromMs > STEP_MS ? 0.01 : 0.005;
          if (step.toMs < momentMs) {
            expect(Math.abs(perpetual.closePrice / spot.closePrice - 1)).toBeLessThan(widest);
          }
          for (const side of SIDES) {
            const flow = side === 'long' ? perpetual.takerSellUsd : perpetual.takerBuyUsd;
            const orders = forced.filter(({ positionSide }) => positionSide === side);
            const usd = orders.reduce((sum, order) => sum + order.quantityBase * perpetual.openPrice, 0);
            expect(usd).toBeLessThanOrEqual(flow * (1 + 1e-9));
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('goes on from a snapshot byte by byte', () => {
    fc.assert(
      fc.property(markets, seeds, fc.integer({ min: 1, max: 3_000 }), ({ momentMs, params }, seed, steps) => {
        const startMs = momentMs - BEFORE_MS;
        const market = new AssetMarket(params, seed, startMs);
        const fineFromMs = momentMs - FINE_MS;
        const next = (each: AssetMarket) => each.step(each.timeMs < fineFromMs ? MINUTE_MS : STEP_MS);
        // The later the more happens: most of the steps are skipped at minutes.
        while (market.timeMs < fineFromMs - HOUR_MS) next(market);
        for (let step = 0; step < steps; step += 1) next(market);
        const copy = AssetMarket.restore(params, seed, startMs, market.snapshot());
        expect(Buffer.compare(copy.snapshot(), market.snapshot())).toBe(0);
        for (let step = 0; step < 400; step += 1) {
          expect(Buffer.compare(numbersOf(next(copy)), numbersOf(next(market)))).toBe(0);
        }
        expect(Buffer.compare(copy.snapshot(), market.snapshot())).toBe(0);
        expect([...copy.positions()]).toEqual([...market.positions()]);
      }),
      { numRuns: 4 },
    );
  });

  it('changes no price by the quantity factors', () => {
    const params = paramsOf(story, 'BTC');
    const startMs = story.momentMs - BEFORE_MS;
    const plain = new AssetMarket({ ...params, quantityFactor: { long: 1, short: 1 } }, 1, startMs);
    const scaled = new AssetMarket({ ...params, quantityFactor: { long: 0.96, short: 1.05 } }, 1, startMs);
    const scaledSteps = play(scaled, story.momentMs, 2);
    let shorts = 0;
    for (const step of play(plain, story.momentMs, 2)) {
      const other = scaledSteps.next().value as AssetStep;
      expect(other.perpetual.closePrice).toBe(step.perpetual.closePrice);
      expect(other.forced.length).toBe(step.forced.length);
      step.forced.forEach(({ positionSide, quantityBase }, index) => {
        if (positionSide === 'short') shorts += 1;
        const factor = positionSide === 'short' ? 1.05 : 0.96;
        expect(other.forced[index]?.quantityBase).toBeCloseTo(quantityBase * factor, 9);
      });
    }
    expect(shorts).toBeGreaterThan(10);
  });

  it.each([
    ['range-break', 'caff8c37769426c8'],
    ['long-cascade', 'f7add873aeafe0b1'],
    ['false-break', '2664f3914f7f1c2b'],
    ['quiet', '3c881e1aa23c5d40'],
    ['venue-outage', 'f9b2f30ab697ee4d'],
  ])('gives the bytes that were written down: %s', async (name, digest) => {
    const { params, seed, momentMs } = await scenarioOf(name);
    const hash = createHash('sha256');
    for (const each of params) {
      const market = new AssetMarket(each, seed, momentMs - 8 * HOUR_MS);
      for (const step of play(market, momentMs, 0.5)) hash.update(numbersOf(step));
      hash.update(market.snapshot());
    }
    expect(hash.digest('hex').slice(0, 16)).toBe(digest);
  });
});

function numbersOf({
  spot,
  perpetual,
  forced,
  openInterestBase,
  markPrice,
  fundingRate,
}: AssetStep): Uint8Array {
  const legs = [spot, perpetual].flatMap((leg) => [leg.closePrice, leg.takerBuyUsd, leg.takerSellUsd]);
  const orders = forced.flatMap(({ positionId, quantityBase, fillPrice }) => [
    positionId,
    quantityBase,
    fillPrice,
  ]);
  const numbers = Float64Array.of(...legs, ...orders, openInterestBase, markPrice, fundingRate);
  return new Uint8Array(numbers.buffer);
}
