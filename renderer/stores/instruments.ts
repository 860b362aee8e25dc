/** Choosing the instrument to show. */
import { decimalsOf } from '../../shared/model/decimal';
import type { SessionDescription } from './sessionStore';

export type InstrumentChoice = SessionDescription['instruments'][number];

/**
 * The wanted instrument, or its nearest relative in this session: the same asset (perpetuals first), else the
 * first perpetual, else the first of all.
 */
export function chooseInstrument(
  instruments: readonly InstrumentChoice[],
  wanted: string | null,
): InstrumentChoice | undefined {
  const exact = newestOf(instruments, wanted);
  if (exact !== undefined) return exact;
  const asset = wanted?.split(':')[1] ?? '';
  const related = instruments.filter((one) => asset.startsWith(one.asset));
  return (
    related.find((one) => one.kind === 'perpetual') ??
    related[0] ??
    instruments.find((one) => one.kind === 'perpetual') ??
    instruments[0]
  );
}

/** An id may be listed at several scales; the last one is the widest. */
function newestOf(instruments: readonly InstrumentChoice[], id: string | null): InstrumentChoice | undefined {
  return id === null ? undefined : instruments.findLast((one) => one.id === id);
}

/** Each id once, at its widest scale, by asset and then venue. */
export function listInstruments(instruments: readonly InstrumentChoice[]): readonly InstrumentChoice[] {
  return [...new Map(instruments.map((one) => [one.id, one])).values()];
}

/** "BTCUSDT Perp"; of a venue that writes the kind itself its own symbol, "BTCUSDT-PERP". */
export function instrumentTitle({ symbol, kind }: InstrumentChoice): string {
  if (kind === 'spot') return `${symbol} Spot`;
  return /perp/i.test(symbol) ? symbol : `${symbol} Perp`;
}

/** Decimals to show: those of the tick where it is known, else those prices are kept with. */
export function displayDecimals(instrument: InstrumentChoice): number {
  const { tickSize, priceDecimals } = instrument;
  if (tickSize === null || tickSize <= 0) return priceDecimals;
  // As plain decimal text: 1e-7 is no such text.
  return decimalsOf(tickSize.toFixed(MOST_DECIMALS)) ?? priceDecimals;
}

const MOST_DECIMALS = 12;
