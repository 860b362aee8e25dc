import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../shared/feed/fakeClock.testkit';
import { gap, stamped, testInstruments, trade } from '../../../shared/model/testing/arbitraries.testkit';
import { DAY_MS } from '../../../shared/model/time';
import { VenueMeter } from './venueMeter';

describe('VenueMeter', () => {
  it('tells the age of the newest event of each stream', () => {
    const clock = new FakeClock();
    const meter = new VenueMeter(clock, testInstruments());
    expect(meter.streamStats('bybit', 'trades').lastEventAgeMs).toBeNull();
    meter.note(stamped([trade({ instrument: 2 })]));
    clock.advance(1_500);
    expect(meter.streamStats('bybit', 'trades').lastEventAgeMs).toBe(1_500);
    expect(meter.streamStats('bybit', 'book').lastEventAgeMs).toBeNull();
    expect(meter.streamStats('binance', 'trades').lastEventAgeMs).toBeNull();
  });

  it('counts unfilled gaps by stream until the UTC day ends', () => {
    const clock = new FakeClock();
    const meter = new VenueMeter(clock, testInstruments());
    const at = { venue: 'bybit', stream: 'trades', receiveTimeMs: clock.wallMs() } as const;
    meter.note([gap(at), gap({ ...at, filled: true }), gap({ ...at, stream: 'book' })]);
    expect(meter.streamStats('bybit', 'trades').gapsToday).toBe(1);
    expect(meter.stats('bybit').gaps).toBe(2);
    clock.advance(DAY_MS);
    expect(meter.streamStats('bybit', 'trades').gapsToday).toBe(0);
    expect(meter.stats('bybit').gaps).toBe(2);
  });
});
