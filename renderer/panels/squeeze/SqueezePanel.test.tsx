// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyStructure, type StoryLine } from '../../../shared/model/structure';
import { fakeStructure } from '../../testing/fakeStructure.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { describeLine, markOf } from './lineWords';
import { SqueezePanel } from './SqueezePanel';
import { Verdict } from './Verdict';

afterEach(cleanup);

const both = (
  <>
    <Verdict />
    <SqueezePanel />
  </>
);
const show = () =>
  renderWithApp(both, (engine) => {
    engine.structure = fakeStructure();
  });
const lineOf = (label: string) => screen.getByRole('button', { name: new RegExp(`^${label}`) });

describe('SqueezePanel', () => {
  it('tells the story in lines, the verdict apart', async () => {
    await show();
    const lines = within(screen.getByRole('list')).getAllByRole('button');
    expect(lines.map((line) => line.textContent)).toEqual([
      'Range 88,000 – 94,000 · 47 d',
      'Breakout confirmed 95,120 · vol 3.4×',
      'Support now 93,520 – 94,480',
      'Next level 100,000 · +3.3%',
      'Led by est. spot',
      'Taker CVD 90d —',
    ]);
    expect(screen.getByText('short squeeze · 4.6σ').className).toBe('shorts');
    expect(screen.getByText(/confirmed 95,120/).className).toBe('up');
  });

  it('says of a line where it comes from, and of what is not known why', async () => {
    await show();
    expect(lineOf('Range').title).toContain('Why Range says that. Binance USD-M, Bybit; as of 14 Jan 2025');
    expect(lineOf('Taker CVD').title).toContain('Only 12 days of trades are held.');
    expect(lineOf('Taker CVD').getAttribute('aria-disabled')).toBe('true');
  });

  it('moves the chart to the moment of a line', async () => {
    const { app, settle } = await show();
    expect(lineOf('Breakout').getAttribute('aria-disabled')).toBe('true');
    const shown: number[] = [];
    app.ui.setState({ reveal: (timeMs) => shown.push(timeMs) });
    await settle();
    fireEvent.click(lineOf('Breakout'));
    fireEvent.click(lineOf('Next level'));
    expect(shown).toEqual([fakeStructure().breakouts[0]?.brokeAtMs]);
  });

  it('teaches while there is nothing to tell', async () => {
    await renderWithApp(both, (engine) => {
      engine.structure = emptyStructure('BTC');
    });
    expect(document.body.textContent).toContain('Nothing is known of BTC yet');
    expect(screen.queryAllByRole('button')).toHaveLength(0);
  });

  it('is of the asset that is shown', async () => {
    const { app, engine, settle } = await show();
    app.ui.getState().setView({ instrumentId: 'binanceusdm:ETHUSDT' });
    await settle();
    const watched = engine.watched.filter(({ topic }) => topic === 'structure');
    expect(watched.map(({ params }) => params)).toEqual([{ session: 'live', asset: 'ETH' }]);
  });
});

describe('words of a line', () => {
  const [line] = fakeStructure().story;
  if (line === undefined) throw new Error('the story has a verdict');

  it('mark what is no complete figure, once', () => {
    expect(markOf(line)).toBeNull();
    expect(markOf({ ...line, completeness: 'lowerBound' })).toBe('≥');
    expect(markOf({ ...line, completeness: 'lowerBound', text: '≥ $3M' })).toBeNull();
    expect(markOf({ ...line, completeness: 'estimate', text: '—' })).toBeNull();
  });

  it('leave out what there is not', () => {
    const bare: StoryLine = { ...line, detail: '', venues: [], asOfMs: null, completeness: 'missing' };
    expect(describeLine(bare, [], 'UTC')).toBe('Not known.');
  });
});
