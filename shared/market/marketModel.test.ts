import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../model/events';
import {
  arbitraryMarket,
  arbitraryMarketOfDays,
  feedStatus,
  liquidation,
  START_MS,
  stamped,
  testInstruments,
  trade,
} from '../model/testing/arbitraries.testkit';
import { INTERVALS, MINUTE_MS } from '../model/time';
import { folded, newModel, observed, restoredAfter, withRecordedBars } from './marketModel.testkit';
import type { Bar } from './marketView';

const market = fc.oneof(arbitraryMarket(200), arbitraryMarketOfDays());
const cut = fc.nat({ max: 250 });

/** Bytes as text: thousands of them are compared at once. */
const textOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

describe('market model', () => {
  it('goes on after a restore exactly like the model that was saved', () => {
    fc.assert(
      fc.property(market, cut, (events, at) => {
        const all = withRecordedBars(events);
        const before = all.slice(0, at);
        const restored = restoredAfter(before);
        expect(observed(restored)).toBe(observed(folded(before)));
        expect(observed(folded(all.slice(at), restored))).toBe(observed(folded(all)));
        expect(textOf(restored.snapshot())).toBe(textOf(folded(all).snapshot()));
      }),
      { numRuns: 200 },
    );
  });

  it('survives several restores in a row', () => {
    fc.assert(
      fc.property(market, cut, cut, (events, first, second) => {
        const all = withRecordedBars(events);
        const [a, b] = first < second ? [first, second] : [second, first];
        const early = folded(all.slice(a, b), restoredAfter(all.slice(0, a)));
        const again = newModel();
        again.restore(early.snapshot(), all.slice(0, b));
        expect(observed(folded(all.slice(b), again))).toBe(observed(folded(all)));
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on readers', () => {
    fc.assert(
      fc.property(market, (events) => {
        const model = newModel();
        for (const event of events) {
          model.apply(event);
          model.figures({ windowMs: MINUTE_MS });
          model.trades('bybit:ETHUSDT', 0, 10, 0);
        }
        expect(observed(model)).toBe(observed(folded(events)));
        expect(textOf(model.snapshot())).toBe(textOf(folded(events).snapshot()));
      }),
      { numRuns: 50 },
    );
  });

  it('tells a reader of bars exactly what changed', () => {
    const ids = testInstruments()
      .rows()
      .map((row) => row.id);
    fc.assert(
      fc.property(market, fc.constantFrom(...INTERVALS), fc.constantFrom(...ids), (events, interval, id) => {
        const model = newModel();
        const held = new Map<number, Bar>();
        let revision = 0;
        for (const event of events) {
          model.apply(event);
          const change = model.bars(id, interval, revision, 3_000);
          if (change === undefined) throw new Error('the instrument is known');
          if (change.reset) held.clear();
          for (const bar of change.bars) held.set(bar.openTimeMs, bar);
          revision = change.revision;
        }
        const whole = model.bars(id, interval, 0, 3_000)?.bars ?? [];
        // A reader may be told of older bars than it asked for.
        for (const openTimeMs of held.keys())
          if (openTimeMs < (whole[0]?.openTimeMs ?? 0)) held.delete(openTimeMs);
        expect([...held.values()].sort((a, b) => a.openTimeMs - b.openTimeMs)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('counts the bars a reader asks for, not the time between them, and tells when they close', () => {
    const early = trade({ exchangeTimeMs: START_MS });
    const late = trade({ exchangeTimeMs: START_MS + 3_000 * 60_000 });
    const model = newModel();
    const [first, second] = stamped([early, late]);
    if (first === undefined || second === undefined) throw new Error('there are two trades');
    model.apply(first);
    const { revision = 0 } = model.bars('binance:BTCUSDT', '1m', 0, 3_000) ?? {};
    model.apply(second);
    const forming = (since: number) =>
      model.bars('binance:BTCUSDT', '1m', since, 3_000)?.bars.map((bar) => bar.forming);
    expect(forming(revision)).toEqual([false, true]);
    expect(forming(0)).toEqual([false, true]);
  });

  it('gives every reader a snapshot after a restore', () => {
    const events = stamped([trade(), liquidation()]);
    const model = folded(events);
    const { revision } = model.bars('binance:BTCUSDT', '1m', 0, 10) ?? { revision: 0 };
    const { next } = model.trades('binance:BTCUSDT', 0, 10, 0);
    model.restore(folded(events).snapshot(), []);
    expect(model.bars('binance:BTCUSDT', '1m', revision, 10)?.reset).toBe(true);
    expect(model.trades('binance:BTCUSDT', next, 10, 0)).toMatchObject({ reset: true, rows: [events[0]] });
    expect(model.liquidations(['BTC'], 0, 10, 0).rows).toEqual([events[1]]);
  });

  it('refuses a checkpoint that is damaged, foreign or of another version, and is empty then', () => {
    const bytes = folded(stamped([trade(), liquidation()])).snapshot();
    const foreign = bytes.slice();
    foreign[3] = 120;
    const newer = bytes.slice();
    newer[18] = 99;
    for (const bad of [
      bytes.slice(0, 200),
      foreign,
      newer,
      new Uint8Array(0),
      Uint8Array.from([...bytes, 0]),
    ]) {
      const model = newModel();
      expect(model.restore(bad, [])).toMatchObject({ ok: false, error: { code: 'session-damaged' } });
      expect(model.nowMs).toBeNull();
    }
  });

  it('offers a closed bar once, and again after a late trade', () => {
    const at = (ms: number, over = {}) => trade({ exchangeTimeMs: START_MS + ms, ...over });
    const model = folded(stamped([at(1_000), at(2_000, { takerSide: 'sell', priceTicks: 6_000_000 })]));
    expect(model.drainClosedBars()).toEqual([]);
    model.apply({ ...at(60_000), seq: 3 });
    const [bar, ...others] = model.drainClosedBars();
    expect(others).toEqual([]);
    expect(bar).toMatchObject({
      origin: 'trades',
      closed: true,
      closeTicks: 6_000_000,
      volumeBase: 2,
      takerBuyBase: 1,
    });
    expect(model.drainClosedBars()).toEqual([]);
    model.apply({ ...at(2_500, { priceTicks: 6_100_000 }), seq: 4 });
    expect(model.drainClosedBars()).toMatchObject([
      { openTimeMs: START_MS, closeTicks: 6_100_000, tradeCount: 3 },
    ]);
  });

  it('reads the tape on from where a reader stopped and counts what it missed', () => {
    const rows = stamped(
      Array.from({ length: 2_500 }, (_, index) => trade({ exchangeTimeMs: START_MS + index })),
    );
    const model = folded(rows.slice(0, 10));
    const first = model.trades('binance:BTCUSDT', 0, 3, 0);
    expect(first).toMatchObject({ reset: true, skipped: 0, rows: rows.slice(7, 10) });
    folded(rows.slice(10), model);
    const second = model.trades('binance:BTCUSDT', first.next, 3, 0);
    expect(second).toMatchObject({ reset: false, skipped: 490, rows: rows.slice(500) });
    expect(model.trades('binance:BTCUSDT', second.next, 3, 0).rows).toEqual([]);
  });

  it('lists the health of venues in a fixed order', () => {
    const events: MarketEvent[] = stamped([
      feedStatus({ venue: 'bybit', stream: 'trades' }),
      feedStatus({ venue: 'binance', stream: null, state: 'down', reason: 'No route.' }),
      feedStatus({ venue: 'bybit', stream: null }),
    ]);
    expect(
      folded(events)
        .health()
        .map((each) => [each.venue, each.stream, each.state]),
    ).toEqual([
      ['binance', null, 'down'],
      ['bybit', null, 'live'],
      ['bybit', 'trades', 'live'],
    ]);
  });
});
