import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, observed } from '../market/marketModel.testkit';
import type { MarketEvent } from '../model/events';
import { liquidation, START_MS, stamped, trade } from '../model/testing/arbitraries.testkit';
import { opened } from './replayPlayer.testkit';
import { nearestMoment } from './targets/untilKind';
import { finish } from './testing/advance.testkit';

/** Every tenth event is a liquidation; its size in USD is ten thousand times its place among them. */
const EVENTS = stamped(
  Array.from({ length: 100 }, (_, index) => {
    const exchangeTimeMs = START_MS + index * 100;
    return index % 10 === 9
      ? liquidation({ exchangeTimeMs, notionalUsd: (index + 1) * 1_000 })
      : trade({ exchangeTimeMs });
  }),
);

const isLarge = (minUsd: number) => (event: MarketEvent) =>
  event.kind === 'liquidation' && event.notionalUsd >= minUsd;

describe('going to the next event of a kind', () => {
  it('finds liquidations of a size in both directions, and holds what playing there holds', async () => {
    const from = fc.integer({ min: 1, max: 100 });
    const size = fc.integer({ min: 0, max: 110_000 });
    await fc.assert(
      fc.asyncProperty(
        from,
        size,
        fc.constantFrom(1 as const, -1 as const),
        async (seq, minUsd, direction) => {
          const { player, model, clock } = await opened(EVENTS);
          await finish(clock, player.control({ type: 'seek', timeMs: START_MS + (seq - 1) * 100 }));
          const wanted = isLarge(minUsd);
          const expected =
            direction === 1
              ? EVENTS.find((event) => event.seq > seq && wanted(event))
              : EVENTS.findLast((event) => event.seq < seq && wanted(event));
          const target = { kind: 'liquidation', minUsd } as const;
          const answer = await finish(clock, player.control({ type: 'until', target, direction }));
          expect(answer.ok).toBe(expected !== undefined);
          const reached = expected?.seq ?? seq;
          expect(player.status().seq).toBe(reached);
          expect(observed(model)).toEqual(observed(folded(EVENTS.slice(0, reached))));
          await player.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says what is not there, and stays', async () => {
    const { player, clock } = await opened(EVENTS);
    const target = { kind: 'liquidation', minUsd: 5e6 } as const;
    const answer = await finish(clock, player.control({ type: 'until', target, direction: 1 }));
    expect(answer).toMatchObject({
      ok: false,
      error: { message: '"Test session" holds no liquidation of $5,000,000 or more after this moment.' },
    });
    expect(player.status()).toMatchObject({ state: 'ready', failure: null });
    expect(
      (await finish(clock, player.control({ type: 'until', target: { kind: 'gap' }, direction: 1 }))).ok,
    ).toBe(false);
  });

  it('ends playing, as a step does', async () => {
    const { player, clock } = await opened(EVENTS);
    await player.control({ type: 'play' });
    await finish(
      clock,
      player.control({ type: 'until', target: { kind: 'liquidation', minUsd: 0 }, direction: 1 }),
    );
    expect(player.status()).toMatchObject({ state: 'ready', seq: 10 });
  });

  it('takes the nearest of some moments, never the present one', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 30 }), (all, now) => {
        const later = all.filter((moment) => moment > now).sort((a, b) => a - b)[0];
        const earlier = all.filter((moment) => moment < now).sort((a, b) => b - a)[0];
        expect(nearestMoment(all, now, 1)).toEqual(later === undefined ? null : { timeMs: later });
        expect(nearestMoment(all, now, -1)).toEqual(earlier === undefined ? null : { timeMs: earlier });
      }),
    );
  });
});
