/**
 * What pandas, SQL and CSV users see: times as timestamps, prices and amounts as numbers in units, words for
 * codes, NULL for what is not known. One view per table of events.
 */
import { EVENT_KINDS, type EventKind } from '../model/events';
import { CANDLE_ORIGINS, eventTable, POSITION_SIDES, TAKER_SIDES } from './eventTables';
import { SERIES_UNITS } from './seriesTable';

export interface View {
  readonly name: string;
  readonly kind: EventKind;
  /** Refers to tables of the session by their bare names. */
  readonly select: string;
}

const TICKS = 'pow(10, instrument.price_decimals)';
const LOTS = 'pow(10, instrument.quantity_decimals)';

function price(column: string, name = column): string {
  return `"${column}" / ${TICKS} AS "${name}"`;
}

function quantity(column: string, name = column): string {
  return `"${column}" / ${LOTS} AS "${name}"`;
}

function words(column: string, list: readonly string[]): string {
  const cases = list.map((word, code) => `WHEN ${code} THEN '${word}'`);
  return `CASE "${column}" ${cases.join(' ')} END AS "${column}"`;
}

function time(column: string, name: string): string {
  return `epoch_ms("${column}") AS "${name}"`;
}

function boolean(column: string): string {
  return `"${column}" = 1 AS "${column}"`;
}

/** One division of exact integers, so that one rounding. */
const NOTIONAL = `"price"::DOUBLE * "quantity" / (${TICKS} * ${LOTS}) AS notional_usd`;

const COLUMNS: Readonly<Record<EventKind, readonly string[]>> = {
  trade: [
    words('side', TAKER_SIDES),
    price('price'),
    quantity('quantity'),
    NOTIONAL,
    'trade_id',
    boolean('backfilled'),
  ],
  liquidation: [words('position_side', POSITION_SIDES), price('price'), quantity('quantity'), 'notional_usd'],
  candle: [
    'interval_ms',
    time('open_time', 'open_ts'),
    price('open'),
    price('high'),
    price('low'),
    price('close'),
    'volume_base',
    'volume_quote',
    'taker_buy_base',
    'trade_count',
    boolean('closed'),
    words('origin', CANDLE_ORIGINS),
  ],
  ticker: [
    price('last'),
    price('bid'),
    price('ask'),
    price('open_24h'),
    price('high_24h'),
    price('low_24h'),
    'volume_24h_base',
    'volume_24h_quote',
  ],
  mark: ['mark_price', 'index_price'],
  funding: ['rate', time('next_time', 'next_ts'), 'interval_hours'],
  openInterest: ['quantity_base', 'notional_usd'],
  book: [price('bid'), quantity('bid_quantity'), price('ask'), quantity('ask_quantity')],
  feedStatus: ['stream', 'state', 'reason'],
  gap: [
    'stream',
    time('from_time', 'from_ts'),
    time('to_time', 'to_ts'),
    'reason',
    'missing',
    boolean('filled'),
  ],
  seriesPoint: ['series', 'value', words('unit', SERIES_UNITS), time('as_of', 'as_of_ts')],
};

/** Kinds that may concern a whole venue, which has no row in `instrument`, and name it themselves. */
const OF_VENUE: ReadonlySet<EventKind> = new Set(['feedStatus', 'gap', 'seriesPoint']);

export const VIEWS: readonly View[] = EVENT_KINDS.map((kind) => {
  const { name } = eventTable(kind);
  const select = [
    'epoch_ms(t) AS ts',
    'CASE WHEN lag <> t THEN epoch_ms(t - lag) END AS exchange_ts',
    `${OF_VENUE.has(kind) ? name : 'instrument'}.venue AS venue`,
    'instrument.symbol AS symbol',
    `${kind === 'seriesPoint' ? name : 'instrument'}.asset AS asset`,
    ...COLUMNS[kind].map((column) => (/^\w+$/.test(column) ? `"${name}"."${column}"` : column)),
    'seq',
  ];
  return {
    name: `${name}_v`,
    kind,
    select: `SELECT ${select.join(', ')} FROM "${name}" LEFT JOIN instrument USING (inst)`,
  };
});
