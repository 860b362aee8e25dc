/** What the tape of an asset must know about the venues that trade it. */
import type { InstrumentIndex, InstrumentKind } from '../../../../shared/model/instrument';
import type { TimeRange } from '../../../../shared/model/time';
import type { LiquidationReporting, VenueId } from '../../../../shared/model/venue';

/** An instrument of the asset at one venue. */
export interface TapeInstrument {
  /** Row of the instrument table at exactly these decimals. */
  readonly instrument: InstrumentIndex;
  readonly kind: InstrumentKind;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  /** Part of its kind's flow and open interest; shares of a kind sum to 1. */
  readonly share: number;
  /** A whole number of steps; null when the venue shows no book of it. */
  readonly bookEveryMs: number | null;
}

export interface TapeVenue {
  readonly id: VenueId;
  readonly liquidationReporting: LiquidationReporting;
  /** Those of the asset. */
  readonly instruments: readonly TapeInstrument[];
  /** Spans in which nothing of the venue reaches us; sorted and apart. Its market goes on meanwhile. */
  readonly outages: readonly TimeRange[];
}

/** An instrument, its venue, and what follows from both. */
export interface TapeMarket extends TapeInstrument {
  readonly venue: TapeVenue;
  readonly ticksPerUsd: number;
  readonly lotsPerUnit: number;
  /** USD of one lot at a price of one tick. */
  readonly usdPerLotTick: number;
}

/** All markets of an asset: by venue, in the order given. */
export function tapeMarkets(venues: readonly TapeVenue[]): TapeMarket[] {
  return venues.flatMap((venue) =>
    venue.instruments.map((instrument) => {
      const ticksPerUsd = powerOfTen(instrument.priceDecimals);
      const lotsPerUnit = powerOfTen(instrument.quantityDecimals);
      return {
        ...instrument,
        venue,
        ticksPerUsd,
        lotsPerUnit,
        usdPerLotTick: 1 / (ticksPerUsd * lotsPerUnit),
      };
    }),
  );
}

/** True when nothing of the venue reaches us at this time. */
export function isDark(venue: TapeVenue, timeMs: number): boolean {
  if (venue.outages.length === 0) return false;
  return venue.outages.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
}

/** Parsed, because powers are not equally exact on every engine. */
function powerOfTen(decimals: number): number {
  return Number(`1e${decimals}`);
}
