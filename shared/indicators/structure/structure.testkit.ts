/** Bars to find structure in: walks that rest in ranges and leave them, and the real candles where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { intervalMs } from '../../model/time';
import type { StructureBar } from './structureBar';
import type { StructureInterval } from './structureRules';

/** 1 Jan 2024, a Monday. */
export const START_MS = 1_704_067_200_000;

/** Numbers in [0, 1): the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface WalkOptions {
  readonly seed: number;
  readonly bars: number;
  readonly interval: StructureInterval;
  /** Chance of a bar that the volume of a market is unknown. */
  readonly unknownVolume?: number;
  /** Volume after a jump, against the usual. */
  readonly surge?: number;
}

/** A walk that is drawn to a centre, which jumps now and then; volume rises with the jumps. */
export function restingWalk({
  seed,
  bars,
  interval,
  unknownVolume = 0.01,
  surge = 1.8,
}: WalkOptions): StructureBar[] {
  const random = randomOf(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const step = 0.006;
  let centre = Math.log(20_000);
  let price = centre;
  let sinceJump = 1_000;
  return Array.from({ length: bars }, (_, index) => {
    if (random() < 1 / 60) {
      centre += normal() * 0.06;
      sinceJump = 0;
    }
    sinceJump += 1;
    const open = price;
    price += 0.22 * (centre - price) + step * normal();
    const reach = () => Math.abs(normal()) * step * 0.4;
    const volume = () => {
      const usual = 1_000 * Math.exp(0.15 * normal()) * (sinceJump < 6 ? surge : 1);
      return random() < unknownVolume ? Number.NaN : usual;
    };
    return {
      openTimeMs: START_MS + index * intervalMs(interval),
      open: Math.exp(open),
      high: Math.exp(Math.max(open, price) + reach()),
      low: Math.exp(Math.min(open, price) - reach()),
      close: Math.exp(price),
      volumeBase: 1_000,
      takerBuyBase: Number.NaN,
      touchedByGap: false,
      spotVolumeBase: volume(),
      perpVolumeBase: volume(),
    };
  });
}

/** Bars of a multiple of their length; a bar that is not whole is left out. */
export function longerBars(bars: readonly StructureBar[], fromMs: number, toMs: number): StructureBar[] {
  const grouped = new Map<number, StructureBar[]>();
  for (const bar of bars) {
    const openTimeMs = Math.floor(bar.openTimeMs / toMs) * toMs;
    grouped.set(openTimeMs, [...(grouped.get(openTimeMs) ?? []), bar]);
  }
  return [...grouped].flatMap(([openTimeMs, parts]) => {
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined || parts.length !== toMs / fromMs) return [];
    const sum = (pick: (bar: StructureBar) => number) => parts.reduce((total, bar) => total + pick(bar), 0);
    return {
      ...first,
      openTimeMs,
      high: Math.max(...parts.map(({ high }) => high)),
      low: Math.min(...parts.map(({ low }) => low)),
      close: last.close,
      volumeBase: sum(({ volumeBase }) => volumeBase),
      spotVolumeBase: sum(({ spotVolumeBase }) => spotVolumeBase),
      perpVolumeBase: sum(({ perpVolumeBase }) => perpVolumeBase),
    };
  });
}

const DATA = process.env.BREAKWATER_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');

/** Quarters of an hour of a perpetual, 14 Nov to 31 Dec 2025; null, with a line that says so, without the files. */
export function realBars(asset: 'BTC' | 'ETH' | 'SOL'): StructureBar[] | null {
  const file = join(DATA, `candles/binance_usdm_${asset}USDT_15m_20251114_20251231.csv`);
  if (!existsSync(file)) {
    // biome-ignore lint/suspicious/noConsole: a skipped test must be seen.
    console.warn(`skipped: no real candles of ${asset} at ${file}`);
    return null;
  }
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => {
    const [time = '', ...columns] = row.split(',');
    const [open, high, low, close, volume] = columns.map(Number);
    return {
      openTimeMs: Date.parse(`${time.replace(' ', 'T')}Z`),
      open: open ?? Number.NaN,
      high: high ?? Number.NaN,
      low: low ?? Number.NaN,
      close: close ?? Number.NaN,
      volumeBase: volume ?? Number.NaN,
      takerBuyBase: Number.NaN,
      touchedByGap: false,
      spotVolumeBase: Number.NaN,
      perpVolumeBase: volume ?? Number.NaN,
    };
  });
}
