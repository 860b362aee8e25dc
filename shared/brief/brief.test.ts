import { describe, expect, it } from 'vitest';
import type { BriefInput } from './brief';
import { AS_OF_MS, briefInput, figure, fullVenue } from './brief.testkit';
import { BRIEF_FORMATS, formatBrief } from './briefFormats';
import { writeBrief } from './writeBrief';

const HOUR_MS = 3_600_000;

function cells(input: BriefInput, section: string, row: string): string[] {
  const found = writeBrief(input).sections.find(({ id }) => id === section);
  return found?.rows.find(({ name }) => name === row)?.cells.map(({ text }) => text) ?? [];
}

function notes(input: BriefInput, section: string): readonly string[] {
  return writeBrief(input).sections.find(({ id }) => id === section)?.notes ?? [];
}

describe('a brief', () => {
  it('writes the figures with their certainty, others last', () => {
    const input = briefInput();
    expect(cells(input, 'liquidations', 'BTC')).toEqual(['$382M', '$343M', '$39.0M', '90%', '—']);
    expect(cells(input, 'liquidations', 'All').slice(0, 3)).toEqual(['≥ $789M', '≥ $690M', '≥ $99.0M']);
    expect(cells(input, 'prices', 'BTC').slice(0, 4)).toEqual(['96,600.0', '+5.00%', '97,000.5', '91,900.0']);
    expect(cells(input, 'openInterest', 'BTC')).toEqual(['90.00', '—', '−10.00%']);
    expect(cells(input, 'funding', 'BTC Bybit linear')).toEqual(['+0.0200%', '+0.0100%']);
    expect(cells(input, 'takerFlow', 'BTC')).toEqual(['+$12.0M', '~ −$3.00M']);
    const names = writeBrief(input).sections.find(({ id }) => id === 'liquidations')?.rows;
    expect(names?.map(({ name }) => name)).toEqual(['BTC', 'Others', 'All']);
  });

  it('says in one paragraph what happened', () => {
    expect(writeBrief(briefInput()).paragraph).toBe(
      'As of 14 Jan 2026 17:45:00 UTC: BTC stood at 96,600.0 (+5.00%), after a high of 97,000.5 at ' +
        '14 Jan 2026 16:45:00 UTC and a low of 91,900.0. Within 24 h venues reported ≥ $789M of liquidations, ' +
        '≥ $690M of shorts and ≥ $99.0M of longs. The largest reported order closed a BTC short of $4.00M at ' +
        "14 Jan 2026 17:44:00 UTC. Takers' net flow in BTC: +$12.0M on spot, ~ −$3.00M on perpetuals.",
    );
  });

  it('says of each section without data that there are none', () => {
    const nothing = briefInput({ figures: [], before: [], prices: [], largest: null });
    const brief = writeBrief(nothing);
    for (const section of brief.sections) {
      expect(section.rows).toEqual([]);
      expect(section.notes.length).toBeGreaterThan(0);
    }
    expect(brief.paragraph).toBe('As of 14 Jan 2026 17:45:00 UTC: nothing is known.');
  });

  it('compares open interest of the same venues only', () => {
    const joined = briefInput({
      figures: [
        ...briefInput().figures.filter(({ id }) => id.startsWith('openInterest')),
        figure('openInterest.new:BTCUSDT', 500, { unit: 'base' }),
      ],
    });
    const [bitcoin] = [...joined.perpetuals.values()].flat();
    if (bitcoin === undefined) throw new Error('the input has a perpetual');
    const perpetuals = new Map([['BTC', [bitcoin, { ...bitcoin, id: 'new:BTCUSDT' }]]]);
    expect(cells({ ...joined, perpetuals }, 'openInterest', 'BTC')[2]).toBe('−10.00%');
  });

  it('does not compare with a moment before the session', () => {
    const input = briefInput({ before: [] });
    expect(cells(input, 'openInterest', 'BTC')[2]).toBe('—');
    expect(notes(input, 'openInterest')).toEqual([
      'The session begins after the window does: the change is not known.',
    ]);
  });

  it('tells of short histories, gaps and a made-up market', () => {
    const [span] = briefInput().prices;
    if (span === undefined) throw new Error('the input has a price');
    const late = { ...span, known: { fromMs: AS_OF_MS - HOUR_MS, toMs: AS_OF_MS } };
    expect(notes(briefInput({ prices: [late] }), 'prices')[0]).toContain(
      'known from 14 Jan 2026 16:45:00 UTC',
    );
    const gap = { venue: 'bybit', stream: 'trades', reason: 'down', fromMs: AS_OF_MS - 9, toMs: AS_OF_MS };
    const many = writeBrief(briefInput({ gaps: Array.from({ length: 25 }, () => gap) }));
    const gaps = many.sections.find(({ id }) => id === 'gaps');
    expect(gaps?.rows).toHaveLength(20);
    expect(gaps?.notes).toContain('And 5 gaps more.');
    const simulated = briefInput({ venues: [{ ...fullVenue, simulated: true }] });
    expect(writeBrief(simulated).paragraph).toMatch(/^SIMULATED market\. /);
  });

  it('links each number to its second, in every format, and is the same each time', () => {
    for (const format of BRIEF_FORMATS) {
      const text = formatBrief(writeBrief(briefInput()), format);
      expect(formatBrief(writeBrief(briefInput()), format)).toBe(text);
      expect(text).toContain('breakwater://session/2026-01-14_live?t=2026-01-14T16:45:00.000Z');
    }
  });

  it('keeps hostile names text', () => {
    const hostile = briefInput({
      session: { ...briefInput().session, title: '<script>alert(1)</script> [x](javascript:1)' },
      venues: [{ ...fullVenue, title: '"><img src=x onerror=alert(1)>|' }],
      gaps: [
        { venue: 'x|y', stream: 'trades', reason: '`a` <b>\n# head', fromMs: AS_OF_MS - 5, toMs: AS_OF_MS },
      ],
    });
    const html = formatBrief(writeBrief(hostile), 'html');
    expect(html).not.toMatch(/<script|<img|<b>/);
    const markdown = formatBrief(writeBrief(hostile), 'md');
    expect(markdown).not.toMatch(/(^|[^\\])<|(^|[^\\])\[x\]|\n# head/);
  });
});
