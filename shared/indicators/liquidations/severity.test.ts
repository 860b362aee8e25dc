import { expect, it } from 'vitest';
import { severityOf } from './severity';

it('grows with the share of the open interest', () => {
  expect([0.9, 1, 3, 10].map((millions) => severityOf(millions * 1e6, 1e9, []))).toEqual([1, 2, 3, 4]);
});

it('is the lesser of both degrees where both are known', () => {
  const small = Array.from({ length: 20 }, (_, index) => index);
  expect(severityOf(1e7, 1e9, small)).toBe(4);
  expect(
    severityOf(
      1e7,
      1e9,
      small.map(() => 1e8),
    ),
  ).toBe(1);
  expect(severityOf(1e7, null, small)).toBe(4);
  expect(severityOf(1e7, null, [])).toBe(1);
});
