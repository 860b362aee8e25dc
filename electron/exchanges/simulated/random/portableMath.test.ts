import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, exp, log, pow, sin } from './portableMath';

const near = (value: number, oracle: number, tolerance = 4e-15): void => {
  expect(Math.abs(value - oracle)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(oracle), 1e-300));
};

describe('portable mathematics', () => {
  it('agrees with the built-in functions to the last digits', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        near(exp(x), Math.exp(x));
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(
          1e-15 * Math.max(1, Math.abs(Math.log(x))),
        );
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -2000, max: 2000, noNaN: true }), (x) => {
        expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-12);
        expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-12);
      }),
    );
    near(pow(2, 0.5), Math.SQRT2);
    near(pow(10, -3), 0.001);
  });

  it('keeps to the edges', () => {
    expect(exp(0)).toBe(1);
    expect(log(1)).toBe(0);
    expect(sin(0)).toBe(0);
    expect(exp(-1000)).toBe(0);
    expect(exp(1000)).toBe(Number.POSITIVE_INFINITY);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-1)).toBeNaN();
  });

  it('gives the same bits as on the machine where these were written down', () => {
    expect([exp(1), exp(-3.7), log(3), log(94_000), sin(1), cos(1), pow(1.7, 2.3)].map(hex)).toEqual([
      '4005bf0a8b14576a',
      '3f99511fc6871044',
      '3ff193ea7aad030b',
      '4026e6f0089bdf9d',
      '3feaed548f090cee',
      '3fe14a280fb5068c',
      '400b1c0c46dcb4ea',
    ]);
  });
});

function hex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16);
}
