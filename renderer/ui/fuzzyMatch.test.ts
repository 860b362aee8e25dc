import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyMatch } from './fuzzyMatch';

function best(query: string, texts: readonly string[]): string | undefined {
  return texts
    .map((text) => ({ text, match: fuzzyMatch(query, text) }))
    .filter(({ match }) => match !== null)
    .sort((one, other) => (other.match?.score ?? 0) - (one.match?.score ?? 0))[0]?.text;
}

describe('fuzzyMatch', () => {
  it('finds beginnings of words before letters inside them', () => {
    expect(best('light', ['Highlight gaps', 'Theme: light'])).toBe('Theme: light');
    expect(best('lps', ['Slumps', 'Logarithmic price scale'])).toBe('Logarithmic price scale');
    expect(best('s', ['BTCUSDT Spot', 'SOLUSDT Perp'])).toBe('SOLUSDT Perp');
  });

  it('prefers words that follow one another as typed', () => {
    const texts = ['Colours: ice, pale up and blue down', 'Colours: blue up and orange down, safe for all'];
    expect(best('colours: blue up', texts)).toBe(texts[1]);
  });

  it('takes words in any order, and needs all of them', () => {
    expect(fuzzyMatch('scale log', 'Logarithmic price scale')).not.toBeNull();
    expect(fuzzyMatch('log volume', 'Logarithmic price scale')).toBeNull();
  });

  it('marks letters of the query where they stand in the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 4 }), fc.string({ maxLength: 30 }), (query, text) => {
        const match = fuzzyMatch(query, text);
        if (match === null) return;
        expect([...match.marks]).toEqual([...new Set(match.marks)].sort((one, other) => one - other));
        const wanted = new Set(query.toLowerCase());
        for (const mark of match.marks) expect(wanted).toContain(text.toLowerCase()[mark]);
      }),
    );
  });

  it('finds every text in itself, and everything with nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{1,20}$/), (text) => {
        expect(fuzzyMatch(text, text)).not.toBeNull();
        expect(fuzzyMatch('', text)?.marks).toEqual([]);
      }),
    );
  });
});
