import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { IMPORT_FORMATS } from './formats/registry';
import { surveyFiles } from './survey';

const T0 = Date.UTC(2026, 0, 10);
const MINUTE = 60_000;
const SHORT = 'binance_spot_BTCUSDT_3m.csv';
const LONG = 'binance_spot_BTCUSDT_15m.csv';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stamps-'));
  await writeFile(join(folder, SHORT), table(3, 3));
  await writeFile(join(folder, LONG), table(15, 0));
});
afterAll(() => rm(folder, { recursive: true }));

/** Two hours as bars of `minutes`, their stamps `later` minutes after their open. */
function table(minutes: number, later: number): string {
  const price = (minute: number) => 1000 + ((minute * 7919) % 101);
  const rows = Array.from({ length: 120 / minutes }, (_, bar) => {
    const prices = Array.from({ length: minutes }, (__, minute) => price(bar * minutes + minute));
    const stamp = T0 + (bar * minutes + later) * MINUTE;
    return [stamp, prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1), 1].join(',');
  });
  return ['time,open,high,low,close,volume', ...rows].join('\n');
}

async function survey(names: readonly string[], stampIs?: 'open' | 'close') {
  const choices = names.map((name) => {
    return { path: join(folder, name), format: null, parameters: stampIs === undefined ? {} : { stampIs } };
  });
  const context = { signal: new AbortController().signal, onProgress: () => {} };
  const { files } = await surveyFiles(choices, IMPORT_FORMATS, context);
  return files;
}

it('asks about the stamps of a file that stands alone', async () => {
  const [file] = await survey([SHORT]);
  expect(file?.questions.map(({ parameter }) => parameter)).toEqual(['stampIs']);
});

it('reads a file by the close when another of its market shows that, with the reason', async () => {
  const [short, long] = await survey([SHORT, LONG]);
  expect(short?.questions).toEqual([]);
  expect(long?.questions).toEqual([]);
  expect(short?.parameters?.stampIs).toBe('close');
  expect(long?.parameters?.stampIs).toBe('open');
  expect(short?.range).toEqual({ fromMs: T0 + 3 * MINUTE, toMs: T0 + 120 * MINUTE });
  const [reason] = short?.surveyFindings ?? [];
  expect(reason).toMatchObject({ kind: 'closeTimeStamps', action: 'noted', count: 40 });
  expect(reason?.detail).toContain(`8 bars of 15m made of it equal ${LONG}`);
  expect(short?.findings).toContainEqual(
    expect.objectContaining({ kind: 'closeTimeStamps', action: 'changed', count: 40 }),
  );
});

it('leaves what the user said as it is', async () => {
  const files = await survey([SHORT, LONG], 'open');
  expect(files.map((file) => file.parameters?.stampIs)).toEqual(['open', 'open']);
});
