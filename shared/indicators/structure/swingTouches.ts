/**
 * How often the price went from one edge of a range to the other.
 *
 * Invariant: touches alternate. One of the same edge as the last does not count, however often the price comes
 * back to it, so `high` and `low` differ by one at most.
 */

export interface SwingTouches {
  readonly high: number;
  readonly low: number;
  /** The edge that was touched last. */
  readonly last: 'high' | 'low' | null;
}

export interface EdgeZones {
  readonly low: number;
  readonly high: number;
  /** Depth of the zones, from the edges inwards. */
  readonly zone: number;
}

export const NO_TOUCHES: SwingTouches = { high: 0, low: 0, last: null };

/** With one more bar. Of a bar that reaches both zones the one that was not touched last counts. */
export function withBar(touches: SwingTouches, edges: EdgeZones, high: number, low: number): SwingTouches {
  if (touches.last !== 'high' && high >= edges.high - edges.zone) {
    return { high: touches.high + 1, low: touches.low, last: 'high' };
  }
  if (touches.last !== 'low' && low <= edges.low + edges.zone) {
    return { high: touches.high, low: touches.low + 1, last: 'low' };
  }
  return touches;
}
