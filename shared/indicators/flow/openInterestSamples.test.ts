import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { MarketEvent } from '../../model/events';
import { InstrumentTable } from '../../model/instrument';
import { OpenInterestSamples } from './openInterestSamples';

const START_MS = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const IDS = ['alpha:BTCUSDT', 'beta:BTCUSDT'];
const instruments = InstrumentTable.from(
  IDS.map((id) => ({
    id,
    venue: id.split(':')[0] ?? '',
    symbol: 'BTCUSDT',
    asset: 'BTC',
    quote: 'USDT',
    kind: 'perpetual' as const,
    priceDecimals: 1,
    quantityDecimals: 3,
    tickSize: 0.1,
  })),
);

function stamp(timeMs: number, instrument: number) {
  return { seq: 0, exchangeTimeMs: timeMs, receiveTimeMs: 0, instrument };
}

function interest(timeMs: number, quantityBase: number, instrument = 0, notionalUsd: number | null = null) {
  return { kind: 'openInterest' as const, ...stamp(timeMs, instrument), quantityBase, notionalUsd };
}

function mark(timeMs: number, markPrice: number, indexPrice: number | null, instrument = 0): MarketEvent {
  return { kind: 'mark', ...stamp(timeMs, instrument), markPrice, indexPrice };
}

function funding(timeMs: number, rate: number, nextFundingTimeMs: number, intervalHours = 8): MarketEvent {
  return { kind: 'funding', ...stamp(timeMs, 0), rate, nextFundingTimeMs, intervalHours };
}

function fold(events: readonly MarketEvent[], samples = new OpenInterestSamples(), fromMs = 0) {
  let nowMs = fromMs;
  for (const event of events) {
    nowMs = Math.max(nowMs, event.exchangeTimeMs);
    samples.apply(event, instruments.get(event.instrument), nowMs);
  }
  return samples;
}

const anyEvents = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 0, max: 3 * MINUTE }), fc.integer({ min: 0, max: 6 * HOUR })),
      instrument: fc.constantFrom(0, 1),
      thousandths: fc.integer({ min: 1, max: 1e9 }),
    }),
    { minLength: 1, maxLength: 150 },
  )
  .map((items) => {
    let timeMs = START_MS;
    return items.map(({ waitMs, instrument, thousandths }) => {
      timeMs += waitMs;
      return interest(timeMs, thousandths / 1_000, instrument);
    });
  });

