/**
 * Rows of a tape, newest first. Rows are memoised and keyed by `seq`, so a frame with one new row touches one
 * row of the document; at 200 rows that is cheaper than virtualising.
 */
import { memo } from 'react';
import { formatPrice, formatQuantity, formatUsd } from '../ui/format';
import { formatClock, formatDateTime, zoneLabel } from '../ui/time';
import type { TapeRow } from './tapeRing';
import './tape.css';

/** How the rows of one tape read. */
export interface TapeWords {
  /** Name of the list, e.g. "Liquidations". */
  readonly name: string;
  readonly upward: { readonly words: string; readonly tone: string };
  readonly downward: { readonly words: string; readonly tone: string };
}

/** What a row needs to know of its instrument. */
export interface TapeInstrument {
  readonly asset: string;
  readonly venueTitle: string;
  readonly decimals: number;
}

export function TapeList(props: {
  readonly rows: readonly TapeRow[];
  readonly words: TapeWords;
  readonly instruments: ReadonlyMap<string, TapeInstrument>;
  readonly timeZone: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
    <ol className="tape" aria-label={props.words.name} tabIndex={0}>
      {props.rows.map((row) => (
        <Row
          key={row.seq}
          row={row}
          words={props.words}
          instrument={props.instruments.get(row.instrumentId)}
          timeZone={props.timeZone}
        />
      ))}
    </ol>
  );
}

/** Dollars from which a row is set in bold, and in bold on a tinted ground. */
const LARGE_USD = 100_000;
const HUGE_USD = 1_000_000;

const Row = memo(function Row(props: {
  readonly row: TapeRow;
  readonly words: TapeWords;
  readonly instrument: TapeInstrument | undefined;
  readonly timeZone: string;
}) {
  const { row, instrument, timeZone } = props;
  const { words, tone } = row.upward ? props.words.upward : props.words.downward;
  const asset = instrument?.asset ?? row.instrumentId;
  const venue = instrument?.venueTitle ?? '';
  const exact = `${formatDateTime(row.exchangeTimeMs, timeZone)} ${zoneLabel(timeZone, row.exchangeTimeMs)}`;
  const quantity = `${formatQuantity(row.quantityBase)} ${asset}`;
  return (
    <li
      data-tone={tone}
      data-size={sizeOf(row.notionalUsd)}
      title={`${words}: ${quantity} on ${venue}, ${exact}`}
    >
      <time>{formatClock(row.exchangeTimeMs, timeZone)}</time>
      <span className="tape-side" role="img" aria-label={words}>
        {row.upward ? '▲' : '▼'}
      </span>
      <span className="tape-asset">{asset}</span>
      <span className="tape-venue">{venue}</span>
      <span className="numeric">{formatPrice(row.price, instrument?.decimals ?? 2)}</span>
      <span className="numeric tape-usd">{formatUsd(row.notionalUsd)}</span>
    </li>
  );
});

function sizeOf(notionalUsd: number | null): string | undefined {
  if (notionalUsd === null || notionalUsd < LARGE_USD) return undefined;
  return notionalUsd < HUGE_USD ? 'large' : 'huge';
}
