/**
 * SYNTHETIC captures in the Binance format, for places without the recorded ones and for load.
 *
 * Invariant: the same options give the same frames, byte for byte. Trade ids of a symbol are consecutive,
 * diffs chain to the snapshot that stands at the beginning, and the book is never crossed.
 */
import type { Capture, CaptureFrame } from './capture/captureFrame';
import { instrumentsOf } from './market/instruments';
import { seededRandom } from './random';
import { SyntheticSymbol } from './syntheticSymbol';

export interface SyntheticOptions {
  readonly venue: 'binance' | 'binanceusdm';
  readonly seconds: number;
  /** Trades per market second, over all symbols. */
  readonly ratePerSecond: number;
  readonly symbols: readonly string[];
  readonly seed: number;
  /** False leaves out depth and liquidations, for a flood of trades only. */
  readonly hasDepth: boolean;
}

/** 9 August 2024 00:00 UTC. */
const START_MS = 1_723_161_600_000;
const BATCH_TRADES = 500;
const DEPTH_EVERY_MS = 100;
const LIQUIDATION_EVERY_MS = 7_000;

export function syntheticCapture(options: SyntheticOptions): Capture {
  return { venue: options.venue, frames: () => generate(options) };
}

async function* generate(options: SyntheticOptions): AsyncGenerator<CaptureFrame[]> {
  const random = seededRandom(options.seed);
  const listed = instrumentsOf(options.venue);
  const symbols = options.symbols.map((symbol, index) => {
    const instrument = listed.find((one) => one.symbol === symbol);
    const decimals =
      instrument === undefined ? ['0.01', '0.001'] : [instrument.tickSize, instrument.stepSize];
    return new SyntheticSymbol(symbol, options.venue === 'binance', decimals, index, random);
  });
  const total = Math.floor(options.seconds * options.ratePerSecond);
  let frames: CaptureFrame[] = options.hasDepth ? symbols.map((symbol) => symbol.snapshot(START_MS)) : [];
  let depthMs = START_MS;
  let liquidationMs = START_MS + LIQUIDATION_EVERY_MS;
  for (let count = 0; count < total; count++) {
    const timeMs = START_MS + Math.floor((count * 1_000) / options.ratePerSecond);
    for (; options.hasDepth && depthMs <= timeMs; depthMs += DEPTH_EVERY_MS) {
      for (const symbol of symbols) frames.push(symbol.depth(depthMs));
    }
    const symbol = symbols[Math.floor(random() * symbols.length)];
    if (symbol === undefined) break;
    frames.push(symbol.trade(timeMs));
    if (options.hasDepth && options.venue === 'binanceusdm' && liquidationMs <= timeMs) {
      frames.push(...symbol.liquidation(timeMs));
      liquidationMs += LIQUIDATION_EVERY_MS;
    }
    if (frames.length >= BATCH_TRADES) {
      yield frames;
      frames = [];
    }
  }
  yield frames;
}
