/** Recorded exchange data for tests; null, with one visible line, where it is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InstrumentTable } from '../../shared/model/instrument';
import { InstrumentScale } from '../../shared/model/instrumentScale';
import type { Fields } from './frames/fields';

const FOLDER = process.env.BREAKWATER_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** Lines of a file of the test data, unpacked. */
export function recordedLines(name: string): readonly string[] | null {
  const path = resolve(FOLDER, name);
  if (!existsSync(path)) {
    process.stderr.write(`Skipped: ${path} is not there\n`);
    return null;
  }
  const bytes = readFileSync(path);
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text.split('\n').filter((line) => line !== '');
}

/** A message of a Binance capture; `stream` is undefined for the REST snapshot in it. */
export function binanceMessage(line: string): { stream: string | undefined; data: Fields } {
  const message = JSON.parse(line.slice(line.indexOf(' ') + 1)) as { stream?: string; data?: Fields };
  return { stream: message.stream, data: message.data ?? (message as Fields) };
}

/** The messages of one Bybit socket of a capture. */
export function bybitMessages(lines: readonly string[], connection: string): Fields[] {
  return lines
    .map((line) => JSON.parse(line) as { t: string; conn?: string; data?: string })
    .filter((row) => row.t === 'recv' && row.conn === connection)
    .map((row) => JSON.parse(row.data ?? '{}') as Fields);
}

/** A scale in a table of its own. */
export function testScale(
  symbol: string,
  decimals: { price: number; quantity: number } = { price: 2, quantity: 3 },
): InstrumentScale {
  return new InstrumentScale(new InstrumentTable(), {
    id: `test:${symbol}`,
    venue: 'test',
    symbol,
    asset: symbol.replace(/USDT$/, ''),
    quote: 'USDT',
    kind: 'perpetual',
    priceDecimals: decimals.price,
    quantityDecimals: decimals.quantity,
    tickSize: null,
  });
}
