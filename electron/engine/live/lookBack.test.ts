import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveSource, OlderCandles, OlderCandlesRequest } from '../../../shared/feed/source';
import { InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import { DAY_MS, INTERVALS, intervalMs, MINUTE_MS, MOST_BARS } from '../../../shared/model/time';
import { LookBack } from './lookBack';

const NOW_MS = Date.UTC(2026, 0, 14, 12, 34, 56);
const BTC = 'bybit:BTCUSDT';

function rig(answer: () => Result<OlderCandles> = () => ok({ candles: 1, reachedStart: false })) {
  const asked: OlderCandlesRequest[] = [];
  const market: { nowMs: number | null } = { nowMs: NOW_MS };
  const source: LiveSource = {
    venue: { id: 'bybit', title: 'Bybit', liquidationReporting: 'full', streams: ['candles'] },
    run: () => Promise.resolve(),
    loadOlder: async (request) => {
      asked.push(request);
      return answer();
    },
  };
  const instruments = InstrumentTable.from([
    {
      ...{ id: BTC, venue: 'bybit', symbol: 'BTCUSDT', asset: 'BTC', quote: 'USDT', kind: 'perpetual' },
      ...{ priceDecimals: 1, quantityDecimals: 3, tickSize: 0.1 },
    },
  ]);
  return {
    asked,
    market,
    source,
    instruments,
    lookBack: new LookBack({ sources: [source], instruments, market }),
  };
}

describe('LookBack', () => {
  it('asks for whole days that end where the chart begins, over bars that are over and kept', () => {
    const beforeMs = fc.integer({ min: 1, max: NOW_MS + 40 * DAY_MS });
    return fc.assert(
      fc.asyncProperty(fc.constantFrom(...INTERVALS), beforeMs, async (interval, before) => {
        const { asked, lookBack } = rig();
        const answer = await lookBack.load({ instrumentId: BTC, interval, beforeMs: before });
        const lengthMs = intervalMs(interval);
        const keptMs = Math.floor(NOW_MS / lengthMs) * lengthMs - MOST_BARS * lengthMs;
        const request = asked[0];
        if (request === undefined) {
          expect(answer).toEqual({ ok: true, value: { candles: 0, end: 'kept' } });
          expect(before).toBeLessThan(keptMs + DAY_MS + 2 * lengthMs);
          return;
        }
        const { fromMs, toMs } = request.range;
        expect([fromMs % DAY_MS, toMs % lengthMs]).toEqual([0, 0]);
        expect(fromMs).toBeGreaterThan(keptMs);
        expect(toMs).toBeLessThanOrEqual(Math.min(before, NOW_MS));
        expect(toMs).toBeGreaterThan(Math.min(before, NOW_MS) - lengthMs);
        expect((toMs - fromMs) / lengthMs).toBeLessThanOrEqual(1_000 + DAY_MS / lengthMs);
      }),
    );
  });

  it('says whether there is more before them', async () => {
    let reachedStart = false;
    const { lookBack } = rig(() => ok({ candles: 7, reachedStart }));
    const request = { instrumentId: BTC, interval: '1h', beforeMs: NOW_MS } as const;
    expect(await lookBack.load(request)).toEqual({ ok: true, value: { candles: 7, end: null } });
    reachedStart = true;
    expect(await lookBack.load(request)).toEqual({ ok: true, value: { candles: 7, end: 'venue' } });
    reachedStart = false;
    const beforeMs = NOW_MS - (MOST_BARS - 100) * intervalMs('1h');
    expect(await lookBack.load({ ...request, beforeMs })).toEqual({
      ok: true,
      value: { candles: 7, end: 'kept' },
    });
  });

  it('asks once for all windows that wait for the same, and again after a failure', async () => {
    const { asked, lookBack } = rig(() => fail('venue-error', 'Bybit is down.', undefined, true));
    const request = { instrumentId: BTC, interval: '1m', beforeMs: NOW_MS } as const;
    const answers = await Promise.all([lookBack.load(request), lookBack.load(request)]);
    expect(answers).toMatchObject([{ ok: false }, { ok: false }]);
    expect(asked).toHaveLength(1);
    await lookBack.load(request);
    expect(asked).toHaveLength(2);
  });

  it('refuses what cannot be asked for, in words', async () => {
    const { market, source, instruments, lookBack } = rig();
    const request = { instrumentId: BTC, interval: '1m', beforeMs: NOW_MS - MINUTE_MS } as const;
    expect(await lookBack.load({ ...request, instrumentId: 'x:Y' })).toMatchObject({
      error: { code: 'unknown-instrument' },
    });
    market.nowMs = null;
    expect(await lookBack.load(request)).toMatchObject({ error: { code: 'venue-error', retryable: true } });
    const { venue, run } = source;
    const pastless = new LookBack({ sources: [{ venue, run }], instruments, market });
    expect(await pastless.load(request)).toMatchObject({
      error: { code: 'not-supported', message: 'Bybit offers no older candles.' },
    });
  });
});
