/**
 * A window can be opened at a session and a moment: `?session=ID&t=TIME`, TIME in ms since the epoch or as
 * ISO 8601. So the desktop app opens files and links, and a browser tab can be kept as a bookmark.
 */
import type { AppContext } from '../stores/context';

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

/** Opens the session of the address once, when the engine is there; a refusal is shown like any other. */
export function openLinkedSession({ connection, session }: AppContext, search: string): void {
  const linked = linkedSession(search);
  if (linked === null) return;
  const stop = connection.subscribe(({ status }) => {
    if (status.state !== 'ready') return;
    stop();
    void open(linked);
  });

  async function open({ id, timeMs }: LinkedSession): Promise<void> {
    await session.getState().open(id);
    const { session: shown, control } = session.getState();
    if (timeMs !== null && shown === id) await control({ type: 'seek', timeMs });
  }
}
