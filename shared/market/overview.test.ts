import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../model/events';
import { InstrumentTable } from '../model/instrument';
import {
  candle,
  liquidation,
  START_MS,
  stamped,
  testInstruments,
  trade,
} from '../model/testing/arbitraries.testkit';
import { MINUTE_MS } from '../model/time';
import { bucketMsFor, MAX_COLUMNS, OverviewFold } from './overview';

const table = InstrumentTable.from(testInstruments().rows());
const [first, second] = table.rows();
if (first === undefined || second === undefined) throw new Error('two instruments are needed');

/** Trades and liquidations of two instruments at moments up to `spanMs` after the start, in time order. */
function arbitrarySession(spanMs: number): fc.Arbitrary<readonly MarketEvent[]> {
  const moment = fc.record({
    atMs: fc.integer({ min: 0, max: spanMs }),
    isTrade: fc.boolean(),
    instrument: fc.constantFrom(first?.index ?? 0, second?.index ?? 0),
    price: fc.integer({ min: 1, max: 1_000_000 }),
    short: fc.boolean(),
  });
  return fc.array(moment, { minLength: 1, maxLength: 120 }).map((moments) =>
    stamped(
      [...moments]
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ atMs, isTrade, instrument, price, short }) =>
          isTrade
            ? trade({ exchangeTimeMs: START_MS + atMs, instrument, priceTicks: price })
            : liquidation({
                exchangeTimeMs: START_MS + atMs,
                instrument,
                positionSide: short ? 'short' : 'long',
                notionalUsd: price,
              }),
        ),
    ),
  );
}

const SPANS = [500, 60_000, 3_600_000, 5 * 86_400_000];

describe('OverviewFold', () => {
  it('keeps every dollar and the last price of each column, at any length', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SPANS).chain((spanMs) => arbitrarySession(spanMs)),
        (events) => {
          const fold = new OverviewFold(table, START_MS);
          fold.take(events);
          const columns = fold.columns(first.id);
          if (columns === undefined) throw new Error('a known instrument has columns');
          const { fromMs, bucketMs, close, shortsUsd, longsUsd } = columns;
          expect(close.length).toBeLessThanOrEqual(MAX_COLUMNS);
          expect(fromMs % bucketMs).toBe(0);
          for (const [column, price] of close.entries()) {
            const inside = events.filter(
              (event) =>
                event.kind === 'trade' &&
                event.instrument === first.index &&
                Math.floor((event.exchangeTimeMs - fromMs) / bucketMs) === column,
            );
            const last = inside.at(-1);
            const expected = last?.kind === 'trade' ? last.priceTicks / 10 ** first.priceDecimals : null;
            if (expected === null) expect(price).toBeNull();
            else expect(price).toBeCloseTo(expected, 9);
          }
          const liquidated = events.reduce(
            (sum, event) =>
              event.kind === 'liquidation' && table.get(event.instrument).asset === first.asset
                ? sum + event.notionalUsd
                : sum,
            0,
          );
          const shown = [...shortsUsd, ...longsUsd].reduce((sum, usd) => sum + usd, 0);
          expect(shown).toBe(liquidated);
        },
      ),
    );
  });

  it('does not depend on how events come, nor on the length it begins with', () => {
    fc.assert(
      fc.property(arbitrarySession(86_400_000), fc.integer({ min: 1, max: 20 }), (events, size) => {
        const whole = new OverviewFold(table, START_MS);
        whole.take(events);
        const split = new OverviewFold(table, START_MS);
        for (let at = 0; at < events.length; at += size) split.take(events.slice(at, at + size));
        expect(split.columns(first.id)).toEqual(whole.columns(first.id));
        const bucketMs = whole.columns(first.id)?.bucketMs ?? 0;
        const direct = new OverviewFold(table, START_MS, bucketMs);
        direct.take(events);
        expect(direct.columns(first.id)).toEqual(whole.columns(first.id));
      }),
    );
  });

  it('takes the latest closed candle where there was no trade, and forgets it nowhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ minute: fc.nat(3_000), minutes: fc.constantFrom(1, 5, 60) })),
        (candles) => {
          const fold = new OverviewFold(table, START_MS);
          const shown = candles.map(({ minute, minutes }) => ({
            endMs: START_MS + (minute + minutes) * MINUTE_MS - 1,
            intervalMs: minutes * MINUTE_MS,
            // One market: candles that end together have one close.
            closeTicks: 100 + ((minute + minutes) % 7),
          }));
          fold.take(
            stamped(
              shown.map(({ endMs, intervalMs, closeTicks }) =>
                candle({
                  instrument: first.index,
                  openTimeMs: endMs + 1 - intervalMs,
                  intervalMs,
                  closeTicks,
                  closed: true,
                }),
              ),
            ),
          );
          const columns = fold.columns(first.id);
          if (columns === undefined) throw new Error('a known instrument has columns');
          for (const [column, price] of columns.close.entries()) {
            const startMs = columns.fromMs + column * columns.bucketMs;
            const inside = shown
              .filter(({ endMs }) => endMs >= startMs && endMs < startMs + columns.bucketMs)
              .sort((a, b) => a.endMs - b.endMs);
            const last = inside.at(-1);
            expect(price).toEqual(last === undefined ? null : last.closeTicks / 10 ** first.priceDecimals);
          }
        },
      ),
    );
  });

  it('prefers a trade to a candle, and shows no candle that is still forming', () => {
    const fold = new OverviewFold(table, START_MS);
    const shape = { instrument: first.index, openTimeMs: START_MS, intervalMs: MINUTE_MS };
    fold.take(
      stamped([
        trade({ exchangeTimeMs: START_MS + MINUTE_MS - 1, instrument: first.index, priceTicks: 7 }),
        candle({ ...shape, closeTicks: 8, closed: true }),
        candle({ ...shape, openTimeMs: START_MS + MINUTE_MS, closeTicks: 9, closed: false }),
      ]),
    );
    const prices = fold.columns(first.id)?.close.filter((price) => price !== null);
    expect(prices).toEqual([7 / 10 ** first.priceDecimals]);
  });

  it('leaves out what was before the session and knows no foreign instrument', () => {
    const fold = new OverviewFold(table, START_MS);
    fold.take(stamped([trade({ exchangeTimeMs: START_MS - 60_000, instrument: first.index })]));
    expect(fold.columns(first.id)?.close).toEqual([null]);
    expect(fold.columns('nowhere:XYZ')).toBeUndefined();
  });

  it('chooses a length that fits every session', () => {
    for (const lengthMs of [0, 1, 700_000, 719_001, 86_400_000, 31 * 86_400_000]) {
      expect(lengthMs / bucketMsFor(lengthMs) + 1).toBeLessThanOrEqual(MAX_COLUMNS);
    }
  });
});
