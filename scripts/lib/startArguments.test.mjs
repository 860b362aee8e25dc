import { describe, expect, it } from 'vitest';
import { parseStartArguments } from './startArguments.mjs';

describe('the arguments of npm start', () => {
  it('leave the host open and the browser wanted by default', () => {
    expect(parseStartArguments([])).toEqual({
      ok: true,
      value: { host: null, open: true, help: false, passedOn: [] },
    });
  });

  it('pass on what the host understands', () => {
    const args =
      '--host browser --no-open --port 0 --data-dir d --venue-url a=http://x --venue-url b=http://y';
    expect(parseStartArguments(args.split(' '))).toEqual({
      ok: true,
      value: {
        host: 'browser',
        open: false,
        help: false,
        passedOn: '--port 0 --data-dir d --venue-url a=http://x --venue-url b=http://y'.split(' '),
      },
    });
  });

  it.each([
    [['--colour'], /Unknown option '--colour'\.$/],
    [['now'], /Unexpected argument 'now'\.$/],
    [['--host', 'tv'], /"tv" is no host/],
    [['--port'], /argument missing/],
  ])('refuse %j in one line', (args, message) => {
    const parsed = parseStartArguments(args);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.message).toMatch(message);
    expect(parsed.message).not.toContain('\n');
  });
});
