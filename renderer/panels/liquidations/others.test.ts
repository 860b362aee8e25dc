import { describe, expect, it } from 'vitest';
import { figure } from '../../testing/fakeMarket.testkit';
import { othersOf, type Totals } from './others';

const totals = (short: number | null, long: number | null, completeness = 'complete' as const): Totals => ({
  total: figure('t', short === null || long === null ? null : short + long, { completeness }),
  shorts: figure('s', short, { completeness }),
  longs: figure('l', long, { completeness }),
  share: null,
});

describe('othersOf', () => {
  it('is what the listed assets leave, to the dollar', () => {
    // $789M in all, of which BTC, ETH and SOL are $646M.
    const listed = [totals(343e6, 39e6), totals(207e6, 24e6), totals(27e6, 6e6)];
    const others = othersOf(totals(690e6, 99e6), listed);
    expect(others?.total?.value).toBe(143e6);
    expect(others?.shorts?.value).toBe(113e6);
    expect(others?.longs?.value).toBe(30e6);
    expect(others?.share).toBeCloseTo(113 / 143, 12);
    expect(others?.total?.completeness).toBe('complete');
  });

  it('is an estimate as soon as one of the sums is a lower bound', () => {
    const bound = figure('t', 10, { completeness: 'lowerBound' });
    const all = { ...totals(20, 0), total: { ...bound, value: 20 } };
    expect(othersOf(all, [totals(5, 0)])?.total?.completeness).toBe('estimate');
  });

  it('is nothing when nothing is left or nothing is known', () => {
    expect(othersOf(totals(10, 5), [totals(10, 5)])).toBeNull();
    expect(othersOf(totals(null, null), [totals(1, 1)])).toBeNull();
  });
});
