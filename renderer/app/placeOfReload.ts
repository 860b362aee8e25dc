/** A page that is loaded anew goes on where it was: its place is kept with the tab, for that moment. */
import { transportSchema } from '../../shared/contract/values';
import type { AppContext } from '../stores/context';
import type { Place } from '../stores/openReplay';

const STORAGE_KEY = 'breakwater.place';
const placeSchema = transportSchema.pick({ session: true, state: true, speed: true, nowMs: true });

/** Keeps the window's place when its page goes away. */
export function keepPlaceForReload({ session }: AppContext, storage: Storage): void {
  window.addEventListener('pagehide', () => {
    const { transport } = session.getState();
    try {
      if (transport === null) storage.removeItem(STORAGE_KEY);
      else storage.setItem(STORAGE_KEY, JSON.stringify(placeSchema.parse(transport)));
    } catch {
      // A full or forbidden storage: the page then begins as its address says.
    }
  });
}

/** Null unless this page is a reload of one that knew its place. */
export function placeBeforeReload(storage: Storage, isReload: boolean): Place | null {
  if (!isReload) return null;
  try {
    return placeSchema.safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Whether the user, or the shell, loaded the same page again instead of going to an address. */
export function isReload(): boolean {
  const [navigation] = window.performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload';
}
