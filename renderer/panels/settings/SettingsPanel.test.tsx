// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { SettingsPanel } from './SettingsPanel';

afterEach(cleanup);

const type = (name: string, text: string) => {
  const field = screen.getByRole('textbox', { name }) as HTMLInputElement;
  fireEvent.change(field, { target: { value: text } });
  return field;
};

describe('SettingsPanel', () => {
  it('applies a number when the field is left', async () => {
    const { engine, settle } = await renderWithApp(<SettingsPanel />);
    fireEvent.blur(type('Space for sessions', '50'));
    await settle();
    expect(engine.patches).toEqual([{ recording: { maxTotalGb: 50 } }]);
  });

  it('says beside the field what is wrong, and sends nothing', async () => {
    const { engine, settle } = await renderWithApp(<SettingsPanel />);
    const field = type('Space for sessions', '0');
    fireEvent.keyDown(field, { key: 'Enter' });
    await settle();
    expect(screen.getByRole('alert').textContent).toBe('Enter a number from 0.1 to 10,000 GB.');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(engine.patches).toEqual([]);
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.value).toBe('20');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('applies switches and choices at once', async () => {
    const { engine, settle } = await renderWithApp(<SettingsPanel />);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Fill gaps' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Theme' }), { target: { value: 'light' } });
    await settle();
    expect(engine.patches).toEqual([{ backfill: false }, { theme: 'light' }]);
  });

  it('chooses venues in their order, and where they are reached', async () => {
    const { engine, settle } = await renderWithApp(<SettingsPanel />);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Binance USD-M' }));
    await settle();
    fireEvent.blur(type('Another address for Bybit', 'http://127.0.0.1:9000'));
    await settle();
    expect(engine.patches[0]).toEqual({ venues: ['binance', 'bybit'] });
    expect(engine.patches[1]).toMatchObject({ venueUrls: { bybit: 'http://127.0.0.1:9000' } });
  });

  it('finds settings, and says when there is none', async () => {
    const { settle } = await renderWithApp(<SettingsPanel />);
    const search = screen.getByRole('searchbox', { name: 'Search the settings' });
    fireEvent.change(search, { target: { value: 'time zone' } });
    expect(screen.queryByRole('combobox', { name: 'Theme' })).toBeNull();
    expect(screen.getByLabelText('Time zone')).toBeTruthy();
    fireEvent.change(search, { target: { value: 'xyzzy' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show all settings' }));
    await settle();
    expect(screen.getByRole('combobox', { name: 'Theme' })).toBeTruthy();
  });

  it('takes the sessions to a folder that is entered, and says why it cannot', async () => {
    const { engine, settle } = await renderWithApp(<SettingsPanel />);
    await settle();
    expect(screen.getByText('/data/sessions')).toBeTruthy();
    const move = () => fireEvent.click(screen.getByRole('button', { name: 'Move' }));
    type('New folder of the sessions', 'refused');
    move();
    await settle();
    expect(screen.getByRole('alert').textContent).toBe('refused is not empty.');
    type('New folder of the sessions', ' /mnt/big ');
    move();
    await settle();
    expect(engine.library.folder).toBe('/mnt/big');
    expect(screen.getByText('All sessions are there.')).toBeTruthy();
    engine.library = { folder: '/mnt/big', move: { to: '/mnt/other', doneBytes: 5e8, totalBytes: 1e9 } };
    engine.advance(0);
    await settle();
    expect(screen.getByText(/of .* to \/mnt\/other$/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  });

  it('lets the desktop choose the folder', async () => {
    const bridge = { chooseFolder: async () => '/home/me/sessions' };
    Object.defineProperty(window, 'breakwater', { value: bridge, configurable: true });
    try {
      const { engine, settle } = await renderWithApp(<SettingsPanel />);
      await settle();
      fireEvent.click(screen.getByRole('button', { name: 'Move to another folder…' }));
      await settle();
      expect(engine.library.folder).toBe('/home/me/sessions');
    } finally {
      Reflect.deleteProperty(window, 'breakwater');
    }
  });
});
