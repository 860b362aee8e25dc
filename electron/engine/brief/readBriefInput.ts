/** Reads from a saved session what a brief is written from, by the fold that replays go through. */
import type { BriefInput, LargestLiquidation, PriceSpan } from '../../../shared/brief/brief';
import type { Clock } from '../../../shared/feed/clock';
import { ReplayFold } from '../../../shared/feed/replayFold';
import { MarketModel } from '../../../shared/market/marketModel';
import type { Bar } from '../../../shared/market/marketView';
import { UNLISTED_ASSETS } from '../../../shared/model/asset';
import { fromScaled } from '../../../shared/model/decimal';
import type { MarketEvent } from '../../../shared/model/events';
import type { Figure } from '../../../shared/model/figure';
import { type Instrument, InstrumentTable } from '../../../shared/model/instrument';
import { INTERVALS, type Interval, intervalMs, MOST_BARS, type TimeRange } from '../../../shared/model/time';
import type { RecordedSession } from '../sessions/sessionStore';

export interface BriefRequest {
  readonly asOfMs: number;
  readonly windowMs: number;
}

interface SpanOfBars {
  readonly bars: readonly Bar[];
  readonly interval: Interval;
}

/** Throws what the session throws, and when the signal aborts. */
export async function readBriefInput(
  session: RecordedSession,
  { asOfMs, windowMs }: BriefRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<BriefInput> {
  const { info } = session;
  const window = { fromMs: asOfMs - windowMs, toMs: asOfMs };
  const model = new MarketModel({ instruments: InstrumentTable.from(info.instruments), venues: info.venues });
  const fold = new ReplayFold(session, model, clock);
  const moveTo = async (timeMs: number) => {
    await fold.moveTo(await session.seqAtTime(timeMs), signal, { onJump: () => {}, onApplied: () => {} });
  };
  let before: readonly Figure[] = [];
  if (window.fromMs >= info.range.fromMs) {
    await moveTo(window.fromMs);
    before = model.figures({ windowMs, asOfMs: window.fromMs });
  }
  await moveTo(asOfMs);
  const figures = model.figures({ windowMs, asOfMs });
  const prices: PriceSpan[] = [];
  for (const [instrument, span] of instrumentsToQuote(info.instruments, model, window)) {
    prices.push(await priceSpan(session, instrument, span, asOfMs, signal));
  }
  return {
    session: { id: plainId(session.id), title: info.title, range: info.range },
    venues: info.venues,
    asOfMs,
    windowMs,
    figures,
    before,
    prices,
    perpetuals: perpetualsOf(info.instruments),
    structures: prices.map(({ instrument }) => model.structure(instrument.asset)),
    largest: await largestLiquidation(session, figures, window, signal),
    gaps: session
      .gaps()
      .filter(({ filled, fromMs, toMs }) => !filled && fromMs <= asOfMs && toMs > window.fromMs)
      .map(({ venue, stream, reason, fromMs, toMs }) => ({ venue, stream, reason, fromMs, toMs })),
  };
}

/** A link names a session of the library; a file elsewhere goes by the name it would have there. */
function plainId(id: string): string {
  return (id.split(/[\\/]/).at(-1) ?? id).replace(/\.duckdb$/, '');
}

/**
 * One instrument an asset: the one whose prices reach farthest back into the window, among these the one most
 * traded, then by id. Assets in the order of the session.
 */
function instrumentsToQuote(
  instruments: readonly Instrument[],
  model: MarketModel,
  window: TimeRange,
): Map<Instrument, SpanOfBars> {
  const best = new Map<string, [Instrument, SpanOfBars]>();
  // A later row of the same id has the wider scale.
  for (const instrument of new Map(instruments.map((row) => [row.id, row])).values()) {
    if (instrument.asset === UNLISTED_ASSETS) continue;
    const span = barsWithin(model, instrument, window);
    if (span === null) continue;
    const known = best.get(instrument.asset);
    if (known === undefined || isBetter([instrument, span], known)) {
      best.set(instrument.asset, [instrument, span]);
    }
  }
  return new Map(best.values());
}

function isBetter([a, spanA]: [Instrument, SpanOfBars], [b, spanB]: [Instrument, SpanOfBars]): boolean {
  const fromA = spanA.bars[0]?.openTimeMs ?? 0;
  const fromB = spanB.bars[0]?.openTimeMs ?? 0;
  if (fromA !== fromB) return fromA < fromB;
  const [volumeA, volumeB] = [volumeOf(spanA), volumeOf(spanB)];
  return volumeA === volumeB ? a.id < b.id : volumeA > volumeB;
}

function volumeOf({ bars }: SpanOfBars): number {
  return bars.reduce((sum, { volumeBase }) => sum + (Number.isNaN(volumeBase) ? 0 : volumeBase), 0);
}

function perpetualsOf(instruments: readonly Instrument[]): Map<string, Instrument[]> {
  const byAsset = new Map<string, Instrument[]>();
  const latest = [...new Map(instruments.map((row) => [row.id, row])).values()];
  for (const row of latest.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (row.kind !== 'perpetual') continue;
    byAsset.set(row.asset, [...(byAsset.get(row.asset) ?? []), row]);
  }
  return byAsset;
}

/** The shortest bars that reach back to the window's beginning; else the ones that reach back farthest. */
function barsWithin(model: MarketModel, { id }: Instrument, window: TimeRange): SpanOfBars | null {
  let best: SpanOfBars | null = null;
  for (const interval of INTERVALS) {
    const lengthMs = intervalMs(interval);
    const bars = (model.bars(id, interval, 0, MOST_BARS)?.bars ?? []).filter(
      ({ openTimeMs }) => openTimeMs >= window.fromMs - lengthMs / 2 && openTimeMs <= window.toMs,
    );
    const first = bars[0];
    if (first === undefined) continue;
    if (best === null || first.openTimeMs < (best.bars[0]?.openTimeMs ?? 0) - lengthMs) {
      best = { bars, interval };
    }
    if (first.openTimeMs <= window.fromMs + lengthMs) break;
  }
  return best;
}

async function priceSpan(
  session: RecordedSession,
  instrument: Instrument,
  { bars, interval }: SpanOfBars,
  asOfMs: number,
  signal: AbortSignal,
): Promise<PriceSpan> {
  const first = bars[0] as Bar;
  const last = bars.at(-1) as Bar;
  const highest = bars.reduce((best, bar) => (bar.high > best.high ? bar : best), first);
  const lowest = bars.reduce((best, bar) => (bar.low < best.low ? bar : best), first);
  const momentOf = async (bar: Bar, price: number) => {
    const span = {
      fromMs: bar.openTimeMs,
      toMs: Math.min(bar.openTimeMs + intervalMs(interval), asOfMs + 1),
    };
    return (await firstTradeAt(session, instrument, price, span, signal)) ?? bar.openTimeMs;
  };
  return {
    instrument,
    known: { fromMs: first.openTimeMs, toMs: Math.min(last.openTimeMs + intervalMs(interval), asOfMs) },
    open: first.open,
    close: last.close,
    high: highest.high,
    low: lowest.low,
    highMs: await momentOf(highest, highest.high),
    lowMs: await momentOf(lowest, lowest.low),
  };
}

/** Null where only candles tell of the price, and for bars too long to be searched. */
async function firstTradeAt(
  session: RecordedSession,
  { id }: Instrument,
  price: number,
  span: TimeRange,
  signal: AbortSignal,
): Promise<number | null> {
  const isOf = ({ instrument }: MarketEvent) => session.info.instruments[instrument]?.id === id;
  for await (const event of eventsWithin(session, span, signal)) {
    if (event.kind !== 'trade' || !isOf(event)) continue;
    const decimals = session.info.instruments[event.instrument]?.priceDecimals ?? 0;
    if (fromScaled(event.priceTicks, decimals) === price) return event.exchangeTimeMs;
  }
  return null;
}

async function largestLiquidation(
  session: RecordedSession,
  figures: readonly Figure[],
  window: TimeRange,
  signal: AbortSignal,
): Promise<LargestLiquidation | null> {
  const largestUsd = figures.find(({ id }) => id === 'liquidations.largest')?.value ?? 0;
  if (largestUsd <= 0) return null;
  // Sums are read back through decimal text by the database: the last bit may differ.
  const enoughUsd = largestUsd * (1 - 1e-12);
  let seq = await session.seqAtTime(window.fromMs);
  for (;;) {
    const found = await session.nearestLiquidation(seq, 1, enoughUsd);
    if (found === null) return null;
    for await (const events of session.read(found - 1, found, signal)) {
      for (const event of events) {
        const instrument = session.info.instruments[event.instrument];
        if (event.kind !== 'liquidation' || instrument === undefined) continue;
        if (event.exchangeTimeMs > window.toMs) return null;
        if (event.exchangeTimeMs <= window.fromMs) continue;
        const { positionSide, notionalUsd, exchangeTimeMs: timeMs } = event;
        return { asset: instrument.asset, venue: instrument.venue, positionSide, notionalUsd, timeMs };
      }
    }
    seq = found;
  }
}

async function* eventsWithin(
  session: RecordedSession,
  { fromMs, toMs }: TimeRange,
  signal: AbortSignal,
): AsyncIterable<MarketEvent> {
  const afterSeq = await session.seqAtTime(fromMs - 1);
  const throughSeq = await session.seqAtTime(toMs - 1);
  if (throughSeq <= afterSeq) return;
  const enough = new AbortController();
  const batches = session.read(afterSeq, throughSeq, AbortSignal.any([signal, enough.signal]));
  try {
    for await (const batch of batches) yield* batch;
  } finally {
    enough.abort();
  }
}
