import { describe, expect, it } from 'vitest';
import { findingOf, readBytes, tableSample } from './files.testkit';
import { importSample } from './importing.testkit';
import { PLAIN_CANDLES } from './plainCandles';

const QUARTER_MS = 900_000;
const T0 = Date.UTC(2025, 10, 14, 13);

function table(header: string | null, stamps: readonly string[]): string {
  const rows = stamps.map((stamp) => `${stamp},95327.0,95680.0,94973.4,95024.7,3501.561`);
  return (header === null ? rows : [header, ...rows]).join('\n');
}

const TEXT_STAMPS = ['2025-11-14 13:00:00', '2025-11-14 13:15:00', '2025-11-14 13:30:00'];

describe('tables of candles', () => {
  it('reads text stamps, and says what is assumed and not known', async () => {
    const file = await readBytes(
      'binance_usdm_BTCUSDT_15m.csv',
      table('ts,open,high,low,close,vol', TEXT_STAMPS),
    );
    expect(file.format.id).toBe('plainCandles');
    expect(file.recognition.parameters).toMatchObject({
      venue: 'binanceusdm',
      symbol: 'BTCUSDT',
      kind: 'perpetual',
      intervalMs: QUARTER_MS,
      timeUnit: 'text',
      stampIs: 'open',
    });
    expect(file.recognition.questions.map(({ parameter }) => parameter)).toEqual(['stampIs']);
    expect(file.candles.map(({ openTimeMs }) => openTimeMs)).toEqual(
      [0, 1, 2].map((bar) => T0 + bar * QUARTER_MS),
    );
    expect(file.candles[0]).toMatchObject({
      volumeBase: 3501.561,
      volumeQuote: null,
      takerBuyBase: null,
      tradeCount: null,
    });
    expect(file.findings).toMatchObject([
      { kind: 'converted', action: 'noted' },
      { kind: 'closeTimeStamps', action: 'noted', count: 3 },
    ]);
  });

  it('asks for everything that neither the rows nor the name say', async () => {
    const stamps = [T0, T0 + 60_000].map(String);
    const file = await readBytes('candles.csv', table(null, stamps));
    expect(file.format.id).toBe('plainCandles');
    const asked = file.recognition.questions.map(({ parameter }) => parameter);
    expect(asked).toEqual(['symbol', 'venue', 'kind', 'stampIs']);
    const one = PLAIN_CANDLES.recognise(tableSample(table(null, stamps.slice(0, 1))));
    expect(one?.questions.map(({ parameter }) => parameter)).toContain('intervalMs');
  });

  it('moves bars that are said to be labelled by their close, and tells every one', async () => {
    const text = table('time,open,high,low,close,volume', TEXT_STAMPS);
    const file = await readBytes('bybit_spot_BTCUSDT_15m.csv', text, { stampIs: 'close' });
    expect(file.candles[0]).toMatchObject({ openTimeMs: T0 - QUARTER_MS, exchangeTimeMs: T0 });
    expect(findingOf(file, 'closeTimeStamps')).toMatchObject({
      action: 'changed',
      count: 3,
      firstLine: 2,
      lastLine: 4,
    });
  });

  it.each([
    ['the last ms of a bar', [0, 1, 2].map((bar) => String(T0 + (bar + 1) * QUARTER_MS - 1)), 'time'],
    ['the last second of a bar', [0, 1, 2].map((bar) => String(T0 / 1000 + (bar + 1) * 900 - 1)), 'time'],
    ['a column called close time', [0, 1, 2].map((bar) => String(T0 + (bar + 1) * QUARTER_MS)), 'close_time'],
  ])('knows close stamps by %s, without asking', (_, stamps, name) => {
    const sample = tableSample(table(`${name},open,high,low,close,volume`, stamps), 'okx_spot_BTCUSDT.csv');
    const recognition = PLAIN_CANDLES.recognise(sample);
    expect(recognition?.questions).toEqual([]);
    const { events, findings } = importSample(PLAIN_CANDLES, sample);
    expect(events).toMatchObject([0, 1, 2].map((bar) => ({ openTimeMs: T0 + bar * QUARTER_MS })));
    expect(findings).toMatchObject([{ kind: 'closeTimeStamps', action: 'changed', count: 3 }]);
  });

  it('reads a file that is written newest first, as disorder and not as gaps', () => {
    const text = table('date,open,high,low,close,volume', [...TEXT_STAMPS].reverse());
    const { events, findings } = importSample(PLAIN_CANDLES, tableSample(text));
    expect(events.map((event) => event.kind)).toEqual(['candle', 'candle', 'candle']);
    expect(findings.map(({ kind, count }) => [kind, count])).toContainEqual(['unsorted', 2]);
    expect(findings.map(({ kind }) => kind)).not.toContain('gap');
  });

  it('trusts a close time beside the time, and reads columns in any order', () => {
    const header = 'Volume,Close,Low,High,Open,Timestamp,Close Time,Turnover,Note';
    const row = (bar: number) => `3,10,9,12,11,${T0 + bar * 60_000},${T0 + bar * 60_000 + 59_999},30,x`;
    const { events, findings } = importSample(
      PLAIN_CANDLES,
      tableSample([header, row(0), row(1)].join('\n')),
    );
    expect(events).toMatchObject([
      { openTimeMs: T0, openTicks: 11, highTicks: 12, volumeBase: 3, volumeQuote: 30 },
      {},
    ]);
    expect(findings).toEqual([]);
    expect(PLAIN_CANDLES.recognise(tableSample([header, row(0)].join('\n')))?.reason).toContain(
      'not used: Note',
    );
  });

  it('is not taken for a table of anything else', () => {
    const others = ['1,2,3,4,5,6', 'a,b,c,d,e,f', `${T0},10,9,12,11,5`, `${T0},1,1,1,1,-5`];
    for (const text of others) expect(PLAIN_CANDLES.recognise(tableSample(text))).toBeNull();
  });
});
