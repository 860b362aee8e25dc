// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Bookmark } from '../../../shared/contract/bookmarks';
import { FAKE_NOW_MS, SAVED_SESSION } from '../../testing/fakeEngine.testkit';
import { type RenderedApp, renderWithApp } from '../../testing/renderWithApp.testkit';
import { BookmarksPanel } from './BookmarksPanel';
import { findBookmarks } from './findBookmarks';

afterEach(cleanup);

function mark(id: string, overrides: Partial<Bookmark> = {}): Bookmark {
  const timeMs = FAKE_NOW_MS - 3_600_000;
  return { id, timeMs, endMs: null, color: 'A', text: id, link: null, createdMs: 1, ...overrides };
}

async function renderPanel(bookmarks: Bookmark[] = []): Promise<RenderedApp> {
  const rendered = await renderWithApp(<BookmarksPanel />, (engine) => {
    engine.bookmarks = bookmarks;
  });
  void rendered.app.session.getState().open(SAVED_SESSION);
  await rendered.settle();
  return rendered;
}

describe('BookmarksPanel', () => {
  it('teaches how to make one while there is none', async () => {
    await renderPanel();
    expect(screen.getByText(/mark a moment with Alt\+B/)).toBeTruthy();
  });

  it('goes to a moment', async () => {
    const { engine, settle } = await renderPanel([mark('The breakout')]);
    fireEvent.click(screen.getByRole('button', { name: /^Go to The breakout/ }));
    await settle();
    expect(engine.commands).toEqual([{ type: 'seek', timeMs: FAKE_NOW_MS - 3_600_000 }]);
  });

  it('asks for the text of one just added, and keeps it', async () => {
    const { app, engine, settle } = await renderPanel();
    await app.bookmarks.getState().add({ timeMs: 5, endMs: null, color: 'A', text: '', link: null });
    await settle();
    const text = screen.getByRole('textbox', { name: 'Text' });
    expect(document.activeElement).toBe(text);
    fireEvent.change(text, { target: { value: ' Shorts squeezed ' } });
    fireEvent.click(screen.getByRole('radio', { name: 'Colour C' }));
    fireEvent.submit(text);
    await settle();
    expect(engine.bookmarks).toMatchObject([{ text: 'Shorts squeezed', color: 'C', link: null }]);
    expect(screen.queryByRole('textbox', { name: 'Text' })).toBeNull();
    expect(screen.getByText('Shorts squeezed')).toBeTruthy();
  });

  it('is left as it was by Escape', async () => {
    const { engine, settle } = await renderPanel([mark('Kept')]);
    fireEvent.click(screen.getByRole('button', { name: 'Change Kept' }));
    const text = screen.getByRole('textbox', { name: 'Text' });
    fireEvent.change(text, { target: { value: 'Lost' } });
    fireEvent.keyDown(text, { key: 'Escape' });
    await settle();
    expect(engine.bookmarks[0]?.text).toBe('Kept');
    expect(screen.getByText('Kept')).toBeTruthy();
  });

  it('takes links of the web only, and opens them outside', async () => {
    const { engine, settle } = await renderPanel([mark('Source')]);
    fireEvent.click(screen.getByRole('button', { name: 'Change Source' }));
    const link = screen.getByRole('textbox', { name: 'Link' });
    fireEvent.change(link, { target: { value: 'javascript:alert(1)' } });
    expect(screen.getByText(/begins with http/)).toBeTruthy();
    fireEvent.submit(link);
    await settle();
    expect(engine.bookmarks[0]?.link).toBeNull();
    fireEvent.change(link, { target: { value: 'https://example.org/cpi' } });
    fireEvent.submit(link);
    await settle();
    const anchor = screen.getByRole('link', { name: 'https://example.org/cpi' });
    expect([anchor.getAttribute('rel'), anchor.getAttribute('target')]).toEqual([
      'noopener noreferrer',
      '_blank',
    ]);
  });

  it('is deleted', async () => {
    const { settle } = await renderPanel([mark('One'), mark('Two')]);
    fireEvent.click(screen.getByRole('button', { name: 'Delete One' }));
    await settle();
    const list = screen.getByRole('list', { name: 'Bookmarks' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
  });

  it('is found by words of its text, link, date and letter', () => {
    const all = [
      mark('Range broke', { color: 'B' }),
      mark('CPI print', { link: 'https://bls.example/cpi' }),
      mark('Quiet', { timeMs: Date.UTC(2024, 7, 8) }),
    ];
    const found = (query: string) => findBookmarks(all, query, 'UTC').map(({ id }) => id);
    expect(found('')).toHaveLength(3);
    expect(found('RANGE')).toEqual(['Range broke']);
    expect(found('cpi bls')).toEqual(['CPI print']);
    expect(found('8 aug')).toEqual(['Quiet']);
    expect(found('b')).toContain('Range broke');
    expect(found('nothing')).toEqual([]);
  });
});
