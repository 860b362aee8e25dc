import { expect, it } from 'vitest';
import { linkedSession } from '../../app/openLinkedSession';
import { sessionLink } from './sessionLink';

it('leads back to the session and the moment', () => {
  const page = { desktop: false, origin: 'http://127.0.0.1:4000' };
  const link = sessionLink('20250114T000000Z_btc', 1_736_870_400_123.4, page);
  expect(link).toBe('http://127.0.0.1:4000/?session=20250114T000000Z_btc&t=1736870400123');
  expect(linkedSession(new URL(link).search)).toEqual({
    id: '20250114T000000Z_btc',
    timeMs: 1_736_870_400_123,
  });
  expect(linkedSession(new URL(sessionLink('a b&c', null, page)).search)).toEqual({
    id: 'a b&c',
    timeMs: null,
  });
});

it('is one of the desktop app there', () => {
  const page = { desktop: true, origin: 'app://monitor' };
  expect(sessionLink('a', 5, page)).toBe('breakwater://session/a?t=5');
  expect(sessionLink('a', null, page)).toBe('breakwater://session/a');
});
