import { useMemo } from 'react';
import { useSession } from './context';

/** Assets of the session, in the order of its instruments; the same array until they change. */
export function useAssets(): readonly string[] {
  const instruments = useSession((state) => state.description?.instruments);
  return useMemo(() => [...new Set(instruments?.map((instrument) => instrument.asset))], [instruments]);
}
