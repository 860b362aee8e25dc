// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { FAKE_NOW_MS, SAVED_SESSION } from '../../testing/fakeEngine.testkit';
import { type RenderedApp, renderWithApp } from '../../testing/renderWithApp.testkit';
import { TransportStrip } from './TransportStrip';

afterEach(cleanup);

async function renderReplay(): Promise<RenderedApp> {
  const rendered = await renderWithApp(<TransportStrip />, (engine) => {
    const timeMs = FAKE_NOW_MS - 7_200_000;
    engine.bookmarks = [
      { id: 'm', timeMs, endMs: null, color: 'D', text: 'The breakout', link: null, createdMs: 1 },
      { id: 's', timeMs, endMs: timeMs + 60_000, color: 'E', text: '', link: null, createdMs: 2 },
    ];
  });
  void rendered.app.session.getState().open(SAVED_SESSION);
  await rendered.settle();
  return rendered;
}

describe('reviewing on the strip', () => {
  it('goes to the next and the previous event of the kind that is chosen', async () => {
    const { engine, settle } = await renderReplay();
    fireEvent.click(screen.getByRole('button', { name: 'To the next one' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Until the next' }), { target: { value: 'gap' } });
    fireEvent.click(screen.getByRole('button', { name: 'To the previous one' }));
    await settle();
    expect(engine.commands).toEqual([
      { type: 'until', target: { kind: 'liquidation', minUsd: 100_000 }, direction: 1 },
      { type: 'until', target: { kind: 'gap' }, direction: -1 },
    ]);
  });

  it('sets a loop, moves its ends by keys, and switches it off', async () => {
    const { engine, settle } = await renderReplay();
    const { range, nowMs } = engine.replay;
    fireEvent.click(screen.getByRole('button', { name: 'Loop from here' }));
    await settle();
    expect(engine.replay.loop).toEqual({ fromMs: nowMs, toMs: range.toMs, on: true });
    fireEvent.keyDown(screen.getByRole('slider', { name: 'Loop end' }), { key: 'ArrowLeft', shiftKey: true });
    await settle();
    expect(engine.replay.loop?.toMs).toBe(range.toMs - 60_000);
    const toggle = screen.getByRole('button', { name: 'Loop' });
    expect(toggle.getAttribute('aria-pressed')).toBe('true');
    fireEvent.click(toggle);
    await settle();
    expect(engine.replay.loop?.on).toBe(false);
  });

  it('shows bookmarks with their letter and text, and goes to them', async () => {
    const { engine, settle } = await renderReplay();
    const flag = screen.getByRole('button', { name: /^Bookmark D: The breakout/ });
    expect(flag.title).toContain('14 Jan 2025 16:24:07');
    fireEvent.click(flag);
    await settle();
    expect(engine.commands).toEqual([{ type: 'seek', timeMs: FAKE_NOW_MS - 7_200_000 }]);
    expect(document.querySelectorAll('.scrubber-mark-span')).toHaveLength(1);
  });
});
