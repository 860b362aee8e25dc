import { describe, expect, it } from 'vitest';
import { hasProxy, proxyFor } from './proxySettings';

const proxy = (url: string, environment: Record<string, string>) =>
  proxyFor(new URL(url), environment)?.href ?? null;

describe('the proxy of an address', () => {
  it.each([
    ['https://a.com/x', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['wss://a.com/x', { https_proxy: 'p:1', HTTPS_PROXY: 'http://other:1' }, 'http://p:1/'],
    ['http://a.com', { HTTPS_PROXY: 'http://p:1' }, null],
    ['ws://a.com', { HTTP_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['wss://a.com', { ALL_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['wss://a.com', { ALL_PROXY: 'http://p:1', HTTPS_PROXY: 'http://q:2' }, 'http://q:2/'],
    ['wss://a.com', {}, null],
    ['https://127.0.0.1:9', { ALL_PROXY: 'http://p:1' }, null],
    ['https://localhost', { ALL_PROXY: 'http://p:1' }, null],
  ])('%s with %j is %s', (url, environment, expected) => {
    expect(proxy(url, environment)).toBe(expected);
  });

  it.each([
    ['*', true],
    ['a.com', true],
    ['.a.com', true],
    ['*.a.com', true],
    ['api.a.com:443', true],
    ['b.com, api.a.com', true],
    ['a.com:80', false],
    ['pi.a.com', false],
    ['com.a', false],
    ['', false],
  ])('is none for api.a.com with NO_PROXY=%s: %s', (exceptions, isExcepted) => {
    const found = proxy('https://api.a.com', { HTTPS_PROXY: 'http://p:1', NO_PROXY: exceptions });
    expect(found === null).toBe(isExcepted);
  });

  it.each(['socks5://p:1', 'https://p:1', 'http://', 'p q'])('is refused when it is %s', (named) => {
    expect(() => proxy('https://a.com', { HTTPS_PROXY: named })).toThrow('only http://host:port is');
  });

  it('is looked for in three variables', () => {
    expect([{}, { no_proxy: '*' }, { all_proxy: 'p' }, { HTTP_PROXY: 'p' }].map(hasProxy)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
