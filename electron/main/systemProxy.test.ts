import { describe, expect, it } from 'vitest';
import { systemProxy } from './systemProxy';

describe('the proxy of the system', () => {
  it.each([
    ['DIRECT', {}],
    ['', {}],
    ['PROXY proxy.example:8080', { ALL_PROXY: 'http://proxy.example:8080' }],
    ['PROXY a:1; PROXY b:2; DIRECT', { ALL_PROXY: 'http://a:1' }],
    ['DIRECT; PROXY a:1', {}],
    ['HTTPS a:1', { ALL_PROXY: 'https://a:1' }],
    ['SOCKS5 a:1', { ALL_PROXY: 'socks5://a:1' }],
  ])('%s becomes %j', async (answer, expected) => {
    expect(await systemProxy({ PATH: '/bin', HTTPS_PROXY: '' }, async () => answer)).toEqual(expected);
  });

  it.each(['HTTPS_PROXY', 'http_proxy', 'ALL_PROXY'])('is not asked for when %s is set', async (name) => {
    const asked: string[] = [];
    const resolveProxy = async (url: string) => {
      asked.push(url);
      return 'PROXY a:1';
    };
    expect(await systemProxy({ [name]: 'http://p:1' }, resolveProxy)).toEqual({});
    expect(asked).toEqual([]);
  });

  it('is none when the system cannot say', async () => {
    expect(await systemProxy({}, () => Promise.reject(new Error('no answer')))).toEqual({});
  });
});
