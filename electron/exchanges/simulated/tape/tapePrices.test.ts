import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssetStep } from '../market/assetStep';
import { RandomStream } from '../random/randomStream';
import { PricePath } from './pricePath';
import { STEP_MS, takeAll, testSteps, testTape, testVenues } from './tape.testkit';
import { tapeProfileOf } from './tapeProfile';
import { LARGEST_OFFSET, VenueOffsets } from './venueOffsets';

const profile = tapeProfileOf('BTC', 92_000);
const markets = testVenues().flatMap((venue) => venue.instruments);
const steps = testSteps({ seed: 5, count: 720 });
const { events } = takeAll(testTape(5), steps);

/** Everything that can be quoted in a step: the reach of its path, the offset of a venue, the spread and a tick. */
function bandOf(step: AssetStep, slot: number): { readonly low: number; readonly high: number } {
  const market = markets[slot];
  if (market === undefined) throw new RangeError(`no market ${slot}`);
  const path = new PricePath();
  path.begin(step[market.kind], profile.noiseBp * Math.sqrt(step.activity));
  const slack = LARGEST_OFFSET + profile[market.kind].halfSpreadBp * 1e-4;
  const tick = 1 / 10 ** market.priceDecimals;
  return { low: path.low * (1 - slack) - tick, high: path.high * (1 + slack) + tick };
}

const stepAt = (timeMs: number) => Math.floor((timeMs - (steps[0]?.fromMs ?? 0)) / STEP_MS);

test('no trade lies outside the prevailing book by more than the market can have moved since', () => {
  const books = new Map<number, { readonly step: number; readonly bid: number; readonly ask: number }>();
  let checked = 0;
  for (const event of events) {
    const step = stepAt(event.exchangeTimeMs);
    const decimals = markets[event.instrument]?.priceDecimals ?? 0;
    if (event.kind === 'book') {
      const [bid = 0, ask = 0] = [event.bidTicks[0], event.askTicks[0]];
      books.set(event.instrument, { step, bid: bid / 10 ** decimals, ask: ask / 10 ** decimals });
    }
    const book = books.get(event.instrument);
    if (event.kind !== 'trade' || book === undefined) continue;
    const bands = steps.slice(book.step, step + 1).map((each) => bandOf(each, event.instrument));
    const lowest = Math.min(book.bid, ...bands.map((band) => band.low));
    const highest = Math.max(book.ask, ...bands.map((band) => band.high));
    const price = event.priceTicks / 10 ** decimals;
    expect(price).toBeGreaterThanOrEqual(lowest);
    expect(price).toBeLessThanOrEqual(highest);
    checked += 1;
  }
  expect(checked).toBeGreaterThan(1_000);
});

test('books are sorted, never crossed, never empty, and thicker at round prices', () => {
  const walls: number[] = [];
  const others: number[] = [];
  for (const event of events) {
    if (event.kind !== 'book') continue;
    const { bidTicks, bidLots, askTicks, askLots } = event;
    expect(bidTicks[0] ?? 0).toBeLessThan(askTicks[0] ?? 0);
    for (let level = 1; level < 20; level += 1) {
      expect(bidTicks[level] ?? 0).toBeLessThan(bidTicks[level - 1] ?? 0);
      expect(askTicks[level] ?? 0).toBeGreaterThan(askTicks[level - 1] ?? 0);
    }
    expect(Math.min(...bidLots, ...askLots)).toBeGreaterThan(0);
    const unit = 10 ** (markets[event.instrument]?.priceDecimals ?? 0);
    for (const [level, ticks] of askTicks.entries()) {
      if (level < 4 || event.instrument !== 2) continue;
      (ticks % (500 * unit) === 0 ? walls : others).push(askLots[level] ?? 0);
    }
  }
  const mean = (list: readonly number[]) => list.reduce((sum, lots) => sum + lots, 0) / list.length;
  expect(mean(walls)).toBeGreaterThan(4 * mean(others));
});

test('a path goes from open to close, and no farther than it says', () => {
  const random = new RandomStream(7, 'path');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -300, max: 300 }), (parts, move) => {
      const path = new PricePath();
      path.begin({ openPrice: 92_000, closePrice: 92_000 + move, takerBuyUsd: 0, takerSellUsd: 0 }, 1);
      expect(path.at(0, random)).toBe(92_000);
      for (let part = 1; part <= parts; part += 1) {
        const price = path.at(part / (parts + 1), random);
        expect(price).toBeGreaterThanOrEqual(path.low);
        expect(price).toBeLessThanOrEqual(path.high);
      }
      expect(path.at(1 - 1e-12, random)).toBeCloseTo(92_000 + move, 2);
    }),
  );
});

test('offsets of venues are small, without jumps, and a function of the time alone', () => {
  const walked = new VenueOffsets(new RandomStream(7, 'offsets'), 3);
  let before = 0;
  for (let timeMs = 0; timeMs < 300_000; timeMs += 1_000) {
    walked.moveTo(timeMs);
    const offset = walked.of(1);
    const asked = new VenueOffsets(new RandomStream(7, 'offsets'), 3);
    asked.moveTo(timeMs);
    expect(asked.of(1)).toBe(offset);
    expect(Math.abs(offset)).toBeLessThanOrEqual(LARGEST_OFFSET);
    if (timeMs > 0) expect(Math.abs(offset - before)).toBeLessThan(LARGEST_OFFSET / 10);
    before = offset;
  }
  expect(before).not.toBe(0);
});
