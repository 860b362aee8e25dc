import type { MarketStructure } from '../../shared/model/structure';
import { useStructure as useHeldStructure } from './context';

/** The market structure of the asset that is shown; null until it has come, or while another one's is held. */
export function useStructure(asset: string | undefined): MarketStructure | null {
  return useHeldStructure(({ structure }) => (structure?.asset === asset ? structure : null));
}
