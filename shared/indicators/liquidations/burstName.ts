/** What a burst is called, by the side that was closed. */
import type { PositionSide } from '../../model/events';

export function burstName(positionSide: PositionSide): 'SHORT SQUEEZE' | 'LONG CASCADE' {
  return positionSide === 'short' ? 'SHORT SQUEEZE' : 'LONG CASCADE';
}
