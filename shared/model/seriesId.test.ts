import { describe, expect, it } from 'vitest';
import { parseSeriesId } from './seriesId';

describe('parseSeriesId', () => {
  it('takes the name of a series apart', () => {
    expect(parseSeriesId('etfNetFlowUsd:BTC')).toEqual({
      metric: 'etfNetFlowUsd',
      asset: 'BTC',
      detail: null,
    });
    expect(parseSeriesId('probability:BTC-100k')).toEqual({
      metric: 'probability',
      asset: 'BTC',
      detail: '100k',
    });
  });

  it.each(['', 'BTC', 'probability:', ':BTC', 'probability:BTC-'])('refuses "%s"', (text) => {
    expect(parseSeriesId(text)).toBeUndefined();
  });
});
