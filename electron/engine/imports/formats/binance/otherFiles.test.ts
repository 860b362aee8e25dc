import { describe, expect, it } from 'vitest';
import { findingOf, readBytes, tableSample } from '../files.testkit';
import { importSample } from '../importing.testkit';
import { BINANCE_FUNDING_RATE } from './fundingRate';
import { BINANCE_LIQUIDATIONS } from './liquidationSnapshot';
import { BINANCE_METRICS } from './metrics';

const METRICS_HEADER =
  'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio';

function metrics(rows: readonly string[]) {
  return importSample(BINANCE_METRICS, tableSample([METRICS_HEADER, ...rows].join('\n')));
}

describe('metrics', () => {
  const ratios = '1.17,1.23,1.35,0.78';

  it('reads open interest of USD-M with the symbol of its column, in UTC', async () => {
    const text = [METRICS_HEADER, `2024-01-15 00:05:00,BTCUSDT,77082.018,3300000000.5,${ratios}`].join('\n');
    const file = await readBytes('anything.csv', text);
    expect(file.format.id).toBe('binanceMetrics');
    expect(file.recognition.questions).toEqual([]);
    expect(file.events).toMatchObject([
      {
        kind: 'openInterest',
        exchangeTimeMs: Date.UTC(2024, 0, 15, 0, 5),
        quantityBase: 77_082.018,
        notionalUsd: 3_300_000_000.5,
      },
    ]);
    expect(file.instruments.rows()[0]?.id).toBe('binanceusdm:BTCUSDT');
    expect(file.findings).toMatchObject([{ kind: 'unknownColumn', action: 'dropped' }]);
  });

  it('dates what USD-M files label by the start since 25 June 2026 at its end, and not the day before', () => {
    const day = ['2026-06-24 23:55:00', '2026-06-25 00:00:00', '2026-06-25 00:05:00'];
    const joined = metrics(day.map((time) => `${time},BTCUSDT,1,2,${ratios}`));
    const minutes = (events: readonly { exchangeTimeMs: number }[]) =>
      events.map(({ exchangeTimeMs }) => (exchangeTimeMs - Date.UTC(2026, 5, 25)) / 60_000);
    expect(minutes(joined.events)).toEqual([-5, 0, 10]);
    const own = metrics(day.slice(1).map((time) => `${time},BTCUSDT,1,2,${ratios}`));
    expect(minutes(own.events)).toEqual([5, 10]);
    expect(findingOf(own, 'closeTimeStamps')).toMatchObject({ action: 'changed', count: 2 });
  });

  it('has coins where COIN-M has contracts', () => {
    const { events, instruments } = metrics([`2025-01-15 00:00:00,BTCUSD_PERP,5000000,12500.5,${ratios}`]);
    expect(instruments.rows()[0]?.id).toBe('binancecoinm:BTCUSD_PERP');
    expect(events).toMatchObject([
      { exchangeTimeMs: Date.UTC(2025, 0, 15, 0, 5), quantityBase: 12_500.5, notionalUsd: 500_000_000 },
    ]);
  });

  it('takes nothing measured for unknown, never for zero', () => {
    const { events, findings } = metrics([
      `2024-01-15 00:05:00,BTCUSDT,10,20,${ratios}`,
      `2024-01-15 00:05:00,BTCUSDT,10,20,${ratios}`,
      `2024-01-15 00:10:00,BTCUSDT,0,0,${ratios}`,
      `2024-01-15 00:15:00,BTCUSDT,,,${ratios}`,
      `2024-01-15 00:20:00,ETHUSDT,3,4,${ratios}`,
      `2024-01-15 00:25:00,BTCUSDT,11,22,${ratios}`,
    ]);
    expect(events).toMatchObject([{ quantityBase: 10 }, { quantityBase: 11 }]);
    expect(findings).toMatchObject([
      { kind: 'duplicate', action: 'dropped', count: 1 },
      { kind: 'nonPositive', action: 'dropped', count: 1 },
      { kind: 'badRow', action: 'dropped', count: 2 },
      { kind: 'gap', action: 'noted', count: 2 },
      { kind: 'unknownColumn', action: 'dropped', count: 2 },
    ]);
  });
});

