import { expect, test } from 'vitest';
import type { AssetStep } from '../market/assetStep';
import { PricePath } from './pricePath';
import { STEP_MS, takeAll, testSteps, testTape, testVenues } from './tape.testkit';
import { tapeProfileOf } from './tapeProfile';
import { LARGEST_OFFSET } from './venueOffsets';

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

test('a path ends where the step closes and its trades follow the price', () => {
  for (const step of steps.slice(0, 50)) {
    for (const event of events) {
      if (event.kind !== 'trade' || stepAt(event.exchangeTimeMs) !== steps.indexOf(step)) continue;
      const market = markets[event.instrument];
      const band = bandOf(step, event.instrument);
      const price = event.priceTicks / 10 ** (market?.priceDecimals ?? 0);
      expect(price).toBeGreaterThanOrEqual(band.low);
      expect(price).toBeLessThanOrEqual(band.high);
    }
  }
});
