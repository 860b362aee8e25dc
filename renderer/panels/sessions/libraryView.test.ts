import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SessionSummary } from '../../../shared/contract/values';
import { savedSession } from '../../testing/fakeSession.testkit';
import { librarySessions, parseTags, SORTS, type Sort, tagsOf } from './libraryView';

const arbitrarySession: fc.Arbitrary<SessionSummary> = fc
  .record({
    id: fc.uuid(),
    title: fc.constantFrom('Squeeze', 'quiet night', 'Breakout'),
    bytes: fc.nat(100),
    startedAtMs: fc.nat(1e12),
    lengthMs: fc.option(fc.nat(1e7)),
    tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  })
  .map(({ lengthMs, ...rest }) => ({
    ...savedSession(),
    ...rest,
    range: lengthMs === null ? null : { fromMs: rest.startedAtMs, toMs: rest.startedAtMs + lengthMs },
  }));
const arbitrarySessions = fc.uniqueArray(arbitrarySession, { selector: ({ id }) => id, maxLength: 20 });
const sorts = fc.constantFrom(...(Object.keys(SORTS) as Sort[]));

it('lists all of them in one order, however they come', () => {
  fc.assert(
    fc.property(arbitrarySessions, sorts, (sessions, sort) => {
      const view = { search: '', sort, tag: null };
      const listed = librarySessions(sessions, view);
      expect(new Set(listed)).toEqual(new Set(sessions));
      expect(librarySessions([...sessions].reverse(), view)).toEqual(listed);
    }),
  );
});

it('finds by tag and by words, in any order and case', () => {
  fc.assert(
    fc.property(arbitrarySessions, (sessions) => {
      const tagged = librarySessions(sessions, { search: '', sort: 'newest', tag: 'a' });
      expect(tagged.length).toBe(sessions.filter(({ tags }) => tags.includes('a')).length);
      const found = librarySessions(sessions, { search: ' NIGHT  quiet', sort: 'name', tag: null });
      expect(found.length).toBe(sessions.filter(({ title }) => title === 'quiet night').length);
    }),
  );
  const [saved] = librarySessions([savedSession()], { search: 'btc 2025-01-13', sort: 'newest', tag: null });
  expect(saved?.title).toBe('Jan 14 breakout');
});

it('sorts by what it says', () => {
  const [a, b, c] = [
    { ...savedSession(), id: 'a', title: 'B', bytes: 3, startedAtMs: 1, range: { fromMs: 0, toMs: 5 } },
    { ...savedSession(), id: 'b', title: 'C', bytes: 1, startedAtMs: 3, range: null },
    { ...savedSession(), id: 'c', title: 'A', bytes: 2, startedAtMs: 2, range: { fromMs: 0, toMs: 9 } },
  ];
  const order = (sort: Sort) =>
    librarySessions([a, b, c], { search: '', sort, tag: null })
      .map(({ id }) => id)
      .join('');
  expect([order('newest'), order('longest'), order('largest'), order('name')]).toEqual([
    'bca',
    'cab',
    'acb',
    'cab',
  ]);
});

it('reads tags as they are typed', () => {
  expect(parseTags(' squeeze,  two   words ,, squeeze')).toEqual(['squeeze', 'two words']);
  expect(
    tagsOf([
      { ...savedSession(), tags: ['x'] },
      { ...savedSession(), tags: ['y', 'x'] },
    ]),
  ).toEqual(['x', 'y']);
});