describe('fundingRate', () => {
  it('reads settled rates, and tells the ones that are missing', () => {
    const hour = 3_600_000;
    const T0 = 1_709_251_200_000;
    const rows = [
      'calc_time,funding_interval_hours,last_funding_rate',
      `${T0},8,0.00010000`,
      `${T0 + 8 * hour + 7},8,-0.00250000`,
      `${T0 + 8 * hour + 7},8,-0.00250000`,
      `${T0 + 32 * hour},8,0.00012`,
      `${T0 + 40 * hour},8,`,
      `${T0 + 48 * hour},8,12`,
    ];
    const sample = tableSample(rows.join('\n'), 'BTCUSDT-fundingRate-2024-03.csv');
    const { events, findings } = importSample(BINANCE_FUNDING_RATE, sample);
    expect(events).toMatchObject([
      { kind: 'funding', exchangeTimeMs: T0, rate: 0.0001, intervalHours: 8, nextFundingTimeMs: null },
      { rate: -0.0025, exchangeTimeMs: T0 + 8 * hour + 7 },
      { rate: 0.00012 },
    ]);
    expect(findings).toMatchObject([
      { kind: 'duplicate', count: 1 },
      { kind: 'gap', count: 2 },
      { kind: 'badRow', count: 2 },
    ]);
  });
});

describe('liquidationSnapshot', () => {
  const header =
    'time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,accumulated_fill_quantity';
  const T0 = 1_687_656_471_926;

  it('closes a long by a SELL, counts doubled rows once, and takes what was filled at the average price', () => {
    const rows = [
      header,
      `${T0},SELL,LIMIT,IOC,10,29000,29100.5,FILLED,3,7`,
      `${T0},SELL,LIMIT,IOC,10,29000,29100.5,FILLED,3,7`,
      `${T0 + 9},BUY,LIMIT,IOC,4,31000,30900,FILLED,4,4`,
      `${T0 + 20},BUY,LIMIT,IOC,4,31000,0,NEW,0,0`,
      `${T0 + 30},HOLD,LIMIT,IOC,4,31000,30900,FILLED,4,4`,
    ];
    const sample = tableSample(rows.join('\n'), 'BTCUSDT-liquidationSnapshot-2023-06-25.csv');
    const { events, findings } = importSample(BINANCE_LIQUIDATIONS, sample);
    expect(events).toMatchObject([
      {
        kind: 'liquidation',
        positionSide: 'long',
        priceTicks: 291_005,
        quantityLots: 7,
        notionalUsd: 29_100.5 * 7,
      },
      { positionSide: 'short', notionalUsd: 123_600, exchangeTimeMs: T0 + 9 },
    ]);
    expect(findings).toMatchObject([
      { kind: 'duplicate', action: 'dropped', count: 1, firstLine: 3 },
      { kind: 'nonPositive', action: 'dropped', count: 1 },
      { kind: 'badRow', action: 'dropped', count: 1 },
      { kind: 'hole', action: 'noted' },
    ]);
  });

  it('reads a file without a header and with a symbol column, and COIN-M contracts', async () => {
    const named = await readBytes('x.csv', `${T0},SOLUSDT,SELL,LIMIT,IOC,5.0,100.0,100.0,FILLED,5.0,5.0`);
    expect(named.format.id).toBe('binanceLiquidationSnapshot');
    expect(named.instruments.rows()[0]?.id).toBe('binanceusdm:SOLUSDT');
    const name = 'BTCUSD_PERP-liquidationSnapshot-2023-06-25.csv';
    const inverse = await readBytes(name, `${T0},SELL,LIMIT,IOC,7,30741.3,25000,FILLED,6,7`);
    expect(inverse.events).toMatchObject([{ quantityLots: 28, notionalUsd: 700, positionSide: 'long' }]);
    expect(findingOf(inverse, 'converted')).toMatchObject({ action: 'changed', count: 1 });
  });
});
