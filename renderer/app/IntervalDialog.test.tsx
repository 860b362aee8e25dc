// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppProvider, useApp } from '../stores/context';
import { renderWithApp } from '../testing/renderWithApp.testkit';
import { IntervalDialog } from './IntervalDialog';

afterEach(cleanup);

/** The dialog on a clock whose tasks run when the test says. */
async function open(typed: string) {
  const waiting = new Set<() => void>();
  const onClose = vi.fn();
  function OnHeldClock() {
    const app = useApp();
    const schedule = (_delayMs: number, task: () => void) => {
      waiting.add(task);
      return () => void waiting.delete(task);
    };
    return (
      <AppProvider value={{ ...app, schedule }}>
        <IntervalDialog typed={typed} onClose={onClose} />
      </AppProvider>
    );
  }
  const { app } = await renderWithApp(<OnHeldClock />);
  const pause = () => act(() => [...waiting].at(-1)?.());
  return {
    app,
    onClose,
    pause,
    isWaiting: () => waiting.size > 0,
    interval: () => app.ui.getState().view.interval,
  };
}

function type(text: string): void {
  fireEvent.change(screen.getByRole('textbox', { name: 'Interval' }), { target: { value: text } });
}

describe('IntervalDialog', () => {
  it('takes what was typed after a pause, and waits anew for each digit', async () => {
    const dialog = await open('1');
    type('15');
    expect(dialog.interval()).toBe('1m');
    dialog.pause();
    expect(dialog.interval()).toBe('15m');
    expect(dialog.onClose).toHaveBeenCalledOnce();
  });

  it('does not wait for what is no interval, nor when it was opened to think', async () => {
    const typed = await open('7');
    expect(typed.isWaiting()).toBe(false);
    cleanup();
    const asked = await open('');
    type('4h');
    expect(asked.isWaiting()).toBe(false);
    fireEvent.submit(screen.getByRole('textbox', { name: 'Interval' }));
    expect(asked.interval()).toBe('4h');
  });
});
