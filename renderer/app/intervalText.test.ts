import { describe, expect, it } from 'vitest';
import { INTERVALS } from '../../shared/model/time';
import { parseInterval } from './intervalText';

describe('parseInterval', () => {
  it.each([
    ['1', '1m'],
    ['15', '15m'],
    ['60', '1h'],
    ['240', '4h'],
    ['1440', '1d'],
    ['4h', '4h'],
    [' 1 D ', '1d'],
    ['7', null],
    ['0', null],
    ['', null],
    ['1w', null],
    ['h', null],
    ['99999', null],
  ])('reads "%s" as %s', (text, interval) => {
    expect(parseInterval(text)).toBe(interval);
  });

  it('reads every interval by its own name', () => {
    for (const interval of INTERVALS) expect(parseInterval(interval)).toBe(interval);
  });
});
