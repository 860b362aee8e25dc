/**
 * Since when prices and published flows were not as high, or as low, as they are: claims as figures.
 *
 * Invariants:
 * - A claim is made with what is known now: a corrected bar or a revised flow makes it anew.
 * - Days are UTC days. The day that is not over is compared with those that are, and its claim says "so far".
 * - Where days in between are missing there is no value, and the text says why. Where there is nothing to say, or
 *   less than a month to say it of, there is no figure.
 */
import type { IndicatorBar } from '../indicators/indicator';
import { threeDigits, withDecimals } from '../indicators/since/displayed';
import { type SinceMeasure, sinceClaims } from '../indicators/since/sinceClaim';
import { type SinceOptions, type SincePoint, SinceSeries } from '../indicators/since/sinceSeries';
import type { Figure, FigureUnit } from '../model/figure';
import { parseSeriesId } from '../model/seriesId';
import { barOpenTimeMs, DAY_MS } from '../model/time';
import type { VenueId } from '../model/venue';
import type { ClosedBars } from './closedBars';
import type { InstrumentState } from './instrumentState';
import type { PublishedSeries } from './publishedSeries';

/** A record of a few days is not worth a word. */
const LEAST_HISTORY_MS = 30 * DAY_MS;
/** The series of daily flows: funds publish them for weekdays. */
const DAILY_FLOW = 'etfNetFlowUsd';

/** One value to make claims of, and the days before it. */
interface Asked {
  readonly id: string;
  readonly unit: FigureUnit;
  readonly venue: VenueId;
  readonly measure: SinceMeasure;
  readonly value: number;
  readonly dayMs: number;
  readonly asOfMs: number;
  readonly soFar: boolean;
}

/** Of the days of `reference`, brought up to date: the high and low of today, and the newest close. */
export function sinceFiguresOfPrices(
  { row: { asset, venue, priceDecimals } }: InstrumentState,
  { bars, forming }: ClosedBars,
  nowMs: number,
): Figure[] {
  const options: SinceOptions = { display: withDecimals(priceDecimals), days: 'daily' };
  const last = bars.at(-1);
  const today = forming ?? last;
  const ask = (
    measure: SinceMeasure,
    day: IndicatorBar | undefined,
    name: 'high' | 'low' | 'close',
  ): Figure[] => {
    // Something is missing of the day: it may have been higher, or lower.
    if (day === undefined || day.touchedByGap) return [];
    const { openTimeMs: dayMs, [name]: value } = day;
    const soFar = day === forming;
    const asOfMs = soFar ? nowMs : dayMs + DAY_MS;
    const points = bars.map((bar) => ({ dayMs: bar.openTimeMs, value: bar.touchedByGap ? null : bar[name] }));
    const id = `since.${asset}.${name}`;
    return answer({ id, unit: 'price', venue, measure, value, dayMs, asOfMs, soFar }, points, options);
  };
  return [
    ...ask('intradayHigh', today, 'high'),
    ...ask('intradayLow', today, 'low'),
    ...ask('close', last, 'close'),
  ];
}

/** Of the newest day of every published series of daily flows of the asset. */
export function sinceFiguresOfFlows(published: PublishedSeries, asset: string): Figure[] {
  return published.list().flatMap(({ venue, series, points }) => {
    const name = parseSeriesId(series);
    const newest = points.at(-1);
    if (name?.asset !== asset || name.metric !== DAILY_FLOW || newest === undefined) return [];
    const detail = name.detail === null ? '' : `-${name.detail}`;
    const asked: Asked = {
      id: `since.${asset}.${DAILY_FLOW}${detail}.${venue}`,
      unit: 'usd',
      venue,
      measure: 'flow',
      value: newest.value,
      dayMs: barOpenTimeMs(newest.asOfMs, DAY_MS),
      asOfMs: newest.asOfMs,
      soFar: false,
    };
    return answer(asked, daily(points), { display: threeDigits, days: 'weekdays' });
  });
}

/** One point a day, the newest of it. */
function daily(points: readonly { readonly asOfMs: number; readonly value: number }[]): SincePoint[] {
  const days = new Map(points.map(({ asOfMs, value }) => [barOpenTimeMs(asOfMs, DAY_MS), value]));
  return [...days].map(([dayMs, value]) => ({ dayMs, value }));
}

/** One figure, or none. */
function answer(
  { id, unit, venue, ...question }: Asked,
  points: readonly SincePoint[],
  options: SinceOptions,
): Figure[] {
  const before = points.filter(({ dayMs }) => dayMs < question.dayMs);
  const firstMs = before.find(({ value }) => value !== null)?.dayMs ?? question.dayMs;
  if (question.dayMs - firstMs < LEAST_HISTORY_MS) return [];
  const series = new SinceSeries(options);
  for (const point of before) series.push(point);
  const { claims, suppressed } = sinceClaims(series, question);
  const { asOfMs, value } = question;
  if (claims.length > 0) {
    const text = claims.map((claim) => claim.text).join('; ');
    return [{ id, value, unit, venues: [venue], asOfMs, completeness: 'complete', text }];
  }
  if (suppressed.length === 0) return [];
  return [
    { id, value: null, unit, venues: [], asOfMs, completeness: 'missing', text: suppressed.join('; ') },
  ];
}
