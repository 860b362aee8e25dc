import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../model/figure';
import {
  arbitraryMarket,
  arbitraryMarketOfDays,
  feedStatus,
  liquidation,
  START_MS,
  stamped,
} from '../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/time';
import { figuresJson } from './figures';
import type { MarketModel } from './marketModel';
import { folded, newModel, restoredAfter, withRecordedBars } from './marketModel.testkit';

const market = fc.oneof(arbitraryMarket(200), arbitraryMarketOfDays());
const windows = fc.constantFrom(7 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 40 * HOUR_MS);
const assets = fc.constantFrom('BTC', 'ETH');

function textOf(model: MarketModel, asset: string, windowMs: number): string {
  return figuresJson(model.assetFigures(asset, { windowMs }));
}

function find(figures: readonly Figure[], id: string): Figure {
  const found = figures.find((figure) => figure.id === id);
  if (found === undefined) throw new Error(`there is no figure ${id}`);
  return found;
}

describe('the figures of an asset', () => {
  it('are the same whether they were read along the way, at the end, or after a restore', () => {
    fc.assert(
      fc.property(market, assets, windows, fc.nat({ max: 250 }), (events, asset, windowMs, at) => {
        const all = withRecordedBars(events);
        const model = newModel();
        for (const event of all) {
          model.apply(event);
          model.assetFigures(asset, { windowMs });
        }
        const expected = textOf(folded(all), asset, windowMs);
        expect(textOf(model, asset, windowMs)).toEqual(expected);
        const restored = folded(all.slice(at), restoredAfter(all.slice(0, at)));
        expect(textOf(restored, asset, windowMs)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('have ids of their own', () => {
    fc.assert(
      fc.property(market, assets, windows, (events, asset, windowMs) => {
        const model = folded(events);
        const ids = [...model.figures({ windowMs }), ...model.assetFigures(asset, { windowMs })];
        expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('liquidations by venue', () => {
  it('add up to the reported totals exactly, and each is the sum of its events', () => {
    fc.assert(
      fc.property(market, windows, fc.nat({ max: 5_000 }), (events, windowMs, laterMs) => {
        const model = folded(events);
        if (model.nowMs === null) return;
        const asOfMs = model.nowMs + laterMs;
        const totals = model.figures({ windowMs, asOfMs });
        for (const side of ['short', 'long'] as const) {
          const cells = model
            .assetFigures('BTC', { windowMs, asOfMs })
            .filter(({ id }) => id.startsWith(`liquidations.BTC.${side}.`));
          const total = totals.find(({ id }) => id === `liquidations.BTC.${side}`)?.value ?? 0;
          expect(cells.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(total);
          for (const { id, value, fromMs = asOfMs } of cells) {
            const told = events
              .filter((event) => event.kind === 'liquidation')
              .filter(({ instrument }) => [1, 6].includes(instrument) === id.endsWith('.binanceusdm'))
              .filter(({ instrument }) => [1, 2, 6].includes(instrument))
              .filter(({ positionSide, exchangeTimeMs }) => positionSide === side && exchangeTimeMs > fromMs);
            const expected = told.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0);
            if (value !== null) expect(value).toBeCloseTo(expected, 6);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('say how fully each venue reports, and are never zero where it was not heard', () => {
    const heard = ['binanceusdm', 'bybit'].map((venue) => feedStatus({ venue }));
    const order = liquidation({ exchangeTimeMs: START_MS + 2 * HOUR_MS, instrument: 2, notionalUsd: 500 });
    const seen = liquidation({ exchangeTimeMs: START_MS + 1_000, instrument: 1, notionalUsd: 7 });
    const down = feedStatus({
      exchangeTimeMs: START_MS + 100 * MINUTE_MS,
      venue: 'binanceusdm',
      state: 'down',
    });
    const known = folded(stamped([...heard, seen, order])).assetFigures('BTC', { windowMs: HOUR_MS });
    expect(find(known, 'liquidations.BTC.short.bybit')).toMatchObject({
      value: 500,
      completeness: 'complete',
      text: 'reports: full',
    });
    expect(find(known, 'liquidations.BTC.short.binanceusdm')).toMatchObject({
      value: 0,
      completeness: 'lowerBound',
      text: 'reports: largest per second',
    });
    const out = folded(stamped([...heard, seen, down, order])).assetFigures('BTC', { windowMs: HOUR_MS });
    expect(find(out, 'liquidations.BTC.short.binanceusdm')).toMatchObject({
      value: null,
      completeness: 'missing',
    });
    expect(find(out, 'liquidationsTrue.BTC.short.low')).toMatchObject({
      value: null,
      completeness: 'missing',
      text: 'Not heard throughout: binanceusdm.',
    });
  });
});

describe('the range of the true sum', () => {
  it('is never below what was reported, is an estimate, and is missing where a venue was not heard', () => {
    let known = 0;
    fc.assert(
      fc.property(market, assets, windows, (events, asset, windowMs) => {
        const model = folded(events);
        const reported = model.figures({ windowMs });
        const figures = model.assetFigures(asset, { windowMs });
        for (const side of ['short', 'long'] as const) {
          const low = figures.find(({ id }) => id === `liquidationsTrue.${asset}.${side}.low`);
          const high = figures.find(({ id }) => id === `liquidationsTrue.${asset}.${side}.high`);
          const isOut = figures.some(
            ({ id, value }) => id.startsWith(`liquidations.${asset}.${side}.`) && value === null,
          );
          if (isOut || windowMs > DAY_MS)
            expect([low?.value ?? null, high?.value ?? null]).toEqual([null, null]);
          if (low === undefined || low.value === null) continue;
          known++;
          const sum = find(reported, `liquidations.${asset}.${side}`).value ?? 0;
          expect(low).toMatchObject({ completeness: 'estimate', unit: 'usd' });
          expect(low.value).toBeGreaterThanOrEqual(sum);
          expect(high?.value ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(low.value);
        }
      }),
      { numRuns: 300 },
    );
    expect(known).toBeGreaterThan(0);
  });

  it('names what it was made with, venue by venue', () => {
    const heard = ['binanceusdm', 'bybit'].map((venue) => feedStatus({ venue }));
    const interest = [1, 2].map((instrument) => ({
      ...liquidation({ instrument }),
      kind: 'openInterest' as const,
      exchangeTimeMs: START_MS + 1,
      quantityBase: 50 * instrument,
      notionalUsd: null,
    }));
    const at = START_MS + 2 * HOUR_MS;
    const orders = [100, 200, 300].map((usd, index) =>
      liquidation({ exchangeTimeMs: at + index, instrument: 2, notionalUsd: usd }),
    );
    const sampled = liquidation({ exchangeTimeMs: at + 5, instrument: 1, notionalUsd: 300 });
    const later = feedStatus({ exchangeTimeMs: at + 2 * MINUTE_MS, stream: 'trades' });
    const model = folded(stamped([...heard, ...interest, ...orders, sampled, later]));
    const figures = model.assetFigures('BTC', { windowMs: HOUR_MS });
    const [low, high] = ['low', 'high'].map((end) => find(figures, `liquidationsTrue.BTC.short.${end}`));
    // Largest per second leaves 300 of Y's 600; half as large, it is worth 300 of Y: what it reported.
    expect([low?.value, high?.value]).toEqual([900, 1_200]);
    expect(low?.text).toBe(
      'binanceusdm (largest per second): $300 reported, $600 by its rule, $600 by its rule and size, $300 by open interest; bybit (full): as reported',
    );
    expect(find(model.figures({ windowMs: HOUR_MS }), 'liquidations.BTC.short').value).toBe(900);
  });
});

describe('the range of the true sum, where the window begins within 5 minutes that are summed as one', () => {
  it('holds what was left out of orders at its beginning', () => {
    const heard = ['binanceusdm', 'bybit'].map((venue) => feedStatus({ venue }));
    // The window of an hour begins at 13:01; these were at 13:02.
    const at = START_MS + 62 * MINUTE_MS;
    const orders = [100, 200, 300].map((usd, index) =>
      liquidation({ exchangeTimeMs: at + index, instrument: 2, notionalUsd: usd }),
    );
    const sampled = liquidation({ exchangeTimeMs: at + 5, instrument: 1, notionalUsd: 300 });
    const later = feedStatus({ exchangeTimeMs: START_MS + 121 * MINUTE_MS, stream: 'trades' });
    const figures = folded(stamped([...heard, ...orders, sampled, later])).assetFigures('BTC', {
      windowMs: HOUR_MS,
    });
    // Of Y's 600 the rule leaves 300: so of 300 it was told, 600 are likely.
    expect(find(figures, 'liquidationsTrue.BTC.short.low').value).toBe(1_200);
  });
});