describe('samples of open interest', () => {
  it('are what was told last before their moment, as counted one by one', () => {
    fc.assert(
      fc.property(anyEvents, fc.constantFrom('fine' as const, 'hour' as const), (events, step) => {
        const samples = fold(events);
        const endMs = events.at(-1)?.exchangeTimeMs ?? 0;
        for (const [instrument, id] of IDS.entries()) {
          const own = events.filter((event) => event.instrument === instrument);
          for (const { timeMs, openInterestBase } of samples.samples(id, step, START_MS, endMs)) {
            const last = own.findLast(({ exchangeTimeMs }) => exchangeTimeMs < timeMs);
            const isFresh = last !== undefined && timeMs - last.exchangeTimeMs <= 10 * MINUTE;
            expect([timeMs, openInterestBase]).toEqual([timeMs, isFresh ? last.quantityBase : null]);
          }
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('go on from a snapshot as if nothing had happened', () => {
    fc.assert(
      fc.property(anyEvents, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const cut = Math.floor(events.length * share);
        const writer = new ByteWriter();
        fold(events.slice(0, cut)).write(writer);
        const reader = new ByteReader(writer.finish());
        const copy = new OpenInterestSamples();
        copy.read(reader);
        expect(reader.atEnd()).toBe(true);
        fold(events.slice(cut), copy, events[cut - 1]?.exchangeTimeMs ?? 0);
        const straight = fold(events);
        const textOf = (samples: OpenInterestSamples) =>
          JSON.stringify(
            IDS.map((id) => [
              samples.samples(id, 'fine', 0, Number.MAX_SAFE_INTEGER),
              samples.samples(id, 'hour', 0, Number.MAX_SAFE_INTEGER),
              samples.change('BTC', HOUR),
            ]),
          );
        expect(textOf(copy)).toBe(textOf(straight));
      }),
      { numRuns: 30, seed: 2 },
    );
  });

  it('reach back 26 hours by 5 minutes and 14 days by the hour, and take few bytes', () => {
    const events = Array.from({ length: 15 * 24 * 12 }, (_, index) => [
      mark(START_MS + index * 5 * MINUTE, 90_000 + (index % 50), 90_000),
      interest(START_MS + index * 5 * MINUTE, 100_000 + (index % 100) / 8),
    ]).flat();
    const samples = fold(events);
    const endMs = events.at(-1)?.exchangeTimeMs ?? 0;
    expect(samples.at('alpha:BTCUSDT', endMs - 25 * HOUR)?.openInterestBase).not.toBeNull();
    expect(samples.at('alpha:BTCUSDT', endMs - 13 * 24 * HOUR - 7 * MINUTE)).toMatchObject({
      openInterestBase: expect.any(Number),
      basis: expect.any(Number),
    });
    expect(samples.at('alpha:BTCUSDT', endMs - 15 * 24 * HOUR)?.openInterestBase).toBeNull();
    const writer = new ByteWriter();
    samples.write(writer);
    expect(writer.finish().length).toBeLessThan(10_000);
  });

  it('tell the change in coins over what is known at both ends, and whether that is all', () => {
    const at = (minute: number) => START_MS + minute * MINUTE;
    const both = [
      interest(at(4), 100),
      interest(at(4), 50, 1),
      interest(at(63), 90),
      interest(at(64), 65, 1),
    ];
    expect(fold([...both, interest(at(66), 1)]).change('BTC', HOUR)).toMatchObject({
      toMs: at(65),
      beforeBase: 150,
      afterBase: 155,
      isWhole: true,
      instruments: IDS,
    });
    const one = [interest(at(4), 100), interest(at(63), 90), interest(at(64), 65, 1), interest(at(66), 1)];
    const change = fold(one).change('BTC', HOUR);
    expect(change).toMatchObject({ instruments: [IDS[0]], isWhole: false });
    expect(change?.changePercent).toBeCloseTo(-10, 9);
    expect(fold(one).change('BTC', 4 * HOUR)).toBeNull();
  });

  it('value coins at the mark price where the venue gives no dollars, and tell the basis', () => {
    const events = [
      interest(START_MS, 5),
      mark(START_MS + 1, 90_090, 90_000),
      interest(START_MS + 2, 10),
      mark(START_MS + 6 * MINUTE, 90_000, null),
    ];
    const sample = fold(events).at('alpha:BTCUSDT', START_MS + 6 * MINUTE);
    expect(sample).toMatchObject({ openInterestUsd: 900_900, openInterestBase: 10 });
    expect(sample?.basis).toBeCloseTo(0.001, 9);
  });
});

describe('settled funding', () => {
  const payMs = START_MS + 8 * HOUR;

  it('is what was predicted last before the moment of payment, once', () => {
    const events = [
      funding(START_MS, 0.0003, payMs),
      funding(payMs - 1, 0.0001, payMs),
      // Still the old moment, then the next.
      funding(payMs + 5, 0.0001, payMs),
      funding(payMs + 20_000, 0.0002, payMs + 8 * HOUR),
      interest(payMs + 2 * MINUTE, 1),
    ];
    expect(fold(events).settled('alpha:BTCUSDT')).toEqual([
      { timeMs: payMs, rate: 0.0001, intervalHours: 8 },
    ]);
    expect(fold(events).at('alpha:BTCUSDT', payMs + 2 * MINUTE)?.fundingRate).toBe(0.0001);
  });

  it('is not known where nothing was told in the interval before it', () => {
    const events = [funding(START_MS - 9 * HOUR, 0.0003, payMs), interest(payMs + HOUR, 1)];
    expect(fold(events).settled('alpha:BTCUSDT')).toEqual([]);
  });
});
