import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE_MS, MOST_BARS } from '../model/time';
import type { Kline } from './candleEvents';
import { CandleLevel } from './candleLevel';
import type { MinuteBar } from './tradeBar';

const number = fc.double({ noNaN: false });
const kline: fc.Arbitrary<Kline> = fc.record({
  open: number,
  high: number,
  low: number,
  close: number,
  volumeBase: number,
  takerBuyBase: number,
  closed: fc.boolean(),
});
const amounts = fc.record({
  open: number,
  high: number,
  low: number,
  close: number,
  volumeLots: fc.nat(),
  takerBuyLots: fc.nat(),
  volumeQuote: number,
  tradeCount: fc.nat(),
});
const ordinal = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 3 * MOST_BARS }));
const change = fc.oneof(
  fc.record({ ordinal, kline }),
  fc.record({ ordinal, trades: amounts }),
  fc.record({ factor: fc.constantFrom(10, 1_000) }),
);

it('holds what it was given of the newest bars, and nothing of others', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const level = new CandleLevel(MINUTE_MS);
      const klines = new Map<number, Kline>();
      const bars = new Map<number, MinuteBar>();
      const revisions = new Map<number, number>();
      for (const [index, each] of changes.entries()) {
        if ('factor' in each) {
          level.rescale(each.factor);
          for (const [minute, bar] of bars) {
            const { volumeLots, takerBuyLots } = bar;
            const scaled = { volumeLots: volumeLots * each.factor, takerBuyLots: takerBuyLots * each.factor };
            bars.set(minute, { ...bar, ...scaled });
          }
          continue;
        }
        if (!level.keeps(each.ordinal)) continue;
        if ('kline' in each) {
          level.setKline(each.ordinal, each.kline);
          klines.set(each.ordinal, each.kline);
        } else {
          level.setTrades({ minute: each.ordinal, ...each.trades });
          bars.set(each.ordinal, { minute: each.ordinal, ...each.trades });
        }
        level.touch(each.ordinal, index + 1);
        revisions.set(each.ordinal, index + 1);
      }
      const known = [...revisions.keys()].filter((held) => held > Math.max(...revisions.keys()) - MOST_BARS);
      expect(level.isEmpty).toBe(known.length === 0);
      if (known.length > 0) expect(level.oldest).toBeLessThanOrEqual(Math.min(...known));
      for (const held of revisions.keys()) {
        const isKept = known.includes(held);
        expect(level.kline(held)).toEqual(isKept ? (klines.get(held) ?? null) : null);
        expect(level.trades(held)).toEqual(isKept ? (bars.get(held) ?? null) : null);
        expect(level.hasClosedKline(held)).toBe(isKept && klines.get(held)?.closed === true);
      }
      const since = changes.length / 2;
      const touched = new Set(level.touchedSince(since));
      for (const held of known) expect(touched.has(held)).toBe((revisions.get(held) ?? 0) > since);
    }),
  );
});
