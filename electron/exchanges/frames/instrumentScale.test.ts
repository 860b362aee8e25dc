import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromScaled } from '../../../shared/model/decimal';
import { parseAggTrade } from '../binance/binanceFrames';
import { testScale } from '../recorded.testkit';

const TRADE = { a: 7, p: '61800.30', q: '0.006', T: 1723161256322, m: false };

describe('InstrumentScale', () => {
  it('keeps every value exactly, widening when it must', () => {
    const fraction = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fraction, (whole, digits) => {
        const scale = testScale('BTCUSDT', { price: 2, quantity: 3 });
        const text = `${whole}.${digits.join('')}`;
        const trade = parseAggTrade({ ...TRADE, p: text, q: text }, scale);
        expect(fromScaled(trade?.priceTicks ?? Number.NaN, scale.priceDecimals)).toBe(Number(text));
        expect(fromScaled(trade?.quantityLots ?? Number.NaN, scale.quantityDecimals)).toBe(Number(text));
        expect(trade?.instrument).toBe(scale.index);
      }),
    );
  });

  it('refuses a value so fine that later prices would lose their digits', () => {
    const scale = testScale('BTCUSDT', { price: 2, quantity: 3 });
    expect([scale.price('1.1234567'), scale.index]).toEqual([null, 0]);
  });

  it.each(['NaN', '', '-1', '1e5', 'Infinity', 'null', ' 1'])('refuses the price "%s"', (text) => {
    expect(testScale('BTCUSDT').price(text)).toBeNull();
  });

  it.each([
    ['p', 61800.3],
    ['p', '0'],
    ['q', null],
    ['q', '0'],
    ['T', 'NaN'],
    ['T', 1723161256],
    ['a', 1.5],
    ['m', 'true'],
  ])('a trade with %s = %s is no trade', (name, value) => {
    expect(parseAggTrade({ ...TRADE, [name]: value }, testScale('BTCUSDT'))).toBeNull();
  });
});
