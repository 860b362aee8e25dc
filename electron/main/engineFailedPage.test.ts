import fc from 'fast-check';
import { expect, it } from 'vitest';
import { engineFailedPage } from './engineFailedPage';

it('says what happened, what is safe, what to do, and what the engine said', () => {
  const page = engineFailedPage('app://monitor/', ['disk full', 'gave up']);
  expect(page).toContain('<a href="app://monitor/">Try again</a>');
  expect(page).toContain('<pre>disk full\ngave up</pre>');
  expect(page).toContain('--data-dir PATH');
  expect(engineFailedPage('app://monitor/', [])).toContain('It said nothing.');
});

it('shows words as words: whatever the engine said, it is no markup', () => {
  const empty = engineFailedPage('app://monitor/', ['']);
  const tags = (html: string) => html.match(/<[^>]*>?/g) ?? [];
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '!', '-', '\n') }),
      (line) => {
        expect(tags(engineFailedPage('app://monitor/', [line]))).toEqual(tags(empty));
      },
    ),
  );
});
