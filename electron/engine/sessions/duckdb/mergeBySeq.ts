import type { MarketEvent } from '../../../../shared/model/events';

/** One list in `seq` order from lists that are each in `seq` order. */
export function mergeBySeq(lists: readonly MarketEvent[][]): MarketEvent[] {
  if (lists.length <= 1) return lists[0] ?? [];
  const merged: MarketEvent[] = [];
  const positions = lists.map(() => 0);
  for (;;) {
    let nearest: MarketEvent | undefined;
    let from = 0;
    // At most ten lists: looking at each head is quicker than keeping a heap.
    for (let index = 0; index < lists.length; index++) {
      const head = lists[index]?.[positions[index] ?? 0];
      if (head !== undefined && (nearest === undefined || head.seq < nearest.seq)) {
        nearest = head;
        from = index;
      }
    }
    if (nearest === undefined) return merged;
    merged.push(nearest);
    positions[from] = (positions[from] ?? 0) + 1;
  }
}
