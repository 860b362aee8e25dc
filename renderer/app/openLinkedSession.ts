/**
 * A window can be opened at a session and a moment: `?session=ID&t=TIME`, TIME in ms since the epoch or as
 * ISO 8601. So the desktop app opens files and links, and a browser tab can be kept as a bookmark.
 */
import { LIVE_SESSION } from '../../shared/contract/api';
import type { AppContext } from '../stores/context';
import type { Place } from '../stores/openReplay';

export interface LinkedSession {
  readonly id: string;
  /** Exchange time, UTC ms; null for the session's beginning. */
  readonly timeMs: number | null;
}

/** Null when the address names no session. */
export function linkedSession(search: string): LinkedSession | null {
  const parameters = new URLSearchParams(search);
  const id = parameters.get('session');
  if (id === null || id === '') return null;
  const time = parameters.get('t') ?? '';
  const timeMs = /^\d+$/.test(time) ? Number(time) : Date.parse(time);
  return { id, timeMs: Number.isFinite(timeMs) ? timeMs : null };
}

/**
 * Opens the session of the place, else of the address, when the engine is there; a refusal is shown like any
 * other. The running feed, which every window begins with, needs no opening.
 */
export function openLinkedSession(
  { connection, session }: AppContext,
  search: string,
  place: Place | null = null,
): void {
  const linked = place === null ? linkedSession(search) : { id: place.session, timeMs: null };
  if (linked === null || linked.id === LIVE_SESSION) return;
  const stop = connection.subscribe(({ status }) => {
    if (status.state !== 'ready') return;
    stop();
    void open(linked);
  });

  async function open({ id, timeMs }: LinkedSession): Promise<void> {
    await session.getState().open(id, place ?? undefined);
    const { session: shown, control } = session.getState();
    if (timeMs !== null && shown === id) await control({ type: 'seek', timeMs });
  }
}
