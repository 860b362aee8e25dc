/** Finds a capture file and tells what it is by its content. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../shared/model/result';
import { binanceCapture, binanceVenueOf } from './binanceCapture';
import { bybitCapture, exchangeOfHeader } from './bybitCapture';
import type { Capture } from './captureFrame';
import { lineBatches } from './lines';

/** Folder of the captures and liquidation frames, whether or not it exists. */
export function testDataFolder(): string {
  return resolve(process.env.BREAKWATER_TEST_DATA ?? '../shared/data');
}

/** Opens a file by its path, or by its name inside the test data's `captures` folder. */
export async function openCapture(name: string): Promise<Result<Capture>> {
  const places = [resolve(name), join(testDataFolder(), 'captures', name)];
  const path = places.find((place) => existsSync(place));
  if (path === undefined) {
    return fail('bad-argument', `There is no capture "${name}".`, `Looked for ${places.join(' and ')}.`);
  }
  try {
    return await recognise(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('bad-argument', `"${path}" cannot be read as a capture: ${reason}.`);
  }
}

async function recognise(path: string): Promise<Result<Capture>> {
  const first = await firstLine(path);
  const exchange = exchangeOfHeader(first);
  if (exchange === 'BYBIT') return ok(bybitCapture(path));
  if (exchange !== null) {
    return fail(
      'not-supported',
      `"${path}" is a capture of ${exchange}.`,
      'The loopback venue plays captures of Binance spot, Binance USD-M and Bybit.',
    );
  }
  if (!/^\d{19} \{/.test(first)) {
    return fail(
      'not-supported',
      `"${path}" is not a capture.`,
      'Lines are "<ns> <frame>" (Binance) or rows that begin with a header row (Bybit).',
    );
  }
  for await (const frames of binanceCapture(path, 'binanceusdm').frames()) {
    for (const frame of frames) {
      const venue = binanceVenueOf(frame);
      if (venue !== null) return ok(binanceCapture(path, venue));
    }
  }
  return fail('not-supported', `"${path}" holds neither trades nor depth.`);
}

async function firstLine(path: string): Promise<string> {
  for await (const lines of lineBatches(path)) {
    if (lines[0] !== undefined) return lines[0];
  }
  return '';
}
