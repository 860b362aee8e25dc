import { useMemo } from 'react';
import type { Stream } from '../../shared/model/venue';
import { useConnection, useSession } from './context';
import { type FeedTrouble, feedTrouble } from './feedTrouble';

/** What is wrong with the streams a panel lives on, now. `streams` is a constant. */
export function useFeedTrouble(streams: readonly Stream[]): FeedTrouble | null {
  const connection = useConnection((state) => state.status);
  const transport = useSession((state) => state.transport);
  const health = useSession((state) => state.health);
  const trouble = feedTrouble(connection, transport, health, streams);
  const { isStale, sentence } = trouble ?? { isStale: false, sentence: '' };
  return useMemo(() => (sentence === '' ? null : { isStale, sentence }), [isStale, sentence]);
}
