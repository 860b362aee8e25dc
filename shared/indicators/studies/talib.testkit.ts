/** TA-Lib itself, compiled to WebAssembly, as an oracle. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as TaLib from 'talib-web';

const require = createRequire(import.meta.url);

/** The package can only fetch its program, which a file path is not good for: it is handed the bytes. */
export async function loadTaLib(): Promise<typeof TaLib> {
  const talib: typeof TaLib = require('talib-web');
  const program = readFileSync(require.resolve('talib-web/lib/talib.wasm'));
  const { fetch } = globalThis;
  globalThis.fetch = () =>
    Promise.resolve(new Response(program, { headers: { 'content-type': 'application/wasm' } }));
  try {
    await talib.init('talib.wasm');
  } finally {
    globalThis.fetch = fetch;
  }
  return talib;
}

/** Its arrays begin with the first value that is known and end in padding: as one value a bar, NaN before. */
export function aligned(output: readonly number[], count: number, lookback: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    index < lookback ? Number.NaN : (output[index - lookback] ?? Number.NaN),
  );
}
