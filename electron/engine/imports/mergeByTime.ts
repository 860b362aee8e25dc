/**
 * Many sorted files as one sequence, in the order in which things became known.
 *
 * Invariants:
 * - Equal times keep the order of the files, and within a file its own.
 * - A file is opened when its first event is due, so that a year of daily files are not all open at once.
 */
import { type EventBatch, knownAtMs } from './fileEvents';

export interface MergeSource {
  /** No event is known earlier. */
  readonly firstMs: number;
  open(): AsyncIterator<EventBatch>;
}

/** A stretch of one file: `batch` from `from` up to, not including, `to`. */
export interface Run {
  readonly source: number;
  readonly batch: EventBatch;
  readonly from: number;
  readonly to: number;
}

interface Head {
  readonly source: number;
  readonly iterator: AsyncIterator<EventBatch>;
  batch: EventBatch;
  position: number;
  timeMs: number;
}

const NOTHING: EventBatch = { events: [], lines: [] };

export async function* mergeByTime(sources: readonly MergeSource[]): AsyncGenerator<Run> {
  const heads = new Set<Head>();
  const waiting = sources
    .map((source, index) => ({ source, index }))
    .sort((a, b) => a.source.firstMs - b.source.firstMs || a.index - b.index);
  try {
    for (;;) {
      const [first, second] = smallestTwo(heads);
      const due = waiting[0];
      if (due !== undefined && (first === undefined || due.source.firstMs <= first.timeMs)) {
        waiting.shift();
        const head = {
          source: due.index,
          iterator: due.source.open(),
          batch: NOTHING,
          position: 0,
          timeMs: due.source.firstMs,
        };
        heads.add(head);
        if (!(await refill(head))) heads.delete(head);
        continue;
      }
      if (first === undefined) return;
      const to = runEnd(first, second, due?.source.firstMs ?? Number.POSITIVE_INFINITY);
      yield { source: first.source, batch: first.batch, from: first.position, to };
      first.position = to;
      if (!(await refill(first))) heads.delete(first);
    }
  } finally {
    for (const { iterator } of heads) await iterator.return?.();
  }
}

function smallestTwo(heads: Iterable<Head>): [Head | undefined, Head | undefined] {
  let first: Head | undefined;
  let second: Head | undefined;
  for (const head of heads) {
    if (first === undefined || isBefore(head, first)) {
      second = first;
      first = head;
    } else if (second === undefined || isBefore(head, second)) second = head;
  }
  return [first, second];
}

function isBefore(a: Head, b: Head): boolean {
  return a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.source < b.source);
}

/** How far `first` goes before `second`, or a file that is not open yet, has something earlier. */
function runEnd(first: Head, second: Head | undefined, dueMs: number): number {
  const { events } = first.batch;
  if (second === undefined && dueMs === Number.POSITIVE_INFINITY) return events.length;
  const secondMs = second?.timeMs ?? Number.POSITIVE_INFINITY;
  const isFirstOnTies = second === undefined || first.source < second.source;
  let to = first.position + 1;
  for (; to < events.length; to++) {
    const event = events[to];
    if (event === undefined) break;
    const timeMs = knownAtMs(event);
    if (timeMs >= dueMs || timeMs > secondMs || (timeMs === secondMs && !isFirstOnTies)) break;
  }
  return to;
}

/** False when the file has ended. */
async function refill(head: Head): Promise<boolean> {
  while (head.position >= head.batch.events.length) {
    const next = await head.iterator.next();
    if (next.done === true) return false;
    head.batch = next.value;
    head.position = 0;
  }
  const event = head.batch.events[head.position];
  if (event !== undefined) head.timeMs = knownAtMs(event);
  return true;
}
