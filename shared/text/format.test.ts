import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatPrice,
  formatQuantity,
  formatRoundUsd,
  formatShare,
  formatSignedPercent,
  formatUsd,
  formatUsdFigure,
  plural,
  UNKNOWN,
  usdColumn,
} from './format';

const FACTORS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** Reads "$1.24B" back as a number. */
function parseUsd(text: string): number {
  const match = /^(−?)\$([\d.]+)([KMBT]?)$/.exec(text);
  if (match === null) throw new Error(`not dollars: ${text}`);
  return (match[1] === '−' ? -1 : 1) * Number(match[2]) * (FACTORS[match[3] ?? ''] ?? Number.NaN);
}

describe('formatUsd', () => {
  it.each([
    [789_000_000, '$789M'],
    [1_240_000_000, '$1.24B'],
    [33_000_000, '$33.0M'],
    [969_400, '$969K'],
    [999_499, '$999K'],
    [999_500, '$1.00M'],
    [999.4, '$999'],
    [999.5, '$1.00K'],
    [512, '$512'],
    [0.2, '<$1'],
    [0, '$0'],
    [-1_520_000, '−$1.52M'],
  ])('writes %d as %s', (value, text) => {
    expect(formatUsd(value)).toBe(text);
  });

  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])('writes %s as unknown', (value) => {
    expect(formatUsd(value)).toBe(UNKNOWN);
  });

  it('keeps three significant digits, no more and no fewer', () => {
    fc.assert(
      fc.property(fc.double({ min: 1000, max: 9e14, noNaN: true }), (value) => {
        const text = formatUsd(value);
        expect(text.replace(/\D/g, '')).toHaveLength(3);
        expect(Math.abs(parseUsd(text) - value) / value).toBeLessThanOrEqual(0.0051);
      }),
    );
  });

  it('never turns the order of two amounts around', () => {
    const amount = fc.double({ min: 1, max: 1e13, noNaN: true });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(parseUsd(formatUsd(low))).toBeLessThanOrEqual(parseUsd(formatUsd(high)));
      }),
    );
  });
});

describe('formatUsdFigure', () => {
  it('marks a lower bound and an estimate', () => {
    expect(formatUsdFigure(789e6, 'complete')).toBe('$789M');
    expect(formatUsdFigure(789e6, 'lowerBound')).toBe('≥ $789M');
    expect(formatUsdFigure(789e6, 'estimate')).toBe('~ $789M');
  });

  it('shows a missing figure as unknown, even with a value', () => {
    expect(formatUsdFigure(0, 'missing')).toBe('—');
    expect(formatUsdFigure(null, 'lowerBound')).toBe('—');
  });
});

describe('usdColumn', () => {
  it('uses one magnitude and one number of decimals', () => {
    const column = usdColumn([382e6, 21e6, 400_000, 0, null]);
    expect([382e6, 21e6, 400_000, 0, null].map(column)).toEqual(['$382M', '$21M', '<$1M', '$0', '—']);
  });

  it('never mixes magnitudes, and never shows a real amount as nothing', () => {
    const amounts = fc.array(fc.double({ min: 0.001, max: 1e12, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(amounts, (values) => {
        const texts = values.map(usdColumn(values));
        expect(new Set(texts.map((text) => text.at(-1)?.replace(/\d/, ''))).size).toBe(1);
        for (const text of texts) expect(text.startsWith('<') || /[1-9]/.test(text)).toBe(true);
      }),
    );
  });
});

describe('other numbers', () => {
  it('writes prices at tick precision', () => {
    expect(formatPrice(97_124.5, 1)).toBe('97,124.5');
    expect(formatPrice(1_234_567, 0)).toBe('1,234,567');
    expect(formatPrice(2.15, 4)).toBe('2.1500');
    expect(formatPrice(-0.00001, 4)).toBe('0.0000');
  });

  it('puts separators only between thousands of the whole part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 8 }), (value, decimals) => {
        const text = formatPrice(value, decimals);
        expect(text).toMatch(/^\d{1,3}(,\d{3})*(\.\d+)?$/);
        expect(Number(text.replaceAll(',', ''))).toBe(value);
      }),
    );
  });

  it('signs changes with a true minus and no sign for nothing', () => {
    expect(formatSignedPercent(4.83)).toBe('+4.83%');
    expect(formatSignedPercent(-1.2)).toBe('−1.20%');
    expect(formatSignedPercent(0)).toBe('0.00%');
    expect(formatSignedPercent(-0.001)).toBe('0.00%');
    expect(formatSignedPercent(null)).toBe('—');
  });

  it('shortens large quantities', () => {
    expect(formatQuantity(97_124)).toBe('97.1k');
    expect(formatQuantity(1251.58)).toBe('1,251.6');
    expect(formatQuantity(0.125)).toBe('0.125');
  });

  it('never rounds a real share to nothing or to all', () => {
    expect(formatShare(0.8745)).toBe('87%');
    expect(formatShare(0.001)).toBe('<1%');
    expect(formatShare(0.9999)).toBe('>99%');
    expect(formatShare(0)).toBe('0%');
    expect(formatShare(1)).toBe('100%');
    expect(formatShare(null)).toBe('—');
  });

  it('writes ages, durations, sizes, choices and counts', () => {
    expect([38, 5_400, 125_000, 7_300_000, 200_000_000].map(formatAge)).toEqual([
      '38 ms',
      '5 s',
      '2 min',
      '2 h',
      '2 d',
    ]);
    expect(formatAge(-30)).toBe('−30 ms');
    expect(formatAge(null)).toBe('—');
    expect(formatDuration(24_072_000)).toBe('06:41:12');
    expect(formatDuration(100 * 3_600_000)).toBe('100:00:00');
    expect([212e6, 1.24e9, 999_700, 12].map(formatBytes)).toEqual(['212 MB', '1.2 GB', '1 MB', '12 B']);
    expect([1_000, 10_000, 500_000, 1e6, 1.5e6].map(formatRoundUsd)).toEqual([
      '$1K',
      '$10K',
      '$500K',
      '$1M',
      '$1.50M',
    ]);
    expect([plural(1, 'gap'), plural(0, 'gap'), plural(1200, 'row')]).toEqual([
      '1 gap',
      '0 gaps',
      '1,200 rows',
    ]);
  });
});
