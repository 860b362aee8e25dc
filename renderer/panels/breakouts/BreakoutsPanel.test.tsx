// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { emptyStructure, type MarketStructure } from '../../../shared/model/structure';
import { fakeStructure } from '../../testing/fakeStructure.testkit';
import { renderWithApp } from '../../testing/renderWithApp.testkit';
import { BreakoutsPanel } from './BreakoutsPanel';
import { burstMove, burstSum, leadInputs, leadVerdict, valueName, valueWords } from './breakoutWords';
import { currentObjects } from './currentObjects';

afterEach(cleanup);

const show = (structure: MarketStructure = fakeStructure()) =>
  renderWithApp(<BreakoutsPanel />, (engine) => {
    engine.structure = structure;
  });
const rowsOf = (table: string) =>
  within(screen.getByRole('table', { name: table }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? ''));

describe('BreakoutsPanel', () => {
  it('lists what stands now, and apart what is past', async () => {
    await show();
    expect(rowsOf('Now')).toEqual([
      ['▸ 1h', '▲ Confirmed', '94,000.0 → 95,120.0', '14 Jan 12:24'],
      ['vol 3.4× / 2.1× · farthest 97,300.0 · objective 100,000.0'],
      ['▸ 4h', 'Range', '88,000.0 – 94,000.0', '28 Nov 12:24'],
      ['47 d · 5/4 touches · 99% inside · strength 78 · 1 sweep'],
    ]);
    expect(rowsOf('Past breakouts')).toEqual([
      ['▸ 1h 5 Jan 12:24', '▼ False', '88,000.0', '87,720.0', '1.1× / —', '87,410.0', '82,000.0'],
    ]);
  });

  it('counts how often it went well, and nothing where nothing is known', async () => {
    await show();
    expect(rowsOf('How often, on the loaded history')).toEqual([
      ['1h', '7', '4', '2', '1', '3 of 4'],
      ['4h', '0', '0', '0', '0', '—'],
    ]);
  });

  it('opens the log of an object, with rules and what they were decided on', async () => {
    await show();
    const toggle = screen.getByRole('button', { name: 'Log of the breakout on 1h' });
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(toggle);
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    const steps = screen.getAllByRole('listitem').map((step) => step.textContent);
    expect(steps).toEqual([
      '14 Jan 12:24 range → break break.close-beyond-edgeclose 94,610 · edge 94,000',
      '14 Jan 14:24 break → confirmed confirmed.fastclose 95,120 · relative volume spot 3.42 · relative volume perp —',
    ]);
  });

  it('tells bursts and who leads with all that was decided on', async () => {
    await show();
    expect(rowsOf('Bursts of liquidations')).toEqual([
      ['▲ SHORT SQUEEZE', '14 Jan 12:28 – 14 Jan 13:04', '3', '≥ $41.2M', '+2.00%', '80.0k → 74.4k', '18%'],
    ]);
    expect(rowsOf('Who leads').map(([test, vote]) => [test, vote])).toEqual([
      ['Spot leads est. · 14 Jan 11:24 – 14 Jan 13:24', undefined],
      ['Who makes the price', 'spot'],
      ['Who trades with the move', 'no vote'],
      ['Futures against spot', 'spot'],
      ['Leverage that came in', 'futures'],
    ]);
  });

  it('goes to the moment that is pressed', async () => {
    const { app, settle } = await show();
    const shown: number[] = [];
    app.ui.setState({ reveal: (timeMs) => shown.push(timeMs) });
    await settle();
    fireEvent.click(screen.getByRole('button', { name: '5 Jan 12:24' }));
    expect(shown).toEqual([fakeStructure().breakouts[1]?.brokeAtMs]);
  });

  it('says in every part what is not there', async () => {
    await show(emptyStructure('BTC'));
    for (const words of [/No closed candles/, /None on the history/, /None since/, /Not known: there/]) {
      expect(screen.getByText(words)).toBeTruthy();
    }
  });
});

describe('words of structure', () => {
  it('write a verdict with its reason', () => {
    const { lead } = fakeStructure();
    if (lead === null) throw new Error('the fake structure has a lead');
    expect(leadVerdict({ ...lead, verdict: 'undetermined', reason: 'prices are missing' })).toBe(
      'Undetermined: prices are missing',
    );
    expect(leadInputs(lead, 'priceDiscovery')).toBe(
      'component share of spot 71% (90%: 62% – 80%), information share 64%',
    );
    expect(leadInputs(lead, 'takerFlow')).toBe('spot +3.2σ, futures —');
    expect(leadInputs(lead, 'basis')).toBe('basis −0.040% with the price +2.10%');
    expect(leadInputs(lead, 'openInterest')).toBe('open interest −7.00% with the price +2.10%');
  });

  it('never write what is not known as zero', () => {
    const [burst] = fakeStructure().bursts;
    if (burst === undefined) throw new Error('the fake structure has a burst');
    expect(burstSum({ ...burst, completeness: 'missing' })).toBe('—');
    expect(burstMove({ ...burst, toPrice: null })).toBe('—');
  });

  it('write the values of a rule', () => {
    expect([null, 720, 94_610.5, 3.4166666, 0.0004, -0.12, 0].map(valueWords)).toEqual([
      '—',
      '720',
      '94,610.5',
      '3.41667',
      '0.0004',
      '−0.12',
      '0',
    ]);
    expect(valueName('relativeVolumeSpotZ')).toBe('relative volume spot z');
  });

  it('name an interval in whose bars nothing is found', () => {
    const structure = { ...fakeStructure(), ranges: [], breakouts: [] };
    expect(currentObjects(structure)).toEqual([
      { kind: 'none', interval: '1h' },
      { kind: 'none', interval: '4h' },
    ]);
  });
});
