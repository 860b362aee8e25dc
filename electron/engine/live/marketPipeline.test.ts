import { describe, expect, it } from 'vitest';
import { LivePlayer } from '../../../shared/feed/livePlayer';
import type { Checkpoint } from '../../../shared/feed/source';
import { figuresJson } from '../../../shared/market/figures';
import { MarketModel } from '../../../shared/market/marketModel';
import type { GapEvent, MarketEvent } from '../../../shared/model/events';
import {
  gap,
  START_MS,
  TEST_VENUES,
  testInstruments,
  trade,
} from '../../../shared/model/testing/arbitraries.testkit';
import { DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import { MarketPipeline } from './marketPipeline';

/** What the pipeline did, in order: each event the recorder got, each checkpoint, each push to windows. */
type Step =
  | { readonly type: 'recorded'; readonly event: MarketEvent }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly type: 'shown'; readonly count: number };

function rig() {
  const model = new MarketModel({ instruments: testInstruments(), venues: TEST_VENUES });
  const player = new LivePlayer({ id: 'live', title: 'live', model });
  const steps: Step[] = [];
  let seq = 0;
  const stamp = (events: readonly MarketEvent[]) => {
    for (const event of events) event.seq = ++seq;
  };
  const pipeline = new MarketPipeline({
    model,
    player,
    recorder: {
      write: (events) => steps.push(...events.map((event) => ({ type: 'recorded' as const, event }))),
      appendCheckpoint: (checkpoint) => steps.push({ type: 'checkpoint', checkpoint }),
    },
    stamp,
  });
  player.attach(({ events }) => {
    steps.push({ type: 'shown', count: events.length });
  });
  const take = (...events: MarketEvent[]) => {
    stamp(events);
    pipeline.take(events);
  };
  const recorded = () => steps.flatMap((step) => (step.type === 'recorded' ? [step.event] : []));
  const checkpoints = () => steps.flatMap((step) => (step.type === 'checkpoint' ? [step.checkpoint] : []));
  return { model, pipeline, steps, take, recorded, checkpoints };
}

const tradeAt = (timeMs: number, tradeId: number) => trade({ exchangeTimeMs: timeMs, tradeId });
const gapAt = (timeMs: number): GapEvent =>
  gap({ exchangeTimeMs: timeMs, fromMs: timeMs - 1_000, toMs: timeMs });

describe('the pipeline', () => {
  it('hands every event to the recorder before any window sees it', () => {
    const { take, steps } = rig();
    take(tradeAt(START_MS, 1), tradeAt(START_MS + 1, 2));
    const shownAt = steps.findIndex(({ type }) => type === 'shown');
    expect(steps.slice(0, 2).map(({ type }) => type)).toEqual(['recorded', 'recorded']);
    expect(steps[shownAt]).toEqual({ type: 'shown', count: 2 });
    expect(shownAt).toBe(steps.length - 1);
  });

  it('records events, closed bars included, in seq order without a hole', () => {
    const { take, recorded } = rig();
    for (let minute = 0; minute < 12; minute++) take(tradeAt(START_MS + minute * MINUTE_MS, minute + 1));
    const numbers = recorded().map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(recorded().filter(({ kind }) => kind === 'candle')).toHaveLength(11);
  });

  it('writes a checkpoint at the start, every five minutes of market time, and at each gap', () => {
    const { take, checkpoints } = rig();
    take(tradeAt(START_MS, 1));
    take(tradeAt(START_MS + 5 * MINUTE_MS - 1, 2));
    expect(checkpoints().map(({ marketTimeMs }) => marketTimeMs)).toEqual([START_MS]);
    take(tradeAt(START_MS + 5 * MINUTE_MS, 3));
    take(gapAt(START_MS + 6 * MINUTE_MS));
    expect(checkpoints().map(({ marketTimeMs }) => marketTimeMs - START_MS)).toEqual([
      0,
      5 * MINUTE_MS,
      6 * MINUTE_MS,
    ]);
  });

  it('writes checkpoints that are the fold of everything recorded up to their number', () => {
    const { take, steps } = rig();
    for (let minute = 0; minute < 17; minute++) {
      take(
        tradeAt(START_MS + minute * MINUTE_MS, 2 * minute),
        tradeAt(START_MS + minute * MINUTE_MS, 2 * minute + 1),
      );
    }
    take(gapAt(START_MS + 20 * MINUTE_MS));
    const folded = new MarketModel({ instruments: testInstruments(), venues: TEST_VENUES });
    const before: MarketEvent[] = [];
    let checked = 0;
    for (const step of steps) {
      if (step.type === 'recorded') {
        folded.apply(step.event);
        before.push(step.event);
      }
      if (step.type !== 'checkpoint') continue;
      expect(step.checkpoint.seq).toBe(before.at(-1)?.seq);
      const restored = new MarketModel({ instruments: testInstruments(), venues: TEST_VENUES });
      const candles = before.filter(({ kind }) => kind === 'candle');
      expect(restored.restore(step.checkpoint.state, candles).ok).toBe(true);
      expect(shown(restored)).toEqual(shown(folded));
      checked++;
    }
    expect(checked).toBeGreaterThanOrEqual(4);
  });
});

describe('the seed of a session', () => {
  it('is nothing before the market time is known', () => {
    const { pipeline, checkpoints } = rig();
    expect(pipeline.seed()).toBeNull();
    pipeline.finish();
    expect(checkpoints()).toEqual([]);
  });

  it('takes the next numbers, and carries the state over', () => {
    const { model, pipeline, take, recorded } = rig();
    for (let minute = 0; minute < 3; minute++) take(tradeAt(START_MS + minute * MINUTE_MS, minute + 1));
    const lastSeq = recorded().at(-1)?.seq ?? 0;
    const seed = pipeline.seed();
    if (seed === null) throw new Error('there is no seed');
    expect(seed.candles.map(({ seq }) => seq)).toEqual(seed.candles.map((_, index) => lastSeq + 1 + index));
    expect(seed.candles.length).toBeGreaterThan(0);
    expect(seed.checkpoint.seq).toBe(seed.candles.at(-1)?.seq);
    const restored = new MarketModel({ instruments: testInstruments(), venues: TEST_VENUES });
    expect(restored.restore(seed.checkpoint.state, seed.candles).ok).toBe(true);
    expect(shown(restored)).toEqual(shown(model));
  });

  it('ends a session with a checkpoint that leaves nothing to fold', () => {
    const { pipeline, take, recorded, checkpoints } = rig();
    take(tradeAt(START_MS, 1));
    take(tradeAt(START_MS + MINUTE_MS, 2));
    pipeline.finish();
    expect(checkpoints().at(-1)?.seq).toBe(recorded().at(-1)?.seq);
  });
});

/** What windows show: figures and the bars of the first instrument. */
function shown(model: MarketModel) {
  const id = testInstruments().get(0).id;
  return {
    figures: figuresJson(model.figures({ windowMs: DAY_MS })),
    bars: model.bars(id, '1m', 0, 100)?.bars,
    gaps: model.gaps(),
  };
}
