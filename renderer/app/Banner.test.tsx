// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithApp } from '../testing/renderWithApp.testkit';
import { Banners } from './Banner';

afterEach(cleanup);

describe('Banners', () => {
  it.each([
    ['Switch to live', 'live'],
    ['Stay', 'simulated'],
  ])('offer the live venues that answer; "%s" is sent as a choice', async (name, feed) => {
    const { engine, settle } = await renderWithApp(<Banners />, (prepared) => {
      prepared.offered = ['Binance spot', 'Bybit linear'];
    });
    expect(screen.getByRole('status').textContent).toContain('Binance spot and Bybit linear answer.');
    fireEvent.click(screen.getByRole('button', { name }));
    await settle();
    expect(engine.patches).toEqual([{ feed }]);
  });

  it('offer nothing when nothing answers', async () => {
    await renderWithApp(<Banners />);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('say of a notice that it is about a simulated market', async () => {
    const words = { severity: 'warning' as const, detail: '', hint: '', sinceMs: 0, count: 1 };
    await renderWithApp(<Banners />, (engine) => {
      engine.notices = [
        { ...words, id: 'a', title: 'The disk is full', simulated: true },
        { ...words, id: 'b', title: 'Wrong settings', simulated: false },
      ];
    });
    const [made, real] = screen.getAllByRole('status');
    expect(within(made as HTMLElement).getByText('SIMULATED')).toBeTruthy();
    expect(within(real as HTMLElement).queryByText('SIMULATED')).toBeNull();
  });
});
