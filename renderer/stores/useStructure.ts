import type { MarketStructure } from '../../shared/model/structure';
import { PACE_MS } from '../market/frameScheduler';
import { useSession } from './context';
import { useTopic } from './useTopic';

/** The market structure of an asset in the session that is shown; null until it has come. */
export function useStructure(asset: string | undefined): MarketStructure | null {
  const session = useSession((state) => state.session);
  const { value } = useTopic('structure', asset === undefined ? null : { session, asset }, PACE_MS.figures);
  return value?.structure ?? null;
}
