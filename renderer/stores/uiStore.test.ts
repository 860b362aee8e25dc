import { describe, expect, it } from 'vitest';
import { defaultView, IntervalTyping, parseView } from './uiStore';

describe('IntervalTyping', () => {
  it.each([
    ['1', ['1m']],
    ['5', ['5m']],
    ['15', ['1m', '15m']],
    ['60', [null, '1h']],
    ['240', [null, null, '4h']],
    ['1440', ['1m', null, null, '1d']],
    ['55', ['5m', '5m']],
    ['9', [null]],
  ])('reads %s', (digits, intervals) => {
    const typing = new IntervalTyping();
    expect([...digits].map((digit, index) => typing.push(digit, index * 100))).toEqual(intervals);
  });

  it('starts again after a pause', () => {
    const typing = new IntervalTyping();
    expect(typing.push('1', 0)).toBe('1m');
    expect(typing.push('5', 2_000)).toBe('5m');
  });
});

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
