/** Which column of a table of bars is what: by its header, or by what the numbers do. */
import type { ImportParameters, Sample } from '../importFormat';
import { isDecimal, shareOf } from './sampleRows';
import { unitOfStamp } from './stamps';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  time: [
    'ts',
    'time',
    'timestamp',
    'date',
    'datetime',
    'opentime',
    'opentimems',
    'timestampms',
    'unix',
    'starttime',
    'start',
    't',
  ],
  open: ['open', 'o', 'openprice'],
  high: ['high', 'h', 'max', 'highprice'],
  low: ['low', 'l', 'min', 'lowprice'],
  close: ['close', 'c', 'closeprice', 'last'],
  volume: ['vol', 'volume', 'v', 'basevolume', 'volumebase', 'volumebtc', 'amount', 'size'],
  closeTime: ['closetime', 'closetimems', 'endtime', 'end'],
  volumeQuote: [
    'quotevolume',
    'volumequote',
    'quoteassetvolume',
    'turnover',
    'quotevol',
    'volumeusdt',
    'volumeusd',
  ],
  takerBuyBase: [
    'takerbuyvolume',
    'takerbuybasevolume',
    'takerbuybase',
    'takerbuybaseassetvolume',
    'buyvolume',
  ],
  tradeCount: ['count', 'trades', 'numberoftrades', 'tradecount', 'n'],
};
const NEEDED = ['open', 'high', 'low', 'close', 'volume'] as const;

export interface CandleColumns {
  readonly columns: NonNullable<ImportParameters['columns']>;
  /** Names that stand for nothing known here. */
  readonly unused: readonly string[];
  readonly isNamed: boolean;
}

/** Null when the sample is no table of bars. */
export function candleColumns(sample: Sample): CandleColumns | null {
  const named = sample.header === null ? null : columnsByName(sample.header);
  const found = named ?? columnsByContent(sample);
  if (found === null) return null;
  return shareOf(sample.rows, (row) => isBar(row, found.columns)) >= 0.5 ? found : null;
}

function columnsByName(header: readonly string[]): CandleColumns | null {
  const columns: Record<string, number> = {};
  const unused: string[] = [];
  for (const [position, name] of header.entries()) {
    const word = name.toLowerCase().replace(/[^a-z0-9]/g, '');
    const meaning = Object.keys(NAMES).find(
      (key) => NAMES[key]?.includes(word) && columns[key] === undefined,
    );
    if (meaning === undefined) unused.push(name);
    else columns[meaning] = position;
  }
  // A file may know the close time only: then that is what its stamps are.
  const hasTime = columns.time !== undefined || columns.closeTime !== undefined;
  const isWhole = hasTime && NEEDED.every((key) => columns[key] !== undefined);
  return isWhole ? { columns, unused, isNamed: true } : null;
}

/** The order of nearly every tool: time, open, high, low, close, volume. */
function columnsByContent(sample: Sample): CandleColumns | null {
  const width = sample.rows[0]?.length ?? 0;
  if (sample.header !== null || width < 6 || width > 8) return null;
  const columns = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };
  return shareOf(sample.rows, (row) => isBar(row, columns)) > 0.9
    ? { columns, unused: [], isNamed: false }
    : null;
}

function isBar(row: readonly string[], columns: Readonly<Record<string, number>>): boolean {
  const at = (key: string) => row[columns[key] ?? -1];
  if (unitOfStamp(at('time') ?? at('closeTime')) === null) return false;
  if (!NEEDED.every((key) => isDecimal(at(key)))) return false;
  const [open, high, low, close, volume] = NEEDED.map((key) => Number(at(key)));
  if (open === undefined || high === undefined || low === undefined) return false;
  if (close === undefined || volume === undefined) return false;
  return low > 0 && volume >= 0 && high >= Math.max(open, close) && low <= Math.min(open, close);
}
