/** Instruments from the venues' own lists. */
import { decimalsOf } from '../../../shared/model/decimal';
import type { InstrumentKind, InstrumentSpec } from '../../../shared/model/instrument';
import { isName } from '../../../shared/model/plainText';
import type { VenueId } from '../../../shared/model/venue';
import { amount } from './fields';

/** The quote every venue here is watched in; taken as dollars at par. */
export const QUOTE = 'USDT';

export interface ListedInstrument {
  readonly venue: VenueId;
  readonly kind: InstrumentKind;
  readonly symbol: string;
  readonly asset: string;
  /** Steps as the venue writes them, e.g. "0.10". */
  readonly tickSize: unknown;
  readonly quantityStep: unknown;
  /** Decimals the venue writes prices with, where it says so and they are finer than the step. */
  readonly pricePrecision?: unknown;
}

/** Null when the venue's steps cannot be read: without them amounts could not be kept exactly. */
export function instrumentSpec(listed: ListedInstrument): InstrumentSpec | null {
  const { venue, kind, symbol, asset, tickSize, quantityStep, pricePrecision } = listed;
  const tickDecimals = typeof tickSize === 'string' ? decimalsOf(tickSize) : null;
  const quantityDecimals = typeof quantityStep === 'string' ? decimalsOf(quantityStep) : null;
  if (tickDecimals === null || quantityDecimals === null) return null;
  const written = typeof pricePrecision === 'number' ? pricePrecision : 0;
  return {
    id: `${venue}:${symbol}`,
    venue,
    symbol,
    asset,
    quote: QUOTE,
    kind,
    priceDecimals: Math.max(tickDecimals, written),
    quantityDecimals,
    tickSize: amount(tickSize),
  };
}

/** Names are shown, compared and recorded as they are: one that hides or reorders text is not taken. */
export function hasPlainNames({ id, symbol, asset }: InstrumentSpec): boolean {
  return [id, symbol, asset].every(isName);
}
