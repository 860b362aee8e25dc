/** Argument texts of the command line as values, each refusal naming what was given. */
import { fail, ok, type Result } from '../../shared/model/result';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/model/time';

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** "90s", "10m", "24h", "7d" in ms. */
export function parseDuration(text: string): Result<number> {
  const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  const unit = UNIT_MS[match?.[2] ?? ''];
  const value = Number(match?.[1]) * (unit ?? Number.NaN);
  if (!(value > 0))
    return fail('bad-argument', `"${text}" is not a duration.`, 'Write it like 90s, 10m, 24h or 7d.');
  return ok(value);
}

/** An ISO 8601 time, UTC unless it names an offset, in ms since the epoch. */
export function parseTime(text: string): Result<number> {
  const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  const zoned =
    iso?.[4] === undefined ? `${text.replace(' ', 'T')}${iso?.[1] === undefined ? 'T00:00:00' : ''}Z` : text;
  const ms = iso === null ? Number.NaN : Date.parse(zoned.replace(' ', 'T'));
  if (Number.isNaN(ms)) {
    return fail('bad-argument', `"${text}" is not a time.`, 'Write it like 2026-01-14T17:45:00Z.');
  }
  return ok(ms);
}

/** "BTC,eth" as ["BTC", "ETH"]; refuses empty items and odd characters. */
export function parseAssets(text: string): Result<string[]> {
  const assets = text.split(',').map((item) => item.trim().toUpperCase());
  const wrong = assets.find((asset) => !/^[A-Z0-9]{1,15}$/.test(asset));
  if (wrong !== undefined) {
    return fail('bad-argument', `"${wrong}" is not an asset.`, 'Name assets like BTC,ETH,SOL.');
  }
  return ok([...new Set(assets)]);
}

/** "binanceusdm=http://127.0.0.1:9000" as a pair. */
export function parseVenueUrl(text: string): Result<readonly [venue: string, origin: string]> {
  const at = text.indexOf('=');
  const venue = text.slice(0, at);
  const url = text.slice(at + 1);
  if (at <= 0 || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return fail(
      'bad-argument',
      `"${text}" is not a venue and its origin.`,
      'Write it like binanceusdm=http://127.0.0.1:9000.',
    );
  }
  return ok([venue, new URL(url).origin]);
}

/** A TCP port; 0 lets the system choose. */
export function parsePort(text: string): Result<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535))
    return fail('bad-argument', `"${text}" is not a port.`, 'Give a number from 0 to 65535.');
  return ok(port);
}
