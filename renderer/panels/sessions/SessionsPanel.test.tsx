// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SAVED_SESSION } from '../../testing/fakeEngine.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { SessionsPanel } from './SessionsPanel';

afterEach(cleanup);

describe('SessionsPanel', () => {
  it('shows what a session holds and in which state it is, in words', async () => {
    await renderWithApp(<SessionsPanel />, (engine) => {
      const [saved] = engine.sessions;
      if (saved === undefined) throw new Error('the fake engine has a session');
      engine.sessions = [
        saved,
        { ...saved, id: 'r', title: 'Running', state: 'recording', range: null },
        { ...saved, id: 'c', title: 'Crashed', state: 'recovered' },
        { ...saved, id: 'd', title: 'Broken', state: 'damaged', range: null },
      ];
    });
    for (const word of ['recording', 'closed', 'recovered', 'damaged']) {
      expect(screen.getByText(word)).toBeTruthy();
    }
    expect(screen.getAllByText(/13 Jan 2025 23:24 – 14 Jan 2025 18:24 · 19:00:00/)).toHaveLength(2);
    const names = screen
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.textContent);
    expect(names).toContain('Replay Crashed');
    expect(names).not.toContain('Replay Running');
    expect(names).not.toContain('Delete Running');
    expect(names).toContain('Delete Broken');
  });

  it('renames a session in place; Escape leaves it as it was', async () => {
    const { engine, settle } = await renderWithApp(<SessionsPanel />);
    const start = () => {
      fireEvent.click(screen.getByRole('button', { name: /^Rename/ }));
      return screen.getByRole('textbox', { name: 'Title of the session' });
    };
    let field = start();
    fireEvent.change(field, { target: { value: 'Other' } });
    fireEvent.keyDown(field, { key: 'Escape' });
    await settle();
    expect(engine.sessions[0]?.title).toBe('Jan 14 breakout');
    field = start();
    fireEvent.change(field, { target: { value: ' Short squeeze ' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await settle();
    expect(engine.sessions[0]?.title).toBe('Short squeeze');
    expect(screen.getByRole('button', { name: 'Rename Short squeeze' })).toBeTruthy();
  });

  it('deletes with a way back', async () => {
    const { app, engine, settle } = await renderWithApp(<SessionsPanel />);
    void app.session.getState().open(SAVED_SESSION);
    await settle();
    // What is shown is left first. Looked at before the panel's ten seconds, which pass at once here.
    await app.session.getState().remove(SAVED_SESSION);
    expect(app.session.getState().session).toBe('live');
    expect(engine.sessions).toEqual([]);
    expect(app.session.getState().removed?.id).toBe(SAVED_SESSION);
    await app.session.getState().undoRemove();
    await settle();
    expect(engine.sessions.map(({ id }) => id)).toEqual([SAVED_SESSION]);
    expect(screen.getByRole('button', { name: 'Delete Jan 14 breakout' })).toBeTruthy();
  });

  it('says what to do when there is none', async () => {
    await renderWithApp(<SessionsPanel />, (engine) => {
      engine.sessions = [];
    });
    expect(screen.getByText(/No saved session yet/)).toBeTruthy();
  });

  it('saves one table or all of them as CSV or Parquet', async () => {
    const { engine, settle } = await renderWithApp(<SessionsPanel />);
    const saveAs = screen.getByRole('combobox', { name: /^Save .* as$/ });
    for (const value of ['parquet', 'csv', 'parquet open-interest', 'csv feed-status', 'file'])
      fireEvent.change(saveAs, { target: { value } });
    await settle();
    expect(engine.exported.map(({ kind, table }) => [kind, table])).toEqual([
      ['parquet', null],
      ['csv', null],
      ['parquet', 'open-interest'],
      ['csv', 'feed-status'],
      ['file', null],
    ]);
  });
});
