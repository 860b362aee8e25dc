/** The figures of one asset, metric by metric and venue by venue, as text with what it stands on. */
import type { Figure } from '../../../shared/model/figure';
import {
  formatDuration,
  formatPrice,
  formatQuantity,
  formatSignedPercent,
  formatUsd,
  UNKNOWN,
} from '../../../shared/text/format';
import { figureIds } from '../../stores/figureIds';
import { displayDecimals, type InstrumentChoice } from '../../stores/instruments';

export type Figures = ReadonlyMap<string, Figure>;

export interface MarketCell {
  readonly text: string;
  /** Sign of a signed change; 0 for all else. */
  readonly sign: -1 | 0 | 1;
  /** What the text stands on; undefined when nothing is known. */
  readonly figure: Figure | undefined;
}

export interface MarketRow {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly meaning: string;
  readonly cell: (instrument: InstrumentChoice, figures: Figures, nowMs: number | null) => MarketCell;
}

const UNKNOWN_CELL: MarketCell = { text: UNKNOWN, sign: 0, figure: undefined };

function known(figure: Figure | undefined): (Figure & { readonly value: number }) | undefined {
  return figure === undefined || figure.value === null ? undefined : { ...figure, value: figure.value };
}

function priceRow(name: string, meaning: string, idOf: (instrumentId: string) => string): MarketRow {
  return {
    name,
    meaning,
    cell: (instrument, figures) => {
      const figure = known(figures.get(idOf(instrument.id)));
      if (figure === undefined) return UNKNOWN_CELL;
      return { text: formatPrice(figure.value, displayDecimals(instrument)), sign: 0, figure };
    },
  };
}

function percentRow(
  name: string,
  meaning: string,
  idOf: (instrumentId: string) => string,
  decimals: number,
  factor = 1,
): MarketRow {
  return {
    name,
    meaning,
    cell: (instrument, figures) => {
      const figure = known(figures.get(idOf(instrument.id)));
      if (figure === undefined) return UNKNOWN_CELL;
      const text = formatSignedPercent(figure.value * factor, decimals);
      const isZero = !/[1-9]/.test(text);
      return { text, sign: isZero ? 0 : figure.value > 0 ? 1 : -1, figure };
    },
  };
}

export const MARKET_ROWS: readonly MarketRow[] = [
  priceRow('Last', 'Newest price', figureIds.price),
  percentRow('24 h', 'Change over the last 24 hours', figureIds.change24h, 2),
  priceRow('Mark', 'Price by which the venue liquidates', figureIds.mark),
  priceRow('Index', 'Spot price the venue holds the contract against', figureIds.index),
  percentRow('Basis', 'Mark price above the index', figureIds.basis, 3),
  percentRow('Funding', 'What longs pay shorts for one period', figureIds.funding, 4, 100),
  {
    name: 'Paid in',
    meaning: 'Until funding is paid next',
    cell: (instrument, figures, nowMs) => {
      const figure = known(figures.get(figureIds.fundingAt(instrument.id)));
      if (figure === undefined || nowMs === null || figure.value < nowMs) return UNKNOWN_CELL;
      return { text: formatDuration(figure.value - nowMs), sign: 0, figure };
    },
  },
  {
    name: 'Open int.',
    meaning: 'Open interest: contracts that are open',
    cell: (instrument, figures) => {
      const usd = known(figures.get(figureIds.openInterestUsd(instrument.id)));
      if (usd !== undefined) return { text: formatUsd(usd.value), sign: 0, figure: usd };
      const base = known(figures.get(figureIds.openInterest(instrument.id)));
      if (base === undefined) return UNKNOWN_CELL;
      return { text: `${formatQuantity(base.value)} ${instrument.asset}`, sign: 0, figure: base };
    },
  },
];
