/** High, low and change of each asset over the window. */
import { MINUTE_MS } from '../../model/time';
import type { VenueInfo } from '../../model/venue';
import { formatPrice, formatSignedPercent } from '../../text/format';
import type { BriefCell, BriefInput, BriefSection, PriceSpan } from '../brief';
import { formatMoment } from '../moments';

export function pricesSection({ prices, venues, asOfMs, windowMs }: BriefInput): BriefSection {
  const late = prices.filter(({ known }) => known.fromMs > asOfMs - windowMs + MINUTE_MS);
  return {
    id: 'prices',
    title: 'Prices',
    columns: ['Last', 'Change', 'High', 'Low', 'Market'],
    rows: prices.map((span) => ({
      name: span.instrument.asset,
      cells: [
        priceCell(span, span.close, asOfMs),
        {
          text: formatSignedPercent(changePercent(span)),
          value: changePercent(span),
          completeness: 'complete',
          venues: [span.instrument.venue],
          atMs: asOfMs,
        },
        priceCell(span, span.high, span.highMs),
        priceCell(span, span.low, span.lowMs),
        {
          text: marketOf(span, venues),
          value: null,
          completeness: 'complete',
          venues: [span.instrument.venue],
          atMs: asOfMs,
        },
      ],
    })),
    notes:
      prices.length === 0
        ? ['No prices were recorded in this window.']
        : late.map(
            ({ instrument, known }) =>
              `Prices of ${instrument.asset} are known from ${formatMoment(known.fromMs)} only; its change counts from there.`,
          ),
    sentence: prices[0] === undefined ? '' : sentenceOf(prices[0]),
  };
}

function sentenceOf(span: PriceSpan): string {
  const { instrument, close, high, low, highMs } = span;
  const price = (value: number) => formatPrice(value, instrument.priceDecimals);
  return (
    `${instrument.asset} stood at ${price(close)} (${formatSignedPercent(changePercent(span))}), ` +
    `after a high of ${price(high)} at ${formatMoment(highMs)} and a low of ${price(low)}.`
  );
}

function marketOf({ instrument: { venue, symbol, kind } }: PriceSpan, venues: readonly VenueInfo[]): string {
  return `${venues.find(({ id }) => id === venue)?.title ?? venue} ${symbol} ${kind}`;
}

function changePercent({ open, close }: PriceSpan): number {
  return open === 0 ? 0 : (close / open - 1) * 100;
}

function priceCell({ instrument }: PriceSpan, value: number, atMs: number): BriefCell {
  return {
    text: formatPrice(value, instrument.priceDecimals),
    value,
    completeness: 'complete',
    venues: [instrument.venue],
    atMs,
  };
}
