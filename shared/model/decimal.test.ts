import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, formatScaled, fromScaled, parseScaled } from './decimal';

const scaled = fc.tuple(
  fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: 0, max: 12 }),
);

describe('scaled decimals', () => {
  it('read back what was written, exactly', () => {
    fc.assert(
      fc.property(scaled, ([value, decimals]) => {
        expect(parseScaled(formatScaled(value, decimals), decimals)).toBe(value);
      }),
    );
  });

  it('become the double nearest to their text', () => {
    fc.assert(
      fc.property(scaled, ([value, decimals]) => {
        expect(fromScaled(value, decimals)).toBe(Number(formatScaled(value, decimals)));
      }),
    );
  });

  it('are refused when they need more decimals than the scale has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (decimals, digit) => {
        const text = `1.${'0'.repeat(decimals)}${digit}`;
        expect(parseScaled(text, decimals)).toBeNull();
        expect(parseScaled(text, decimals + 1)).not.toBeNull();
        expect(decimalsOf(text)).toBe(decimals + 1);
      }),
    );
  });

  it.each([
    ['61800.30', 1, 618_003],
    ['61837.63000000', 2, 6_183_763],
    ['.5', 1, 5],
    ['-0.00', 2, 0],
    ['7', 3, 7000],
  ])('reads %s at %i decimals', (text, decimals, value) => {
    expect(parseScaled(text, decimals)).toBe(value);
  });

  it.each(['', '.', '-', '1e5', 'NaN', '1,5', '1.2.3', ' 1', '9007199254740993'])('refuses "%s"', (text) => {
    expect(parseScaled(text, 0)).toBeNull();
  });
});
