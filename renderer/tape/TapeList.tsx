/**
 * Rows of a tape, newest first. Rows are memoised and keyed by `seq`, so a frame with one new row touches one
 * row of the document. Only rows in view are in the document: a flood of trades replaces every row of the
 * tape many times a second, and what is not seen must not be paid for.
 */
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { formatPrice, formatQuantity, formatUsd } from '../../shared/text/format';
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
  const { rows } = props;
  const list = useRef<HTMLOListElement>(null);
  const [view, setView] = useState<RowsInView>({ first: 0, count: ROWS_BEFORE_LAYOUT });
  useLayoutEffect(() => {
    if (list.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const heightPx = entry?.contentRect.height ?? 0;
      if (heightPx > 0) setView(({ first }) => ({ first, count: Math.ceil(heightPx / ROW_PX) + 1 }));
    });
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const from = Math.min(view.first, Math.max(0, rows.length - view.count));
  const to = Math.min(rows.length, from + view.count);
  return (
    <ol
      ref={list}
      className="tape"
      aria-label={props.words.name}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const first = Math.floor(event.currentTarget.scrollTop / ROW_PX);
        if (first !== view.first) setView({ ...view, first });
      }}
    >
      <li aria-hidden="true" className="tape-rest" style={{ height: from * ROW_PX }} />
      {rows.slice(from, to).map((row) => (
        <Row
          key={row.seq}
          row={row}
          words={props.words}
          instrument={props.instruments.get(row.instrumentId)}
          timeZone={props.timeZone}
        />
      ))}
      <li aria-hidden="true" className="tape-rest" style={{ height: (rows.length - to) * ROW_PX }} />
    </ol>
  );
}

interface RowsInView {
  readonly first: number;
  readonly count: number;
}

/** As in tape.css. */
const ROW_PX = 20;
/** More than most windows show: drawn until the height of the list is known. */
export const ROWS_BEFORE_LAYOUT = 60;

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
