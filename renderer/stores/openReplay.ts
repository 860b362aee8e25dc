/**
 * A window's place in a session. It outlives the link, the page and the engine: a replay that the engine no
 * longer has open is opened again and taken to where it was.
 */
import type { Transport } from '../../shared/contract/values';
import type { PlayerCommand } from '../../shared/feed/player';
import { type AppError, ok, type Result } from '../../shared/model/result';
import type { EngineClient } from '../engine/client';

export type Place = Pick<Transport, 'session' | 'state' | 'speed' | 'nowMs'>;

export interface OpenedReplay {
  /** The id to subscribe with. */
  readonly session: string;
  /** Why it is open, but not at its place. */
  readonly misplaced: AppError | null;
}

/** Opens a saved session, at its place if one is given; one that is open already is left as it is. */
export async function openReplay(
  engine: Pick<EngineClient, 'call'>,
  id: string,
  place: Place | null = null,
): Promise<Result<OpenedReplay>> {
  const opened = await engine.call('openSession', { id });
  if (!opened.ok) return opened;
  const { session, isNew } = opened.value;
  for (const command of isNew && place !== null ? wayTo(place) : []) {
    const done = await engine.call('control', { session, command });
    if (!done.ok) return ok({ session, misplaced: done.error });
  }
  return ok({ session, misplaced: null });
}

function wayTo({ state, speed, nowMs }: Place): PlayerCommand[] {
  return [
    { type: 'speed', speed },
    ...(nowMs === null ? [] : [{ type: 'seek', timeMs: nowMs } as const]),
    ...(state === 'playing' ? [{ type: 'play' } as const] : []),
  ];
}
