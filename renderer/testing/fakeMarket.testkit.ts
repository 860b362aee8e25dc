/** Synthetic market values for component tests and for looking at the screen. Deterministic; never shipped. */
import { BAR_FORMING, BAR_GAP, type BarsFrame, type TapeFrame } from '../../shared/contract/frames';
import type { Figure } from '../../shared/model/figure';
import type { SessionDescription } from '../stores/sessionStore';

export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP'] as const;

const BASE: Readonly<Record<string, { price: number; decimals: number; tick: number }>> = {
  BTC: { price: 96_812.4, decimals: 1, tick: 0.1 },
  ETH: { price: 3_341.1, decimals: 2, tick: 0.01 },
  SOL: { price: 146.82, decimals: 2, tick: 0.01 },
  XRP: { price: 2.1504, decimals: 4, tick: 0.0001 },
};

const VENUES = [
  { id: 'binance', title: 'Binance Spot', liquidationReporting: 'none', kind: 'spot' },
  { id: 'binanceusdm', title: 'Binance USD-M', liquidationReporting: 'largestPerSecond', kind: 'perpetual' },
  { id: 'bybit', title: 'Bybit', liquidationReporting: 'full', kind: 'perpetual' },
] as const;

export function fakeDescription(title: string): SessionDescription {
  return {
    title,
    venues: VENUES.map(({ id, title: name, liquidationReporting }) => ({
      id,
      title: name,
      liquidationReporting,
      streams: ['trades', 'candles', 'liquidations'],
    })),
    instruments: VENUES.flatMap((venue) =>
      ASSETS.map((asset) => ({
        id: `${venue.id}:${asset}USDT`,
        venue: venue.id,
        symbol: `${asset}USDT`,
        asset,
        quote: 'USDT',
        kind: venue.kind,
        priceDecimals: BASE[asset]?.decimals ?? 2,
        quantityDecimals: 3,
        tickSize: BASE[asset]?.tick ?? null,
      })),
    ),
  };
}

export function assetOf(instrumentId: string): string {
  return instrumentId.split(':')[1]?.replace('USDT', '') ?? 'BTC';
}

export interface FakeBar {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  buy: number;
  shorts: number;
  longs: number;
  gap: boolean;
}

/** A range, then a breakout with liquidated shorts; a hole with a gap on both sides of it. */
export function fakeBars(
  asset: string,
  count: number,
  lengthMs: number,
  endMs: number,
  seed: number,
): FakeBar[] {
  const random = seeded(seed);
  const noise = () => random() + random() + random() - 1.5;
  const scale = (BASE[asset]?.price ?? 100) / 96_812.4;
  const bars: FakeBar[] = [];
  const lastOpen = Math.floor(endMs / lengthMs) * lengthMs;
  let price = 91_000;
  for (let index = 0; index < count; index++) {
    const fromEnd = count - index;
    const squeeze = fromEnd < 46 && fromEnd > 34;
    const after = fromEnd <= 34;
    const target =
      fromEnd < 46
        ? 95_300 + (46 - fromEnd) * 36
        : 91_000 + 2_300 * Math.sin(index / 11) + 900 * Math.sin(index / 4.1);
    const open = price;
    price += (target - price) * (squeeze ? 0.3 : 0.2) + noise() * 170;
    const busy = squeeze ? 3.2 : after ? 1.4 : 1;
    const volume = busy * (40 + random() * 90);
    bars.push({
      time: lastOpen - (fromEnd - 1) * lengthMs,
      open: open * scale,
      close: price * scale,
      high: (Math.max(open, price) + random() * 120) * scale,
      low: (Math.min(open, price) - random() * 120) * scale,
      volume,
      buy: volume * (0.5 + noise() * 0.12 + (squeeze ? 0.14 : 0)),
      shorts: (squeeze ? 9e6 : after ? 4e6 : 0.5e6) * random() * random() * scale,
      longs: (fromEnd < 46 ? 0.5e6 : 0.8e6) * random() * random() * scale,
      gap: fromEnd === 71 || fromEnd === 65,
    });
  }
  return bars.filter((_, index) => count - index >= 71 || count - index <= 65);
}

export function barsFrame(bars: readonly FakeBar[], mode: BarsFrame['mode'], epoch: number): BarsFrame {
  const column = (pick: (bar: FakeBar) => number) => Float64Array.from(bars, pick);
  return {
    type: 'bars',
    epoch,
    mode,
    openTimeMs: column((bar) => bar.time),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    volumeBase: column((bar) => bar.volume),
    takerBuyBase: column((bar) => bar.buy),
    shortsUsd: column((bar) => bar.shorts),
    longsUsd: column((bar) => bar.longs),
    flags: Uint8Array.from(
      bars,
      (bar, index) => (index === bars.length - 1 ? BAR_FORMING : 0) | (bar.gap ? BAR_GAP : 0),
    ),
  };
}

export interface FakeTapeRow {
  readonly seq: number;
  readonly time: number;
  readonly instrumentId: string;
  readonly price: number;
  readonly notionalUsd: number;
  readonly upward: boolean;
}

export function fakeTapeRow(seq: number, time: number, random: Random, instrumentId?: string): FakeTapeRow {
  const asset =
    instrumentId === undefined ? (ASSETS[Math.floor(random() ** 2 * 4)] ?? 'BTC') : assetOf(instrumentId);
  const venue = random() < 0.6 ? 'bybit' : 'binanceusdm';
  const base = BASE[asset] ?? { price: 100, decimals: 2, tick: 0.01 };
  return {
    seq,
    time,
    instrumentId: instrumentId ?? `${venue}:${asset}USDT`,
    price: base.price * (1 + (random() - 0.5) * 0.002),
    notionalUsd: 800 * 10 ** (random() ** 1.5 * 3.4),
    upward: random() < 0.8,
  };
}

export function tapeFrame(
  rows: readonly FakeTapeRow[],
  mode: TapeFrame['mode'],
  epoch = 1,
  skipped = 0,
): TapeFrame {
  const instruments = [...new Set(rows.map((row) => row.instrumentId))];
  const column = (pick: (row: FakeTapeRow) => number) => Float64Array.from(rows, pick);
  return {
    type: 'tape',
    epoch,
    mode,
    skipped,
    seq: column((row) => row.seq),
    exchangeTimeMs: column((row) => row.time),
    price: column((row) => row.price),
    quantityBase: column((row) => row.notionalUsd / row.price),
    notionalUsd: column((row) => row.notionalUsd),
    instrument: Uint16Array.from(rows, (row) => instruments.indexOf(row.instrumentId)),
    side: Uint8Array.from(rows, (row) => (row.upward ? 1 : 0)),
    instruments,
  };
}

export function figure(id: string, value: number | null, change: Partial<Figure> = {}): Figure {
  return {
    id,
    value,
    unit: 'usd',
    venues: ['binanceusdm', 'bybit'],
    asOfMs: Date.UTC(2025, 0, 14, 18, 24, 7),
    completeness: value === null ? 'missing' : 'complete',
    ...change,
  };
}
