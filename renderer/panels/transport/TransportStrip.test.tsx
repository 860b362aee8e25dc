// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { FAKE_NOW_MS, SAVED_SESSION } from '../../testing/fakeEngine.testkit';
import { type RenderedApp, renderWithApp } from '../../testing/renderWithApp.testkit';
import { TransportStrip } from './TransportStrip';
import { fractionOf, tickTimes } from './timeScale';

afterEach(cleanup);

async function renderReplay(): Promise<RenderedApp> {
  const rendered = await renderWithApp(<TransportStrip />);
  void rendered.app.session.getState().open(SAVED_SESSION);
  await rendered.settle();
  return rendered;
}

describe('TransportStrip', () => {
  it('says live edge in live and offers no transport', async () => {
    await renderWithApp(<TransportStrip />);
    expect(screen.getByText('Live edge')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByRole('slider')).toBeNull();
    expect(screen.getByTitle(/^No data from/)).toBeTruthy();
  });

  it('tells since when there are candles, also from before the session', async () => {
    const { app, settle } = await renderWithApp(<TransportStrip />);
    expect(screen.queryByText(/candles since/)).toBeNull();
    const { fromMs, toMs } = app.session.getState().transport?.range ?? { fromMs: 0, toMs: 0 };
    app.ui.setState({ loaded: { fromMs: fromMs - 60_000, toMs } });
    await settle();
    expect(screen.getByText(/^◂/)).toBeTruthy();
    expect(screen.getByText(/1m candles since/)).toBeTruthy();
    const line = document.querySelector<HTMLElement>('.scrubber-loaded');
    expect([line?.style.left, line?.style.width]).toEqual(['0%', '100%']);
    app.ui.setState({ loaded: { fromMs: (fromMs + toMs) / 2, toMs } });
    await settle();
    expect([line?.style.left, line?.style.width]).toEqual(['50%', '50%']);
    expect(screen.queryByText(/^◂/)).toBeNull();
  });

  it('plays and pauses a saved session', async () => {
    const { engine, settle } = await renderReplay();
    fireEvent.click(screen.getByRole('button', { name: 'Play' }));
    await settle();
    fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await settle();
    expect(engine.commands).toEqual([{ type: 'play' }, { type: 'pause' }]);
    expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
  });

  it('steps by event, second and bar of the chart, both ways', async () => {
    const { engine, settle, app } = await renderReplay();
    app.ui.getState().setView({ interval: '5m' });
    await settle();
    for (const name of [/^One event back/, /^One second forward/, /^One 5m bar back/]) {
      fireEvent.click(screen.getByRole('button', { name }));
    }
    await settle();
    expect(engine.commands).toEqual([
      { type: 'step', by: { unit: 'event' }, direction: -1 },
      { type: 'step', by: { unit: 'second' }, direction: 1 },
      { type: 'step', by: { unit: 'bar', barMs: 300_000 }, direction: -1 },
    ]);
  });

  it('sets the speed and seeks', async () => {
    const { engine, settle } = await renderReplay();
    fireEvent.change(screen.getByRole('combobox', { name: 'Speed' }), { target: { value: '60' } });
    const target = FAKE_NOW_MS - 7_200_000;
    fireEvent.change(screen.getByRole('slider', { name: 'Position in the session' }), {
      target: { value: String(target) },
    });
    await settle();
    expect(engine.commands[0]).toEqual({ type: 'speed', speed: 60 });
    expect(engine.commands[1]).toMatchObject({ type: 'seek' });
    expect(screen.getByText('14 Jan 2025 16:24:07 UTC')).toBeTruthy();
  });

  it('reaches both ends of the session exactly, also where the slider has no value for them', async () => {
    const { engine, settle, app } = await renderReplay();
    const range = app.session.getState().transport?.range ?? { fromMs: 0, toMs: 0 };
    const slider = screen.getByRole('slider', { name: 'Position in the session' });
    for (const timeMs of [range.toMs - 1_000, range.toMs - 999]) {
      fireEvent.change(slider, { target: { value: String(timeMs) } });
      await settle();
    }
    for (const key of ['Home', 'End']) {
      fireEvent.keyDown(slider, { key });
      await settle();
    }
    expect(engine.commands).toEqual(
      [range.toMs - 1_000, range.toMs, range.fromMs, range.toMs].map((timeMs) => ({ type: 'seek', timeMs })),
    );
  });

  it('draws every gap of the session', async () => {
    await renderReplay();
    expect(screen.getAllByTitle(/^No data from/)).toHaveLength(2);
  });

  it('lets a simulated market pass faster, and begin elsewhere or anew', async () => {
    const { engine, settle } = await renderWithApp(<TransportStrip />, (prepared) => {
      prepared.simulated = true;
      const chapters = [
        { id: 'quiet', title: 'Quiet days' },
        { id: 'breakout', title: 'The breakout' },
      ];
      prepared.scenarios = [{ id: 'range-break', title: 'Range break', chapters }];
    });
    const choose = async (name: string, value: string) => {
      fireEvent.change(screen.getByRole('combobox', { name }), { target: { value } });
      await settle();
    };
    await choose('Speed', '60');
    expect(engine.commands).toEqual([{ type: 'speed', speed: 60 }]);
    await choose('Start from', 'breakout');
    expect(engine.patches).toEqual([{ simulation: { chapter: 'breakout' } }]);
    expect(engine.restarts).toBe(0);
    engine.advance(0);
    await settle();
    await choose('Start from', 'breakout');
    expect(engine.patches).toHaveLength(1);
    expect(engine.restarts).toBe(1);
  });

  it('goes back to live', async () => {
    const { settle, app } = await renderReplay();
    fireEvent.click(screen.getByRole('button', { name: 'Live' }));
    await settle();
    expect(app.session.getState().session).toBe('live');
    expect(screen.getByText('Live edge')).toBeTruthy();
  });
});

describe('time scale', () => {
  it('keeps moments inside the strip', () => {
    const range = { fromMs: 1_000, toMs: 2_000 };
    expect([0, 1_000, 1_500, 2_000, 9_999].map((timeMs) => fractionOf(timeMs, range))).toEqual([
      0, 0, 0.5, 1, 1,
    ]);
    expect(fractionOf(5, { fromMs: 5, toMs: 5 })).toBe(0);
  });

  it('marks a few round moments of any range', () => {
    for (const hours of [0.001, 0.1, 1, 7, 24, 240, 10_000]) {
      const range = { fromMs: FAKE_NOW_MS - hours * 3_600_000, toMs: FAKE_NOW_MS };
      const ticks = tickTimes(range, 8);
      expect(ticks.length).toBeLessThanOrEqual(8);
      for (const tick of ticks)
        expect(tick % 1000 === 0 && tick >= range.fromMs && tick <= range.toMs).toBe(true);
    }
    expect(tickTimes({ fromMs: 5, toMs: 5 }, 8)).toEqual([]);
  });
});
