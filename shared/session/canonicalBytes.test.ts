import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  candle,
  feedStatus,
  gap,
  liquidation,
  seriesPoint,
  stamped,
  testInstruments,
  ticker,
  trade,
} from '../model/testing/arbitraries.testkit';
import { CanonicalEncoder } from './canonicalBytes';

const EVENTS = stamped([
  trade({ tradeId: 7 }),
  trade({ instrument: 6 }),
  liquidation(),
  candle({ instrument: 3 }),
  ticker(),
  feedStatus(),
  gap({ instrument: 4 }),
]);

function hashOf(events: Parameters<CanonicalEncoder['encode']>[0]): string {
  const bytes = new CanonicalEncoder(testInstruments().rows()).encode(events);
  return createHash('sha256').update(bytes).digest('hex');
}

describe('CanonicalEncoder', () => {
  it('gives the bytes it always gave: a hash that was written down stays valid', () => {
    expect(hashOf(EVENTS)).toBe('99dea917cf648059aff23dbf0e4bc5a8d3568ea192b5f7666f412be5788b369c');
  });

  it('never takes a kind that was added later for an instrument', () => {
    const point = seriesPoint();
    const first = new CanonicalEncoder(testInstruments().rows()).encode(stamped([point]))[0];
    const instrument = new CanonicalEncoder(testInstruments().rows()).encode(stamped([trade()]))[0];
    expect(first).not.toBe(instrument);
  });
});
