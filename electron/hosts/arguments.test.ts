import { describe, expect, it } from 'vitest';
import { parseAssets, parseDuration, parsePort, parseTime, parseVenueUrl } from './arguments';

describe('command-line values', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
  ])('reads the duration %s', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms });
  });

  it.each(['', '10', '-5m', '0s', '10 m', 'ten minutes', 'm'])(
    'refuses the duration "%s" by name',
    (text) => {
      const result = parseDuration(text);
      expect(result).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
      expect(!result.ok && result.error.message).toContain(`"${text}"`);
    },
  );

  it.each([
    ['2026-01-14', Date.UTC(2026, 0, 14)],
    ['2026-01-14T17:45', Date.UTC(2026, 0, 14, 17, 45)],
    ['2026-01-14 17:45:01.5', Date.UTC(2026, 0, 14, 17, 45, 1, 500)],
    ['2026-01-14T17:45:00Z', Date.UTC(2026, 0, 14, 17, 45)],
    ['2026-01-14T17:45:00+02:00', Date.UTC(2026, 0, 14, 15, 45)],
  ])('reads the time %s as UTC unless it names an offset', (text, ms) => {
    expect(parseTime(text)).toEqual({ ok: true, value: ms });
  });

  it.each(['', 'yesterday', '2026-13-01', '14.01.2026', '1723161255030'])('refuses the time "%s"', (text) => {
    expect(parseTime(text).ok).toBe(false);
  });

  it('reads assets, venue origins and ports', () => {
    expect(parseAssets('btc, ETH,BTC')).toEqual({ ok: true, value: ['BTC', 'ETH'] });
    expect(parseAssets('BTC,,ETH').ok).toBe(false);
    expect(parseVenueUrl('bybit=http://127.0.0.1:9000/')).toEqual({
      ok: true,
      value: ['bybit', 'http://127.0.0.1:9000'],
    });
    expect(parseVenueUrl('bybit').ok).toBe(false);
    expect(parseVenueUrl('bybit=ftp://127.0.0.1').ok).toBe(false);
    expect(parsePort('0')).toEqual({ ok: true, value: 0 });
    expect(parsePort('65536').ok).toBe(false);
    expect(parsePort('80a').ok).toBe(false);
  });
});
