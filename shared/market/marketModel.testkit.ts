/** What tests of the market model and of players compare: everything a reader can see. */

import type { CandleEvent, MarketEvent } from '../model/events';
import { candle, stamped, TEST_VENUES, testInstruments } from '../model/testing/arbitraries.testkit';
import { DAY_MS, HOUR_MS, INTERVALS, MINUTE_MS } from '../model/time';
import { figuresJson } from './figures';
import { MarketModel } from './marketModel';

export function newModel(): MarketModel {
  return new MarketModel({ instruments: testInstruments(), venues: TEST_VENUES });
}

export function folded(events: readonly MarketEvent[], model = newModel()): MarketModel {
  for (const event of events) model.apply(event);
  return model;
}

/** Figures over several windows, all bars, health and gaps, as text. Tapes are left out: see `tapesOf`. */
export function observed(model: MarketModel): string {
  const figures = [MINUTE_MS, 7 * MINUTE_MS + 1_234, HOUR_MS, DAY_MS, 40 * HOUR_MS].map((windowMs) =>
    figuresJson(model.figures({ windowMs })),
  );
  const later = (model.nowMs ?? 0) + 90_500;
  figures.push(figuresJson(model.figures({ windowMs: HOUR_MS, asOfMs: later })));
  const bars = testInstruments()
    .rows()
    .flatMap(({ id }) => INTERVALS.map((interval) => barsJson(model, id, interval)));
  return [model.seq, model.nowMs, ...figures, ...bars, JSON.stringify([model.health(), model.gaps()])].join(
    '\n',
  );
}

/** NaN survives as text, so missing and null stay apart. */
function barsJson(model: MarketModel, id: string, interval: (typeof INTERVALS)[number]): string {
  const bars = model.bars(id, interval, 0, 3_000)?.bars ?? [];
  return JSON.stringify([id, interval, bars], (_, value) => (Number.isNaN(value) ? 'NaN' : value));
}

/** The same stream as the engine records it: bars that closed follow as candle events of ours. */
export function withRecordedBars(events: readonly MarketEvent[]): MarketEvent[] {
  const model = newModel();
  const recorded: MarketEvent[] = [];
  const record = (event: MarketEvent) => {
    const next = { ...event, seq: recorded.length + 1 };
    recorded.push(next);
    model.apply(next);
  };
  for (const event of events) {
    record(event);
    for (const bar of model.drainClosedBars()) record(bar);
  }
  return recorded;
}

/** A restored copy of the model after `events`, the way a checkpoint in a session is. */
export function restoredAfter(events: readonly MarketEvent[]): MarketModel {
  const bytes = folded(events).snapshot();
  const model = newModel();
  const result = model.restore(bytes, candlesOf(events));
  if (!result.ok) throw new Error(result.error.message);
  return model;
}

function candlesOf(events: readonly MarketEvent[]): CandleEvent[] {
  return events.filter((event) => event.kind === 'candle');
}

/** 26 hours of minute klines before the start of the test market. */
export function dayOfKlines(startMs: number, instrument = 0): MarketEvent[] {
  const klines = Array.from({ length: 26 * 60 }, (_, index) => {
    const openTimeMs = startMs - (26 * 60 - index) * MINUTE_MS;
    return candle({ exchangeTimeMs: startMs, instrument, openTimeMs, highTicks: 6_190_000 + index });
  });
  return stamped(klines);
}
