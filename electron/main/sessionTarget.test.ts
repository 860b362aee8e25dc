import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageUrl, parseDeepLink } from './sessionTarget';
import { isOurPage } from './windowSecurity';

describe('a link', () => {
  it('names a session and a time', () => {
    expect(parseDeepLink('breakwater://session/20240808T140000Z_live-btc?t=2024-08-08T14:05:00Z')).toEqual({
      session: '20240808T140000Z_live-btc',
      time: '2024-08-08T14:05:00Z',
    });
    expect(parseDeepLink('breakwater://session/a')).toEqual({ session: 'a', time: null });
  });

  it.each([
    'breakwater://session/',
    'breakwater://session/a/b',
    'breakwater://session/..%2fsecret',
    'breakwater://session/%2fetc%2fpasswd',
    'breakwater://session//etc/passwd',
    'breakwater://open/a',
    'breakwater:session/a',
    'https://session/a',
    'file:///a.duckdb',
    `breakwater://session/${'a'.repeat(201)}`,
    '.',
    '',
  ])('such as "%s" opens nothing', (text) => expect(parseDeepLink(text)).toBeNull());

  it('with an odd time opens the session at its beginning', () => {
    expect(parseDeepLink('breakwater://session/a?t=<script>')).toEqual({ session: 'a', time: null });
  });
});

describe('the page of a target', () => {
  it('is the app with the target as its parameters', () => {
    expect(pageUrl(null)).toBe('app://monitor/');
    expect(pageUrl({ session: 'a b', time: '5' })).toBe('app://monitor/?session=a+b&t=5');
    expect(pageUrl({ file: '/tmp/é&t=1#.duckdb' })).toBe(
      'app://monitor/?session=%2Ftmp%2F%C3%A9%26t%3D1%23.duckdb',
    );
  });

  it('is ours whatever a file is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (file) => {
        const url = pageUrl({ file });
        expect(isOurPage(url)).toBe(true);
        expect(new URL(url).searchParams.getAll('session')).toEqual([file]);
      }),
    );
  });
});
