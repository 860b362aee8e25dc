/** The instruments the loopback lists: the four default assets, and DOGE, which the Bybit capture holds. */
import type { LoopbackVenueId } from '../venueIds';

export interface Instrument {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** Price step as the venue writes it, e.g. "0.10". */
  readonly tickSize: string;
  /** Quantity step in base units as the venue writes it. */
  readonly stepSize: string;
}

type Steps = readonly (readonly [base: string, tickSize: string, stepSize: string])[];

const SPOT: Steps = [
  ['BTC', '0.01000000', '0.00001000'],
  ['ETH', '0.01000000', '0.00010000'],
  ['SOL', '0.01000000', '0.00100000'],
  ['XRP', '0.00010000', '0.10000000'],
];

const STEPS: Readonly<Record<LoopbackVenueId, Steps>> = {
  binance: SPOT,
  binanceusdm: [
    ['BTC', '0.10', '0.001'],
    ['ETH', '0.01', '0.001'],
    ['SOL', '0.0100', '0.01'],
    ['XRP', '0.0001', '0.1'],
  ],
  bybit: [
    ['BTC', '0.10', '0.001'],
    ['ETH', '0.01', '0.01'],
    ['SOL', '0.010', '0.1'],
    ['XRP', '0.0001', '0.1'],
    ['DOGE', '0.00001', '1'],
  ],
};

export function instrumentsOf(venue: LoopbackVenueId): Instrument[] {
  return STEPS[venue].map(([base, tickSize, stepSize]) => ({
    symbol: `${base}USDT`,
    base,
    quote: 'USDT',
    tickSize,
    stepSize,
  }));
}

/** Decimals a step is written with: "0.10" has two. */
export function writtenDecimals(step: string): number {
  return step.includes('.') ? step.length - step.indexOf('.') - 1 : 0;
}
