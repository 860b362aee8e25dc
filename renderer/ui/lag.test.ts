import { expect, it } from 'vitest';
import { DAY_MS } from '../../shared/model/time';
import { formatLag } from './lag';

it('tells a lag below a day, and the date of a market that lives at another time', () => {
  const marketTimeMs = Date.UTC(2024, 7, 8, 23, 54);
  expect(formatLag(38, marketTimeMs, 'UTC')).toBe('lag 38 ms');
  expect(formatLag(-5_000, marketTimeMs, 'UTC')).toBe('lag −5 s');
  expect(formatLag(835 * DAY_MS, marketTimeMs, 'UTC')).toBe('market clock 8 Aug 2024');
  expect(formatLag(-DAY_MS, marketTimeMs, 'Asia/Tokyo')).toBe('market clock 9 Aug 2024');
  expect(formatLag(DAY_MS, null, 'UTC')).toBe('lag 1 d');
});
