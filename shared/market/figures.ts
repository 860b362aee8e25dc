/**
 * The list of figures, from the state of the market model. One definition for panels, log and command line.
 *
 * Invariants:
 * - Order and ids depend on the instruments seen so far only: sorted by id, metrics in a fixed order.
 * - A window figure as of S covers `(S − window, S]`.
 * - A value is 0 only when the streams were heard throughout and nothing happened. An incomplete sum of
 *   nothing is `missing`.
 */
import type { Figure, FigureUnit } from '../model/figure';
import { HOUR_MS } from '../model/time';
import type { VenueId } from '../model/venue';
import { type FigureSource, pointFigure, windowFigure } from './figureParts';
import type { GapLedger } from './gapLedger';
import type { InstrumentState } from './instrumentState';
import { liquidationFigures } from './liquidationFigures';
import { listenedTo } from './listening';
import type { PublishedSeries } from './publishedSeries';
import { type FlowSums, LONGEST_FLOW_MS } from './takerFlow';

/** What a taker figure is made of: sums and how well the stream was heard. */
interface HeardFlow extends FlowSums {
  readonly venue: VenueId;
  readonly heard: 'full' | 'partial' | 'none';
}

/** As of `asOfMs`, which is not before anything applied. */
export function figuresAt(source: FigureSource, asOfMs: number, windowMs: number): Figure[] {
  const figures: Figure[] = [];
  const flows = new Map<string, HeardFlow[]>();
  for (const state of source.instruments) {
    const flow = heardFlow(source, state, asOfMs, windowMs);
    figures.push(...priceFigures(source, state, asOfMs), ...flowFigures(state.row.id, [flow], asOfMs));
    const group = `${state.row.asset}.${state.row.kind}`;
    flows.set(group, [...(flows.get(group) ?? []), flow]);
  }
  for (const group of [...flows.keys()].sort()) {
    figures.push(...flowFigures(group, flows.get(group) ?? [], asOfMs));
  }
  figures.push(
    ...liquidationFigures(source, asOfMs, windowMs),
    ...gapFigures(source.gaps, asOfMs, windowMs),
    ...seriesFigures(source.series),
  );
  return figures;
}

/** Canonical text of figures: fields in a fixed order, on one line, the same bytes everywhere. */
export function figuresJson(figures: readonly Figure[]): string {
  const lines = figures.map(({ id, value, unit, venues, asOfMs, completeness, fromMs, source, text }) =>
    JSON.stringify({ id, value, unit, venues, asOfMs, completeness, fromMs, source, text }),
  );
  return `[${lines.join(',')}]`;
}

function priceFigures(source: FigureSource, state: InstrumentState, asOfMs: number): Figure[] {
  const { prices, row } = state;
  const { ticker, mark, funding, openInterest } = prices;
  const point = (name: string, unit: FigureUnit, value: number | null | undefined, timeMs: number) =>
    pointFigure(`${name}.${row.id}`, unit, value ?? null, row.venue, value == null ? asOfMs : timeMs);

  const { last } = prices;
  const isOwn = last !== null && last.source !== 'ticker';
  const holes = source.listening.holes(row.venue, 'trades', [row.id]);
  const own = isOwn ? state.dayRange(asOfMs, holes, source.coverageRevision) : undefined;
  const dayMs = own === undefined ? (ticker?.timeMs ?? asOfMs) : asOfMs;
  const open24h = own?.open ?? ticker?.open24h ?? null;
  const current = own === undefined ? ticker?.last : last?.price;
  const change =
    open24h === null || open24h === 0 || current === undefined ? null : (current / open24h - 1) * 100;
  return [
    fromCandles(point('price', 'price', last?.price, last?.timeMs ?? asOfMs), last?.source === 'candles'),
    point('change24h', 'percent', change, dayMs),
    point('high24h', 'price', own?.high ?? ticker?.high24h, dayMs),
    point('low24h', 'price', own?.low ?? ticker?.low24h, dayMs),
    point('mark', 'price', mark?.values.mark, mark?.timeMs ?? asOfMs),
    point('index', 'price', mark?.values.index, mark?.timeMs ?? asOfMs),
    point('basis', 'percent', basisOf(mark?.values), mark?.timeMs ?? asOfMs),
    point('funding', 'fraction', funding?.values.rate, funding?.timeMs ?? asOfMs),
    point('fundingAt', 'ms', funding?.values.nextMs, funding?.timeMs ?? asOfMs),
    point('fundingEvery', 'ms', hoursMs(funding?.values.intervalHours), funding?.timeMs ?? asOfMs),
    point('openInterest', 'base', openInterest?.values.base, openInterest?.timeMs ?? asOfMs),
    point('openInterestUsd', 'usd', openInterest?.values.usd, openInterest?.timeMs ?? asOfMs),
  ];
}

