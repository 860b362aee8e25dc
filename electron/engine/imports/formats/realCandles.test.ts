/** The real candles beside the repository, read as they lie there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fromScaled } from '../../../../shared/model/decimal';
import type { CandleEvent } from '../../../../shared/model/events';
import { CandleLabels } from './candleLabels';
import { findingOf, type ReadFile, readFile } from './files.testkit';

const besideRepository = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const folder = join(process.env.BREAKWATER_TEST_DATA ?? besideRepository, 'candles');
const isThere = existsSync(folder);
if (!isThere) process.stderr.write(`Skipped: ${folder} is not there\n`);

const TRAP = 'binance_usdm_ETHUSDT_3m_labelled_by_close_time.csv';
const FIFTEEN = 'binance_usdm_ETHUSDT_15m_20251114_20251231.csv';
const REST = 'binance_spot_BTCUSDT_5m_20260110_20260113.json';
const MINUTE = 60_000;

const pathOf = (name: string) => join(folder, name);
const cells = (name: string) =>
  readFileSync(pathOf(name), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

/** Sum of a column of decimal texts with up to 3 places, exact. */
const sumOf = (texts: readonly (string | undefined)[]) =>
  texts.reduce((sum, text) => sum + Math.round(Number(text) * 1_000), 0);

const pricesOf = (file: ReadFile, bar: CandleEvent) => {
  const { priceDecimals } = file.instruments.get(bar.instrument);
  return [bar.openTicks, bar.highTicks, bar.lowTicks, bar.closeTicks].map((ticks) =>
    fromScaled(ticks, priceDecimals),
  );
};

describe.skipIf(!isThere)('the real candles', () => {
  it.each(['BTC', 'ETH', 'SOL'])('15m of %s: every row, every sum, no gap', async (asset) => {
    const name = `binance_usdm_${asset}USDT_15m_20251114_20251231.csv`;
    const rows = cells(name);
    const file = await readFile(pathOf(name));
    expect(file.format.id).toBe('plainCandles');
    expect(file.recognition.parameters).toMatchObject({
      symbol: `${asset}USDT`,
      venue: 'binanceusdm',
      intervalMs: 15 * MINUTE,
    });
    expect(file.events.length).toBe(4_556);
    expect(file.candles.length).toBe(rows.length);
    expect(findingOf(file, 'gap')).toBeUndefined();
    expect(sumOf(file.candles.map(({ volumeBase }) => String(volumeBase)))).toBe(
      sumOf(rows.map((row) => row[5])),
    );
    for (const [index, bar] of file.candles.entries()) {
      const [stamp = '', ...values] = rows[index] ?? [];
      expect(bar.openTimeMs).toBe(Date.parse(`${stamp.replace(' ', 'T')}Z`));
      expect([...pricesOf(file, bar), bar.volumeBase]).toEqual(values.slice(0, 5).map(Number));
    }
  });

  it('5m of REST: every field of 962 bars, no gap', async () => {
    const rows: unknown = JSON.parse(readFileSync(pathOf(REST), 'utf8'));
    const file = await readFile(pathOf(REST));
    expect(file.format.id).toBe('binanceRestKlines');
    expect(file.recognition).toMatchObject({
      questions: [],
      parameters: { venue: 'binance', symbol: 'BTCUSDT', kind: 'spot' },
    });
    expect(file.candles.length).toBe(962);
    expect(findingOf(file, 'gap')).toBeUndefined();
    expect(
      file.candles.map((bar) => [
        bar.openTimeMs,
        ...pricesOf(file, bar),
        bar.volumeBase,
        bar.volumeQuote,
        bar.tradeCount,
        bar.takerBuyBase,
      ]),
    ).toEqual(
      (rows as unknown[][]).map((row) => [0, 1, 2, 3, 4, 5, 7, 8, 9].map((column) => Number(row[column]))),
    );
  });

  it('cannot tell the trap alone: it says what it assumes and asks', async () => {
    const file = await readFile(pathOf(TRAP));
    expect(file.candles.length).toBe(cells(TRAP).length);
    expect(file.recognition.questions.map(({ parameter }) => parameter)).toEqual(['stampIs']);
    expect(findingOf(file, 'closeTimeStamps')).toMatchObject({ action: 'noted', count: 14_399 });
  });

  it('knows the trap beside the 15m file of the market, which its bars then equal', async () => {
    const labels = new CandleLabels();
    for (const name of [TRAP, FIFTEEN]) {
      const file = await readFile(pathOf(name));
      for (const bar of file.candles) labels.add(name, bar, file.instruments.get(bar.instrument), false);
    }
    const verdicts = labels.verdicts();
    expect(verdicts.map(({ file, stampIs }) => [file, stampIs])).toEqual([
      [TRAP, 'close'],
      [FIFTEEN, 'open'],
    ]);
    expect(verdicts[0]?.reason).toContain(FIFTEEN);

    const fine = await readFile(pathOf(TRAP), { stampIs: 'close' });
    expect(findingOf(fine, 'closeTimeStamps')).toMatchObject({ action: 'changed', count: 14_399 });
    const coarse = await readFile(pathOf(FIFTEEN));
    expect(countEqual(fine, coarse)).toEqual({ compared: 1_305, equal: 1_305 });
  });
});

/** Bars of 15 minutes from those of three, against those of the file: prices, and volumes to 3 places. */
function countEqual(fine: ReadFile, coarse: ReadFile) {
  const byOpen = new Map(fine.candles.map((bar) => [bar.openTimeMs, bar]));
  let compared = 0;
  let equal = 0;
  for (const bar of coarse.candles) {
    const parts = [0, 3, 6, 9, 12].map((minute) => byOpen.get(bar.openTimeMs + minute * MINUTE));
    const whole = parts.filter((part) => part !== undefined);
    if (whole.length < parts.length) continue;
    compared++;
    const prices = whole.map((part) => pricesOf(fine, part));
    const folded = [
      prices[0]?.[0],
      Math.max(...prices.map(([, high = 0]) => high)),
      Math.min(...prices.map(([, , low = 0]) => low)),
      prices.at(-1)?.[3],
    ];
    const volume = sumOf(whole.map((part) => String(part.volumeBase)));
    const isEqual = JSON.stringify(folded) === JSON.stringify(pricesOf(coarse, bar));
    if (isEqual && volume === sumOf([String(bar.volumeBase)])) equal++;
  }
  return { compared, equal };
}
