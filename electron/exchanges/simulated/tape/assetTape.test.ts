import { describe, expect, test } from 'vitest';
import { MarketModel } from '../../../../shared/market/marketModel';
import { folded } from '../../../../shared/market/marketModel.testkit';
import type { MarketEvent } from '../../../../shared/model/events';
import { InstrumentTable } from '../../../../shared/model/instrument';
import { MINUTE_MS } from '../../../../shared/model/time';
import type { AssetStep } from '../market/assetStep';
import { published } from './reportingRule';
import {
  candlesOf,
  START_MS,
  STEP_MS,
  takeAll,
  testSpecs,
  testSteps,
  testTape,
  testVenues,
  tradesOf,
} from './tape.testkit';

const SEEDS = [1, 2, 3, 20, 4_294_967_297];
const MINUTES = 12;
const PER_MINUTE = MINUTE_MS / STEP_MS;
const stepsOf = (seed: number) => testSteps({ seed, count: MINUTES * PER_MINUTE });

const markets = testVenues().flatMap((venue) =>
  venue.instruments.map((instrument) => ({ ...instrument, rule: venue.liquidationReporting })),
);

function usdOf(events: readonly MarketEvent[], kind: 'spot' | 'perpetual', side: 'buy' | 'sell'): number {
  let usd = 0;
  for (const trade of tradesOf(events)) {
    const market = markets[trade.instrument];
    if (market?.kind !== kind || trade.takerSide !== side) continue;
    usd +=
      (trade.priceTicks / 10 ** market.priceDecimals) * (trade.quantityLots / 10 ** market.quantityDecimals);
  }
  return usd;
}

describe.each(SEEDS)('a tape of seed %i', (seed) => {
  const steps = stepsOf(seed);
  const tape = testTape(seed);
  const { events, truths } = takeAll(tape, steps);

  test('trades what the steps say, apart from what is carried', () => {
    for (const kind of ['spot', 'perpetual'] as const) {
      const carried = tape.carried(kind);
      const flow = (of: (step: AssetStep) => number) => steps.reduce((sum, step) => sum + of(step), 0);
      const bought = usdOf(events, kind, 'buy') + carried.buyUsd;
      const sold = usdOf(events, kind, 'sell') + carried.sellUsd;
      expect(bought / flow((step) => step[kind].takerBuyUsd)).toBeCloseTo(1, 9);
      expect(sold / flow((step) => step[kind].takerSellUsd)).toBeCloseTo(1, 9);
    }
  });

  test('keeps its events in order, inside their steps, with consecutive trade ids', () => {
    let step = 0;
    const ids = new Map<number, number>();
    for (const [index, event] of events.entries()) {
      expect(event.exchangeTimeMs).toBeGreaterThanOrEqual(events[index - 1]?.exchangeTimeMs ?? START_MS);
      while (event.exchangeTimeMs >= (steps[step]?.toMs ?? 0)) step += 1;
      expect(steps[step]).toBeDefined();
      if (event.kind !== 'trade') continue;
      expect(event.tradeId).toBe((ids.get(event.instrument) ?? 0) + 1);
      expect(event.quantityLots).toBeGreaterThan(0);
      expect(Number.isInteger(event.priceTicks) && Number.isInteger(event.quantityLots)).toBe(true);
      ids.set(event.instrument, event.tradeId ?? 0);
    }
  });

  test('closes each minute with the candle of its trades', () => {
    const instruments = InstrumentTable.from(testSpecs());
    const venues = testVenues().map((venue) => ({ ...venue, title: venue.id, streams: [] }));
    const model = folded(tradesOf(events), new MarketModel({ instruments, venues }));
    const bars = model.candleEvents();
    const candles = candlesOf(events);
    expect(candles).toHaveLength(MINUTES * markets.length);
    for (const candle of candles) {
      const bar = bars.find(
        ({ instrument, openTimeMs, intervalMs }) =>
          instrument === candle.instrument && openTimeMs === candle.openTimeMs && intervalMs === MINUTE_MS,
      );
      if (candle.tradeCount === 0) {
        expect(bar).toBeUndefined();
        expect(candle).toMatchObject({ volumeBase: 0, takerBuyBase: 0, highTicks: candle.lowTicks });
        continue;
      }
      const { openTicks, highTicks, lowTicks, closeTicks, volumeBase, takerBuyBase, tradeCount } = candle;
      const facts = { openTicks, highTicks, lowTicks, closeTicks, volumeBase, takerBuyBase, tradeCount };
      expect(bar).toMatchObject(facts);
      expect((candle.volumeQuote ?? 0) / (bar?.volumeQuote ?? 1)).toBeCloseTo(1, 12);
    }
  });

  test('liquidates what the steps say, to the lot', () => {
    for (const side of ['long', 'short'] as const) {
      const orders = steps.flatMap((step) => step.forced).filter((order) => order.positionSide === side);
      const wanted = orders.reduce((sum, order) => sum + order.quantityBase, 0);
      const done = truths
        .filter((truth) => truth.positionSide === side)
        .reduce((sum, truth) => sum + truth.quantityLots, 0);
      expect(Math.abs(done - wanted * 1_000)).toBeLessThanOrEqual(0.5 + 1e-6);
    }
  });

  test('publishes liquidations by the rule of each venue, each with its trade', () => {
    const trades = new Set(
      tradesOf(events).map((trade) =>
        [trade.instrument, trade.exchangeTimeMs, trade.quantityLots, trade.priceTicks].join(),
      ),
    );
    for (const { instrument, rule } of markets) {
      const truth = truths.filter((record) => record.instrument === instrument);
      const told = events
        .filter((event) => event.kind === 'liquidation')
        .filter((event) => event.instrument === instrument);
      const facts = (record: { exchangeTimeMs: number; quantityLots: number; priceTicks: number }) => [
        record.exchangeTimeMs,
        record.quantityLots,
        record.priceTicks,
      ];
      expect(told.map(facts)).toEqual(published(rule, truth).map(facts));
      expect(told.length).toBe(truth.filter((record) => record.isReported).length);
      if (rule === 'full') expect(told).toHaveLength(truth.length);
      for (const record of truth) expect(trades).toContain([instrument, ...facts(record)].join());
    }
  });
});
