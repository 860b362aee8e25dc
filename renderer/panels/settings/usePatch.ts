import type { SettingsPatch } from '../../../shared/contract/values';
import { useSettings } from '../../stores/context';

/** Sends a change to the engine; it shows when the engine has taken it. */
export function usePatch(): (patch: SettingsPatch) => void {
  const patch = useSettings((state) => state.patch);
  return (change) => void patch(change);
}