/** A price that no trade and no ticker told says so. */
function fromCandles(figure: Figure, isFromCandles: boolean): Figure {
  return isFromCandles ? { ...figure, source: 'candles' } : figure;
}

/** How far the mark price stands above the index, in percent. */
function basisOf(
  values: { readonly mark: number; readonly index: number | null } | undefined,
): number | null {
  const index = values?.index ?? 0;
  return values === undefined || index === 0 ? null : (values.mark / index - 1) * 100;
}

function hoursMs(hours: number | null | undefined): number | null {
  return hours == null ? null : hours * HOUR_MS;
}

function heardFlow(
  source: FigureSource,
  state: InstrumentState,
  asOfMs: number,
  windowMs: number,
): HeardFlow {
  const { row } = state;
  const sums = state.flow.sums(asOfMs, windowMs, state.quantityDecimals);
  const holes = source.listening.holes(row.venue, 'trades', [row.id]);
  const span = { fromMs: sums.fromMs + 1, toMs: asOfMs + 1 };
  const heard = listenedTo(span, state.sinceMs, holes);
  // Back-filled trades may be known where nobody listened.
  const isPartial = heard === 'full' ? windowMs > LONGEST_FLOW_MS : sums.buyBase + sums.sellBase > 0;
  return { ...sums, venue: row.venue, heard: isPartial ? 'partial' : heard };
}

/** Taker buys, sells and their difference, of one instrument or summed over several. */
function flowFigures(name: string, flows: readonly HeardFlow[], asOfMs: number): Figure[] {
  const heard = flows.filter((flow) => flow.heard !== 'none');
  const venues = [...new Set(heard.map((flow) => flow.venue))].sort();
  const isFull = flows.every((flow) => flow.heard === 'full');
  const fromMs = flows[0]?.fromMs ?? asOfMs;
  const total = (part: (flow: HeardFlow) => number) => heard.reduce((sum, flow) => sum + part(flow), 0);
  const nothing = total((flow) => flow.buyBase + flow.sellBase) === 0;
  const isKnown = heard.length > 0 && (isFull || !nothing);
  const sum = (id: string, value: number): Figure => {
    if (heard.length === 0 || (!isFull && value === 0))
      return windowFigure(id, 'base', null, [], asOfMs, fromMs);
    return windowFigure(id, 'base', value, venues, asOfMs, fromMs, isFull ? 'complete' : 'lowerBound');
  };
  const delta = (id: string, unit: FigureUnit, value: number): Figure => {
    if (!isKnown) return windowFigure(id, unit, null, [], asOfMs, fromMs);
    return windowFigure(id, unit, value, venues, asOfMs, fromMs, isFull ? 'complete' : 'estimate');
  };
  return [
    sum(
      `takerBuy.${name}`,
      total((flow) => flow.buyBase),
    ),
    sum(
      `takerSell.${name}`,
      total((flow) => flow.sellBase),
    ),
    delta(
      `takerDelta.${name}`,
      'base',
      total((flow) => flow.deltaBase),
    ),
    delta(
      `takerDeltaUsd.${name}`,
      'usd',
      total((flow) => flow.buyUsd - flow.sellUsd),
    ),
  ];
}

/** The newest point of each published series, as of the moment it stands for. */
function seriesFigures(published: PublishedSeries): Figure[] {
  return published.list().map(({ venue, series, unit, points }) => {
    const newest = points.at(-1);
    return pointFigure(`series.${venue}.${series}`, unit, newest?.value ?? null, venue, newest?.asOfMs ?? 0);
  });
}

function gapFigures(gaps: GapLedger, asOfMs: number, windowMs: number): Figure[] {
  const fromMs = asOfMs - windowMs;
  const { count, lengthMs, venues } = gaps.within({ fromMs: fromMs + 1, toMs: asOfMs + 1 });
  return [
    windowFigure('gaps.count', 'count', count, venues, asOfMs, fromMs),
    windowFigure('gaps.length', 'ms', lengthMs, venues, asOfMs, fromMs),
  ];
}
