import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './commandLine';
import { parseFault } from './faults';

describe('the command line of the venue', () => {
  it('reads every option', () => {
    const parsed = parseCommandLine([
      ...['--play', 'a.gz', '--play', 'b.gz', '--speed', '20', '--from', '5', '--to', '60'],
      ...['--fault', 'kill@10', '--fault', 'silence@12.5:30', '--port', 'bybit=9001', '--wait-for', '3'],
      ...['--liquidations', 'none', '--liquidations-at', '1,2', '--wait-for-streams', 'btcusdt@trade'],
    ]);
    expect(parsed.ok && parsed.value).toMatchObject({
      kind: 'play',
      options: {
        play: ['a.gz', 'b.gz'],
        speed: 20,
        fromSeconds: 5,
        toSeconds: 60,
        faults: [
          { name: 'kill', atSeconds: 10 },
          { name: 'silence', atSeconds: 12.5, argument: 30 },
        ],
        ports: { bybit: 9_001 },
        waitFor: 3,
        waitForSubscriptions: ['btcusdt@trade'],
        liquidations: [],
        liquidationsAtSeconds: [1, 2],
      },
    });
  });

  it.each([
    [[], 'Nothing to play'],
    [['--play', 'a', '--speed', 'fast'], '--speed "fast"'],
    [['--play', 'a', '--speed', '0'], '--speed "0"'],
    [['--play', 'a', '--fault', 'explode@3'], '"explode@3" is not a fault'],
    [['--play', 'a', '--fault', 'kill'], '"kill" is not a fault'],
    [['--play', 'a', '--port', 'kraken=1'], '--port "kraken=1"'],
    [['--play', 'a', '--liquidations-at', '1,x'], '"x"'],
    [['--play', 'a', '--nonsense'], '--nonsense'],
  ])('refuses %j with a sentence that names it', (args, words) => {
    const parsed = parseCommandLine(args);
    expect(parsed.ok ? '' : parsed.error.message).toContain(words);
  });

  it('does not take members of objects for faults', () => {
    expect(parseFault('constructor@1').ok).toBe(false);
  });
});
