import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trade } from '../../../shared/model/testing/arbitraries.testkit';
import type { EventBatch } from './fileEvents';
import { type MergeSource, mergeByTime } from './mergeByTime';

const file = fc.record({
  times: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }).map((all) => all.sort((a, b) => a - b)),
  batch: fc.integer({ min: 1, max: 7 }),
});

it('keeps every event of every file, in the order of times, files and rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 6 }), async (files) => {
      const merged: string[] = [];
      for await (const { source, batch, from, to } of mergeByTime(files.map(sourceOf))) {
        for (let index = from; index < to; index++) {
          merged.push(`${batch.events[index]?.exchangeTimeMs} ${source} ${batch.lines[index]}`);
        }
      }
      const wanted = files
        .flatMap(({ times }, source) => times.map((timeMs, line) => ({ timeMs, source, line })))
        .sort((a, b) => a.timeMs - b.timeMs || a.source - b.source || a.line - b.line)
        .map(({ timeMs, source, line }) => `${timeMs} ${source} ${line}`);
      expect(merged).toEqual(wanted);
    }),
  );
});

it('opens a file when its first event is due, and closes what is open when nobody listens any more', async () => {
  const log: string[] = [];
  const logged = (name: string, firstMs: number): MergeSource => ({
    firstMs,
    async *open() {
      log.push(`open ${name}`);
      try {
        yield {
          events: [trade({ exchangeTimeMs: firstMs }), trade({ exchangeTimeMs: firstMs + 5 })],
          lines: [1, 2],
        };
      } finally {
        log.push(`close ${name}`);
      }
    },
  });
  for await (const _ of mergeByTime([logged('second', 100), logged('first', 10)])) {
    log.push('run');
    if (log.length > 4) break;
  }
  expect(log).toEqual(['open first', 'run', 'close first', 'open second', 'run', 'close second']);
});

function sourceOf({
  times,
  batch,
}: {
  readonly times: readonly number[];
  readonly batch: number;
}): MergeSource {
  return {
    firstMs: times[0] ?? 0,
    async *open(): AsyncGenerator<EventBatch> {
      for (let from = 0; from < times.length; from += batch) {
        const stretch = times.slice(from, from + batch);
        yield {
          events: stretch.map((exchangeTimeMs) => trade({ exchangeTimeMs })),
          lines: stretch.map((_, index) => from + index),
        };
      }
    },
  };
}
