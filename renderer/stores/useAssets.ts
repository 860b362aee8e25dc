import { useMemo } from 'react';
import { UNLISTED_ASSETS } from '../../shared/model/asset';
import { useSession, useSettings } from './context';

/**
 * Assets of the session: those of the settings in the user's order, then any others in the order of their
 * instruments, which is the order venues answered in; what stands for the unlisted is left out. The same array until one of the two changes.
 */
export function useAssets(): readonly string[] {
  const instruments = useSession((state) => state.description?.instruments);
  const wanted = useSettings((state) => state.settings?.assets);
  return useMemo(() => {
    const listed = new Set(instruments?.map((instrument) => instrument.asset));
    listed.delete(UNLISTED_ASSETS);
    const inOrder = (wanted ?? []).filter((asset) => listed.has(asset));
    return [...new Set([...inOrder, ...listed])];
  }, [instruments, wanted]);
}
