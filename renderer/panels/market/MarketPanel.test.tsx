// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../shared/model/time';
import { figureIds } from '../../stores/figureIds';
import { FAKE_NOW_MS } from '../../testing/fakeEngine.testkit';
import { fakeDescription, figure } from '../../testing/fakeMarket.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { MarketPanel } from './MarketPanel';
import { MARKET_ROWS } from './marketRows';

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
    expect(names).toEqual(['BTC', 'Binance Spot', 'Binance USD-M', 'Bybit']);
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
