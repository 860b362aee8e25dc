import { describe, expect, it } from 'vitest';
import { defaultView, parseView } from './uiStore';

describe('parseView', () => {
  it('keeps what fits and replaces the rest by defaults', () => {
    expect(parseView({ instrumentId: 'bybit:ETHUSDT', interval: '4h', tradesMinUsd: 17, other: 1 })).toEqual({
      ...defaultView,
      instrumentId: 'bybit:ETHUSDT',
      interval: '4h',
    });
    for (const broken of [null, undefined, 'text', 7, [], { interval: '3m' }]) {
      expect(parseView(broken)).toEqual(defaultView);
    }
  });
});
