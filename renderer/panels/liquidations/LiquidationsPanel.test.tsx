// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../shared/model/time';
import { fakeDescription, figure } from '../../testing/fakeMarket.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { describeCoverage } from './coverage';
import { LiquidationsPanel } from './LiquidationsPanel';
import { WindowSwitch } from './WindowSwitch';

afterEach(cleanup);

const headline = () => document.querySelector('.liquidations-total strong')?.textContent;
const row = (asset: string) => within(screen.getByRole('row', { name: new RegExp(`^${asset}`) }));

describe('LiquidationsPanel', () => {
  it('shows complete totals as they are', async () => {
    await renderWithApp(<LiquidationsPanel />, (engine) => {
      engine.completeness = 'complete';
    });
    expect(headline()).toBe('$667M');
    expect(screen.getByText('$595M · 89%')).toBeTruthy();
    expect(row('BTC').getByText('$382M')).toBeTruthy();
    expect(row('BTC').getByRole('img', { name: 'Shorts 90%, longs 10%' })).toBeTruthy();
  });

  it('marks lower bounds in every place and says why', async () => {
    await renderWithApp(<LiquidationsPanel />);
    expect(headline()).toBe('≥ $667M');
    expect(row('ETH').getByText('≥ $231M')).toBeTruthy();
    const why = row('ETH').getByText('≥ $231M').getAttribute('title');
    expect(why).toContain('Binance USD-M publishes at most one liquidation per symbol and second');
    expect(why).toContain('14 Jan 2025 18:24:07 UTC');
  });

  it('shows missing totals as unknown, never as zero', async () => {
    await renderWithApp(<LiquidationsPanel />, (engine) => {
      engine.completeness = 'missing';
    });
    expect(headline()).toBe('—');
    expect(row('BTC').getAllByText('—')).toHaveLength(3);
    expect(document.body.textContent).not.toMatch(/\$0|0%/);
    expect(screen.getAllByRole('img', { name: 'Share of shorts unknown' })).toHaveLength(5);
  });

  it('says of each venue what it reports', async () => {
    await renderWithApp(<LiquidationsPanel />);
    const badges = within(screen.getByRole('list', { name: 'What each venue reports' })).getAllByRole(
      'listitem',
    );
    expect(badges.map((badge) => badge.textContent)).toEqual([
      'Bybit full',
      'Binance USD-M sampled',
      'Binance Spot none',
    ]);
    expect(badges[1]?.title).toContain('its sums are lower bounds (≥)');
  });

  it('orders assets by their total', async () => {
    await renderWithApp(<LiquidationsPanel />);
    const assets = screen.getAllByRole('rowheader').map((cell) => cell.textContent);
    expect(assets).toEqual(['BTC', 'ETH', 'SOL', 'XRP']);
  });

  it('asks for another window when one is chosen', async () => {
    const { settle, app } = await renderWithApp(
      <>
        <WindowSwitch />
        <LiquidationsPanel />
      </>,
    );
    fireEvent.click(screen.getByRole('radio', { name: '1h' }));
    await settle();
    expect(app.figures.getState().shownWindowMs).toBe(HOUR_MS);
    expect(headline()).not.toBe('≥ $667M');
  });
});

describe('describeCoverage', () => {
  const { venues } = fakeDescription('Live');

  it('names a gap as the reason when no venue samples', () => {
    const text = describeCoverage(
      figure('x', 1, { venues: ['bybit'], completeness: 'lowerBound' }),
      venues,
      'UTC',
    );
    expect(text).toContain('Bybit; as of 14 Jan 2025 18:24:07 UTC');
    expect(text).toContain('data is missing in a part of the window');
  });

  it('says that nothing is known of a missing figure', () => {
    expect(describeCoverage(undefined, venues, 'UTC')).toContain('Not known');
    expect(describeCoverage(figure('x', null), venues, 'UTC')).toContain('Not known');
  });
});
