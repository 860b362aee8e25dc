import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CandleEvent } from '../../../../shared/model/events';
import { InstrumentTable } from '../../../../shared/model/instrument';
import { CandleLabels } from './candleLabels';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 0, 10);
const instruments = new InstrumentTable();
const SPEC = {
  venue: 'binance',
  asset: 'BTC',
  quote: 'USDT',
  kind: 'spot',
  tickSize: null,
  quantityDecimals: 0,
} as const;
const instrument = (priceDecimals: number) => {
  return instruments.get(
    instruments.register({ ...SPEC, id: 'binance:BTCUSDT', symbol: 'BTCUSDT', priceDecimals }),
  );
};

/** Minute closes as bars of `minutes`, with stamps moved by `labelMs`. */
function bars(closes: readonly number[], minutes: number, labelMs: number): CandleEvent[] {
  const events: CandleEvent[] = [];
  for (let start = 0; start + minutes <= closes.length; start += minutes) {
    const part = closes.slice(Math.max(0, start - 1), start + minutes);
    events.push({
      kind: 'candle',
      seq: 0,
      exchangeTimeMs: 0,
      receiveTimeMs: 0,
      instrument: 0,
      intervalMs: minutes * MINUTE,
      openTimeMs: T0 + start * MINUTE + labelMs,
      openTicks: part[0] ?? 0,
      highTicks: Math.max(...part),
      lowTicks: Math.min(...part),
      closeTicks: part.at(-1) ?? 0,
      volumeBase: 1,
      volumeQuote: null,
      takerBuyBase: null,
      tradeCount: null,
      closed: true,
      origin: 'history',
    });
  }
  return events;
}

function verdictsOf(
  files: Readonly<Record<string, readonly CandleEvent[]>>,
  certain: readonly string[] = [],
) {
  const labels = new CandleLabels();
  for (const [file, events] of Object.entries(files)) {
    for (const event of events) labels.add(file, event, instrument(0), certain.includes(file));
  }
  return Object.fromEntries(labels.verdicts().map(({ file, stampIs }) => [file, stampIs]));
}

const walk = fc
  .array(
    fc.integer({ min: -500, max: 500 }).filter((step) => step !== 0),
    { minLength: 120, maxLength: 180 },
  )
  .map((steps) => {
    let price = 1_000_000;
    return steps.map((step) => {
      price += step;
      return price;
    });
  });

it('tells for each file which end its stamps name, whichever way both are labelled', () => {
  const lengths = fc.constantFrom([3, 15] as const, [1, 5] as const, [5, 15] as const);
  fc.assert(
    fc.property(
      walk,
      lengths,
      fc.boolean(),
      fc.boolean(),
      (closes, [short, long], fineByClose, coarseByClose) => {
        const fine = bars(closes, short, fineByClose ? short * MINUTE : 0);
        const coarse = bars(closes, long, coarseByClose ? long * MINUTE : 0);
        expect(verdictsOf({ fine, coarse })).toEqual({
          fine: fineByClose ? 'close' : 'open',
          coarse: coarseByClose ? 'close' : 'open',
        });
      },
    ),
    { numRuns: 60 },
  );
});

it('says nothing of a market that stood still, of two files of one length, or of bars that do not agree', () => {
  const still = Array.from({ length: 120 }, () => 5);
  expect(verdictsOf({ fine: bars(still, 3, 0), coarse: bars(still, 15, 0) })).toEqual({});
  const moving = Array.from({ length: 120 }, (_, index) => 1000 + ((index * 7919) % 101));
  expect(verdictsOf({ one: bars(moving, 3, 0), other: bars(moving, 3, 0) })).toEqual({});
  const elsewhere = moving.map((price) => price + 1);
  expect(verdictsOf({ fine: bars(moving, 3, 0), coarse: bars(elsewhere, 15, 0) })).toEqual({});
});

it('tells files of one length apart when one of them is certain', () => {
  const moving = Array.from({ length: 120 }, (_, index) => 1000 + ((index * 7919) % 101));
  const files = { sure: bars(moving, 5, 0), other: bars(moving, 5, 5 * MINUTE) };
  expect(verdictsOf(files, ['sure'])).toEqual({ sure: 'open', other: 'close' });
});

it('compares prices, not ticks', () => {
  const moving = Array.from({ length: 120 }, (_, index) => 1000 + ((index * 7919) % 101));
  const labels = new CandleLabels();
  for (const event of bars(moving, 3, 0)) labels.add('fine', event, instrument(0), false);
  for (const event of bars(
    moving.map((price) => price * 100),
    15,
    0,
  ))
    labels.add('coarse', event, instrument(2), false);
  expect(labels.verdicts().map(({ stampIs }) => stampIs)).toEqual(['open', 'open']);
});
