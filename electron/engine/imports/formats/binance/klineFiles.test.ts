import { describe, expect, it } from 'vitest';
import { zipOf } from '../../inputs/zip.testkit';
import { findingOf, readBytes, tableSample } from '../files.testkit';
import { importSample } from '../importing.testkit';
import { BINANCE_KLINES } from './klines';

const T0 = 1_735_689_600_000;
const MINUTE = 60_000;
const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';

interface Bar {
  readonly at: number;
  readonly prices?: string;
  readonly volume?: string;
  readonly quote?: string;
  readonly taker?: string;
  readonly close?: number;
}

function row({ at, prices, volume = '12.5', quote = '532099.0', taker = '6.25', close }: Bar): string {
  const openTime = T0 + at * MINUTE;
  const ohlc = prices ?? '42571.90,42600.00,42500.10,42590.50';
  return `${openTime},${ohlc},${volume},${close ?? openTime + 59_999},${quote},3210,${taker},266050.0,0`;
}

function klines(bars: readonly Bar[], name = 'BTCUSDT-1m-2025-01-01.csv') {
  return importSample(BINANCE_KLINES, tableSample(bars.map(row).join('\n'), name));
}

describe('klines', () => {
  it.each([
    ['with a header', [HEADER, row({ at: 0 }), row({ at: 1 })].join('\n')],
    ['without', [row({ at: 0 }), row({ at: 1 })].join('\n')],
  ])('reads a USD-M file %s', async (_, text) => {
    const file = await readBytes(
      'BTCUSDT-1m-2025-01-01.zip',
      zipOf([{ name: 'BTCUSDT-1m-2025-01-01.csv', text }]),
    );
    expect(file.format.id).toBe('binanceKlines');
    expect(file.recognition).toMatchObject({
      questions: [],
      parameters: {
        venue: 'binanceusdm',
        symbol: 'BTCUSDT',
        intervalMs: MINUTE,
        stampIs: 'open',
        timeUnit: 'ms',
      },
    });
    expect(file.findings).toEqual([]);
    expect(file.candles[1]).toMatchObject({
      openTimeMs: T0 + MINUTE,
      exchangeTimeMs: T0 + 2 * MINUTE,
      openTicks: 425_719,
      volumeBase: 12.5,
      volumeQuote: 532_099,
      takerBuyBase: 6.25,
      tradeCount: 3210,
      closed: true,
      origin: 'history',
    });
  });

  it('reads a spot file in µs without losing a digit', async () => {
    const text = `${T0}000,4.15070000,4.15870000,4.15060000,4.15540000,539.23000000,${T0 + 3_599_999}999,2240.39860900,13,401.82000000,1669.98121300,0`;
    const file = await readBytes('ADAUSDT-1h-2025-01.csv', text);
    expect(file.recognition.parameters).toMatchObject({
      venue: 'binance',
      kind: 'spot',
      intervalMs: 3_600_000,
    });
    expect(file.candles[0]).toMatchObject({ openTimeMs: T0, openTicks: 41_507, volumeBase: 539.23 });
    // A close time is the last µs of its bar; only stamps that are cut are told.
    expect(file.findings).toEqual([]);
  });

  it('tells COIN-M by its numbers: base units stand where the others have quote units', async () => {
    const text = '1591258320000,9640.7,9642.4,9640.6,9642.0,206,1591258379999,2.13660389,48,119,1.23424865,0';
    const sample = tableSample(text, 'no-name.csv');
    expect(BINANCE_KLINES.recognise(sample)?.parameters.venue).toBe('binancecoinm');
    const file = await readBytes('BTCUSD_PERP-1m-2020-06.csv', text);
    expect(file.recognition.parameters).toMatchObject({
      venue: 'binancecoinm',
      symbol: 'BTCUSD_PERP',
      kind: 'perpetual',
    });
    expect(file.candles[0]).toMatchObject({
      volumeBase: 2.13660389,
      volumeQuote: 20_600,
      takerBuyBase: 1.23424865,
    });
  });

  it('takes taker volume above volume as unknown', () => {
    const { events, findings } = klines([{ at: 0, taker: '12.500001' }, { at: 1 }]);
    expect(events).toMatchObject([{ takerBuyBase: null, volumeBase: 12.5 }, { takerBuyBase: 6.25 }]);
    expect(findings).toMatchObject([{ kind: 'takerAboveVolume', action: 'changed', count: 1, firstLine: 1 }]);
  });

  it('leaves out bars that are none, and tells which', () => {
    const { events, findings } = klines([
      { at: 0 },
      { at: 1, prices: '10,9,8,9' },
      { at: 2, prices: '10,12,11,12' },
      { at: 3, prices: '0,12,0,12' },
      { at: 4, prices: '10,12,-1,12' },
      { at: 5, prices: '10,12,9,x' },
      { at: 6, prices: '10,12,9,11', volume: '0', quote: '0', taker: '0' },
      { at: 7.5 },
      { at: 8, close: T0 + 9 * MINUTE + 59_999 },
      { at: 9, close: T0 + 9 * MINUTE + 1_000 },
    ]);
    const bars = events.filter(({ kind }) => kind === 'candle');
    expect(bars).toMatchObject([{ openTimeMs: T0 }, { openTimeMs: T0 + 9 * MINUTE }]);
    expect(findings).toMatchObject([
      { kind: 'inconsistentBar', action: 'dropped', count: 5, firstLine: 2, lastLine: 9 },
      { kind: 'nonPositive', action: 'dropped', count: 2, firstLine: 4, lastLine: 5 },
      { kind: 'badRow', action: 'dropped', count: 1, firstLine: 6 },
      { kind: 'inconsistentBar', action: 'noted', count: 1, firstLine: 10 },
      { kind: 'gap', action: 'noted', count: 8, firstLine: 10 },
    ]);
  });

  it('tells gaps, repeats and disorder, and keeps gaps in the session', () => {
    const { events, findings } = klines([{ at: 0 }, { at: 3 }, { at: 3 }, { at: 4 }, { at: 1 }]);
    expect(events.map(({ kind }) => kind)).toEqual(['candle', 'gap', 'candle', 'candle', 'candle']);
    expect(events[1]).toMatchObject({
      stream: 'candles',
      fromMs: T0 + MINUTE,
      toMs: T0 + 3 * MINUTE,
      missing: 2,
    });
    expect(findings).toMatchObject([
      { kind: 'duplicate', action: 'dropped', count: 1, firstLine: 3 },
      { kind: 'unsorted', action: 'noted', count: 1, firstLine: 5 },
      { kind: 'gap', action: 'noted', count: 1 },
    ]);
  });

  it('tells a single bar that is missing', () => {
    const { events } = klines([{ at: 0 }, { at: 2 }]);
    expect(events[1]).toMatchObject({ kind: 'gap', fromMs: T0 + MINUTE, toMs: T0 + 2 * MINUTE, missing: 1 });
  });

  it('says that charts do not show bars of some lengths', () => {
    const { events, findings } = klines([{ at: 0, close: T0 + 3 * MINUTE - 1 }], 'BTCUSDT-3m-2025-01.csv');
    expect(events).toMatchObject([{ intervalMs: 3 * MINUTE }]);
    expect(findings).toMatchObject([{ kind: 'unsupported', action: 'noted', count: 1 }]);
  });

  it('moves bars whose first column is their close, and says so', () => {
    const rows = [1, 2, 3].map((at) => row({ at, close: T0 + at * MINUTE - 1 }));
    const sample = tableSample(rows.join('\n'), 'BTCUSDT-1m-2025-01-01.csv');
    const recognition = BINANCE_KLINES.recognise(sample);
    expect(recognition?.parameters).toMatchObject({ stampIs: 'close', intervalMs: MINUTE });
    const { events, findings } = importSample(BINANCE_KLINES, sample);
    expect(events).toMatchObject([0, 1, 2].map((at) => ({ openTimeMs: T0 + at * MINUTE })));
    expect(findings).toMatchObject([{ kind: 'closeTimeStamps', action: 'changed', count: 3 }]);
  });

  it('takes the length of the bars from the rows, and asks when the name says another', () => {
    const sample = tableSample([row({ at: 0 }), row({ at: 1 })].join('\n'), 'BTCUSDT-5m-2025-01-01.csv');
    const recognition = BINANCE_KLINES.recognise(sample);
    expect(recognition?.parameters.intervalMs).toBe(MINUTE);
    expect(recognition?.questions).toMatchObject([{ parameter: 'intervalMs' }]);
    expect(recognition?.questions[0]?.sentence).toContain('The name says 5m, the bars are 1m long');
  });

  it('refuses bars that do not divide a day', () => {
    const week = 7 * 86_400_000;
    const { events, findings } = klines([{ at: 0, close: T0 + week - 1 }], 'BTCUSDT-1w-2025-01.csv');
    expect(events).toEqual([]);
    expect(findings).toMatchObject([{ kind: 'unsupported', action: 'refused', count: 1 }]);
  });
});

describe('REST klines', () => {
  it('reads an answer as it came, and says that its last bar may be forming', async () => {
    const bars = [0, 1, 2].map((at) => {
      const [time, open, high, low, close, volume, closeTime, quote, count, ...rest] = row({ at }).split(',');
      return [Number(time), open, high, low, close, volume, Number(closeTime), quote, Number(count), ...rest];
    });
    for (const text of [JSON.stringify(bars), JSON.stringify(bars, null, 2)]) {
      const file = await readBytes('btcusdt_klines.json', text);
      expect(file.format.id).toBe('binanceRestKlines');
      expect(file.candles.map(({ openTimeMs }) => openTimeMs)).toEqual(
        [0, 1, 2].map((at) => T0 + at * MINUTE),
      );
      expect(findingOf(file, 'inconsistentBar')).toMatchObject({ action: 'noted', firstLine: 3 });
    }
  });
});
