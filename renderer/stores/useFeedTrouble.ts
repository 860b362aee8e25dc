import { useMemo } from 'react';
import type { Stream } from '../../shared/model/venue';
import { useConnection, useSession } from './context';
import { type FeedTrouble, feedTrouble } from './feedTrouble';

/** What is wrong with the streams a panel lives on, now. `streams` is a constant. */
export function useFeedTrouble(streams: readonly Stream[]): FeedTrouble | null {
  const connection = useConnection((state) => state.status);
  // As text, so that a panel is drawn again only when there is something else to say.
  const told = useSession(({ transport, health }) =>
    JSON.stringify(feedTrouble(connection, transport, health, streams)),
  );
  return useMemo((): FeedTrouble | null => JSON.parse(told), [told]);
}
