/** What lies between two points of the chart, as the measure tool tells it. Pure. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/model/time';
import { formatPrice, formatSignedPercent, plural } from '../../shared/text/format';

export interface MeasurePoint {
  readonly price: number;
  /** Number of the bar, from the oldest one held; not whole between two bars. */
  readonly bar: number;
}

export interface Measure {
  readonly from: MeasurePoint;
  readonly to: MeasurePoint;
}

export interface MeasureTexts {
  /** "+120.5 · +1.24%" */
  readonly price: string;
  /** "14 bars · 1 h 10 min" */
  readonly time: string;
}

export function measureTexts(measure: Measure, intervalMs: number, priceDecimals: number): MeasureTexts {
  const { from, to } = measure;
  const change = to.price - from.price;
  const percent = from.price === 0 ? null : (change / from.price) * 100;
  const bars = Math.round(to.bar) - Math.round(from.bar);
  const sign = change > 0 && formatPrice(change, priceDecimals) !== formatPrice(0, priceDecimals) ? '+' : '';
  return {
    price: `${sign}${formatPrice(change, priceDecimals)} · ${formatSignedPercent(percent)}`,
    time: `${bars < 0 ? '−' : ''}${plural(Math.abs(bars), 'bar')} · ${spanText(Math.abs(bars) * intervalMs)}`,
  };
}

/** "0 min", "45 min", "1 h 10 min", "3 d 4 h": the two largest units. */
export function spanText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.round((ms % HOUR_MS) / MINUTE_MS);
  const parts = [
    { count: days, unit: 'd' },
    { count: hours, unit: 'h' },
    { count: minutes, unit: 'min' },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  if (first < 0) return '0 min';
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(' ');
}
