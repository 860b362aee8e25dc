import { describe, expect, it } from 'vitest';
import { runCommand } from './command';
import { FEED_OPTIONS, readFeedOptions } from './feedArguments';

/** What the arguments change, or the sentence with which they are refused. */
async function read(...args: readonly string[]): Promise<unknown> {
  let answer: unknown;
  await runCommand(
    {
      ...{ name: 'test', summary: '', positionals: [], options: FEED_OPTIONS },
      run: async ({ options }) => {
        const read = readFeedOptions(options);
        answer = read.ok ? read.value : read.error.message;
        return 0;
      },
    },
    args,
    { out: () => {}, err: (text) => (answer = text), signal: new AbortController().signal },
  );
  return answer;
}

describe('which feed the command line asks for', () => {
  it('leaves it open when nothing is said', async () => {
    expect(await read()).toEqual({});
    expect(await read('--assets', 'btc')).toEqual({ assets: ['BTC'] });
  });

  it('takes venues and their origins for the live one, unless told otherwise', async () => {
    expect(await read('--venues', 'bybit')).toEqual({ venues: ['bybit'], feed: 'live' });
    const url = ['--venue-url', 'bybit=http://127.0.0.1:9'];
    expect(await read(...url)).toMatchObject({ feed: 'live' });
    expect(await read(...url, '--feed', 'simulated')).toMatchObject({ feed: 'simulated' });
  });

  it('reads the simulated one, and takes any word about it for it', async () => {
    expect(await read('--seed', '7', '--speed', '20')).toEqual({
      feed: 'simulated',
      simulation: { seed: 7, speed: 20 },
    });
    const all = '--feed simulated --scenario quiet --seed 0 --leader perp --chapter start --speed 1.5';
    expect(await read(...all.split(' '))).toEqual({
      feed: 'simulated',
      simulation: { scenario: 'quiet', seed: 0, leader: 'perp', chapter: 'start', speed: 1.5 },
    });
  });

  it.each([
    ['--feed real', /"real" is no feed/],
    ['--seed 1.5', /"1.5" is no seed/],
    ['--seed x', /"x" is no seed/],
    ['--leader futures', /"futures" is no leader/],
    ['--speed 0', /"0" is no speed/],
    ['--speed 101', /"101" is no speed/],
    ['--feed live --seed 3', /--seed is of the simulated market only/],
  ])('refuses %s by name', async (args, sentence) => {
    expect(await read(...args.split(' '))).toMatch(sentence);
  });
});
