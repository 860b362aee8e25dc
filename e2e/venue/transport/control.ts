/** Steering of a loopback venue that runs as another process: `/loopback/…` on every origin. */
import { FAULTS, type FaultName } from '../faults';
import type { LoopbackVenueId } from '../venueIds';
import { answer, numberOf, type RestAnswer, type RestRequest } from './restAnswer';

export interface Controls {
  state(venue: LoopbackVenueId): object;
  start(): void;
  pause(): void;
  resume(): void;
  fault(name: FaultName, options: { readonly argument?: number; readonly venue: LoopbackVenueId }): void;
}

/** Null when the path is not one of the control. Reading is GET, steering is POST. */
export function controlAnswer(
  method: string,
  request: RestRequest,
  venue: LoopbackVenueId,
  controls: Controls,
): RestAnswer | null {
  const match = /^\/loopback\/(state|start|pause|resume|fault)$/.exec(request.path);
  if (match === null) return null;
  const action = match[1];
  if (action === 'state') return answer(controls.state(venue));
  if (method !== 'POST') return { status: 405, body: { error: `${request.path} wants POST.` } };
  if (action === 'start') controls.start();
  if (action === 'pause') controls.pause();
  if (action === 'resume') controls.resume();
  if (action === 'fault') {
    const name = request.query.get('name') ?? '';
    if (!Object.hasOwn(FAULTS, name)) return { status: 400, body: { error: `No fault "${name}".` } };
    const argument = numberOf(request, 'argument');
    controls.fault(name as FaultName, argument === undefined ? { venue } : { argument, venue });
  }
  return answer({ ok: true });
}
