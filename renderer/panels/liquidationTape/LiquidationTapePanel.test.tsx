// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { TAPE_ROWS } from '../../tape/tapeRing';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { LiquidationTapePanel } from './LiquidationTapePanel';

afterEach(cleanup);

describe('LiquidationTapePanel', () => {
  it('says in words whose positions were closed', async () => {
    await renderWithApp(<LiquidationTapePanel />);
    const rows = screen.getAllByRole('listitem');
    expect(rows).toHaveLength(120);
    const shorts = screen.getAllByRole('img', { name: 'Shorts liquidated' });
    const longs = screen.getAllByRole('img', { name: 'Longs liquidated' });
    expect(shorts.length + longs.length).toBe(120);
    expect(shorts.every((mark) => mark.textContent === '▲')).toBe(true);
    expect(longs.every((mark) => mark.textContent === '▼')).toBe(true);
    expect(document.body.textContent).not.toMatch(/buy|sell/i);
  });

  it('shows time, asset, venue, price and dollars', async () => {
    await renderWithApp(<LiquidationTapePanel />);
    const first = screen.getAllByRole('listitem')[0]?.textContent ?? '';
    expect(first).toMatch(/^\d\d:\d\d:\d\d[▲▼](BTC|ETH|SOL|XRP)(Bybit|Binance USD-M)[\d,.]+\$[\d.]+[KM]?$/);
  });

  it('keeps its rows in the document bounded and the newest first', async () => {
    const { engine, settle } = await renderWithApp(<LiquidationTapePanel />);
    const before = screen.getAllByRole('listitem')[0];
    for (let step = 0; step < 30; step++) {
      engine.advance(100);
      await settle();
    }
    const rows = screen.getAllByRole('listitem');
    expect(rows.length).toBeGreaterThan(120);
    expect(rows.length).toBeLessThanOrEqual(TAPE_ROWS);
    // The same element moved down: rows are not drawn anew.
    expect(rows.indexOf(before as HTMLElement)).toBe(rows.length - 120);
  });
});
