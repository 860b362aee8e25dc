// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Figure } from '../../../shared/model/figure';
import { HOUR_MS } from '../../../shared/model/time';
import { figureIds } from '../../stores/figureIds';
import { FAKE_NOW_MS } from '../../testing/fakeEngine.testkit';
import { fakeDescription, figure } from '../../testing/fakeMarket.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { MarketPanel } from './MarketPanel';
import { MARKET_ROWS } from './marketRows';
import { seriesRows } from './seriesRows';

afterEach(cleanup);

const ID = 'binanceusdm:BTCUSDT';
const instrument = fakeDescription('').instruments.find(({ id }) => id === ID);
if (instrument === undefined) throw new Error('the fake market has BTC');

const text = (name: string, values: Readonly<Record<string, number | null>>, nowMs = FAKE_NOW_MS) => {
  const figures = new Map(Object.entries(values).map(([id, value]) => [id, figure(id, value)]));
  return MARKET_ROWS.find((row) => row.name === name)?.cell(instrument, figures, nowMs).text;
};

describe('MarketPanel', () => {
  it('shows one column a venue, in words what is not known', async () => {
    await renderWithApp(<MarketPanel />);
    const names = screen.getAllByRole('columnheader').map((cell) => cell.textContent);
    expect(names).toEqual(['BTC', 'Binance USD-M perp', 'Bybit perp', 'Binance Spot spot']);
    const last = within(screen.getByRole('row', { name: /^Last/ }));
    expect(last.getByText('96,812.4').getAttribute('title')).toContain(
      'Binance USD-M, as of 14 Jan 2025 18:24:07 UTC',
    );
    const funding = within(screen.getByRole('row', { name: /^Funding/ }));
    expect(funding.getAllByText('—')).toHaveLength(3);
  });

  it('says which venue stands still', async () => {
    await renderWithApp(<MarketPanel />, (engine) => {
      engine.venueState = 'down';
    });
    expect(screen.getByRole('status').textContent).toContain('Bybit down');
    expect(document.querySelector('[data-stale="true"]')).not.toBeNull();
  });
});

describe('rows of the market', () => {
  it('write funding, basis and the time until it is paid', () => {
    expect(text('Funding', { [figureIds.funding(ID)]: -0.000123 })).toBe('−0.0123%');
    expect(text('Basis', { [figureIds.basis(ID)]: 0.0203 })).toBe('+0.020%');
    expect(text('Paid in', { [figureIds.fundingAt(ID)]: FAKE_NOW_MS + 3 * HOUR_MS })).toBe('03:00:00');
  });

  it('never count down to a moment that has passed', () => {
    expect(text('Paid in', { [figureIds.fundingAt(ID)]: FAKE_NOW_MS - 1 })).toBe('—');
  });

  it('tell open interest in dollars where the venue does, else in coins', () => {
    const both = { [figureIds.openInterestUsd(ID)]: 7.71e9, [figureIds.openInterest(ID)]: 80_000 };
    expect(text('Open int.', both)).toBe('$7.71B');
    expect(text('Open int.', { ...both, [figureIds.openInterestUsd(ID)]: null })).toBe('80.0k BTC');
  });
});

describe('rows of published series', () => {
  const published = (id: string, value: number, unit: Figure['unit']): [string, Figure] => [
    id,
    { id, value, unit, venues: ['bybit'], asOfMs: FAKE_NOW_MS, completeness: 'complete' },
  ];
  const figures = new Map([
    published('series.bybit.etfNetFlowUsd:BTC', 754_000_000, 'usd'),
    published('series.bybit.probability:BTC-100k', 0.89, 'fraction'),
    published('series.bybit.etfNetFlowUsd:ETH', -12_000_000, 'usd'),
    published('series.bybit.somethingNew:BTC', 3, 'usd'),
  ]);

  it('are those of the asset, in words', () => {
    expect(seriesRows(figures, 'BTC').map(({ name, text, sign }) => [name, text, sign])).toEqual([
      ['ETF net flow, day', '+$754M', 1],
      ['Probability ≥ 100k', '89%', 0],
      ['somethingNew', '+$3', 1],
    ]);
    expect(seriesRows(figures, 'ETH').map(({ text, sign }) => [text, sign])).toEqual([['−$12.0M', -1]]);
  });

  it('are none where no source has any', async () => {
    expect(seriesRows(new Map(), 'BTC')).toEqual([]);
    await renderWithApp(<MarketPanel />);
    expect(screen.queryByRole('row', { name: /ETF/ })).toBeNull();
  });
});
