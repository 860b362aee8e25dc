import { useMemo } from 'react';
import { useSession } from '../stores/context';
import { displayDecimals } from '../stores/instruments';
import type { TapeInstrument } from './TapeList';

/** Names and decimals by instrument id; the same map until the session's instruments change. */
export function useTapeInstruments(): ReadonlyMap<string, TapeInstrument> {
  const description = useSession((state) => state.description);
  return useMemo(() => {
    const titles = new Map(description?.venues.map((venue) => [venue.id, venue.title]));
    return new Map(
      description?.instruments.map((instrument) => [
        instrument.id,
        {
          asset: instrument.asset,
          venueTitle: titles.get(instrument.venue) ?? instrument.venue,
          decimals: displayDecimals(instrument),
        },
      ]),
    );
  }, [description]);
}
