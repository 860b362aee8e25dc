// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ROWS_BEFORE_LAYOUT } from '../../tape/TapeList';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { LiquidationTapePanel } from './LiquidationTapePanel';

afterEach(cleanup);

describe('LiquidationTapePanel', () => {
  it('says in words whose positions were closed', async () => {
    await renderWithApp(<LiquidationTapePanel />);
    const rows = screen.getAllByRole('listitem');
    expect(rows).toHaveLength(ROWS_BEFORE_LAYOUT);
    const shorts = screen.getAllByRole('img', { name: 'Shorts liquidated' });
    const longs = screen.getAllByRole('img', { name: 'Longs liquidated' });
    expect(shorts.length + longs.length).toBe(rows.length);
    expect(shorts.every((mark) => mark.textContent === '▲')).toBe(true);
    expect(longs.every((mark) => mark.textContent === '▼')).toBe(true);
    expect(document.body.textContent).not.toMatch(/buy|sell/i);
  });

  it('shows time, asset, venue, price and dollars', async () => {
    await renderWithApp(<LiquidationTapePanel />);
    const first = screen.getAllByRole('listitem')[0]?.textContent ?? '';
    expect(first).toMatch(/^\d\d:\d\d:\d\d[▲▼](BTC|ETH|SOL|XRP)(Bybit|Binance USD-M)[\d,.]+\$[\d.]+[KM]?$/);
  });

  it('holds only rows in view in the document, the newest first, and draws none anew', async () => {
    const { engine, settle } = await renderWithApp(<LiquidationTapePanel />);
    const before = screen.getAllByRole('listitem')[0];
    engine.advance(100);
    await settle();
    const moved = screen.getAllByRole('listitem').indexOf(before as HTMLElement);
    expect(moved).toBeGreaterThan(0);
    for (let step = 0; step < 30; step++) {
      engine.advance(100);
      await settle();
    }
    expect(screen.getAllByRole('listitem')).toHaveLength(ROWS_BEFORE_LAYOUT);
  });
});
