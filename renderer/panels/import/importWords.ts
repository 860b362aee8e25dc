/** What imports are called on the screen. */
import type {
  HistoryKind,
  ImportFile,
  ImportJob,
  ImportParameterName,
} from '../../../shared/contract/imports';
import type { Finding } from '../../../shared/model/importRecord';

export const FINDING_WORDS: Readonly<Record<Finding['action'], string>> = {
  noted: 'Noted',
  dropped: 'Left out',
  changed: 'Changed',
  refused: 'Refused',
};

/** Names of kinds and columns in words: `closeTimeStamps` is "close time stamps". */
export function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export const PARAMETER_TITLES: Readonly<Record<ImportParameterName, string>> = {
  venue: 'Venue',
  symbol: 'Symbol',
  asset: 'Asset',
  quote: 'Quoted in',
  kind: 'Market',
  intervalMs: 'Candle length',
  timeUnit: 'Time unit',
  stampIs: 'A time is the candle’s',
  columns: 'Columns',
};

export interface Choice {
  readonly value: string;
  readonly title: string;
}

const VENUES: readonly Choice[] = [
  { value: 'binance', title: 'Binance spot' },
  { value: 'binanceusdm', title: 'Binance USD-M' },
  { value: 'binancecoinm', title: 'Binance COIN-M' },
  { value: 'bybit', title: 'Bybit linear' },
  { value: 'okx', title: 'OKX' },
  { value: 'coinbase', title: 'Coinbase' },
  { value: 'kraken', title: 'Kraken' },
  { value: 'deribit', title: 'Deribit' },
  { value: 'hyperliquid', title: 'Hyperliquid' },
  { value: 'other', title: 'Another venue' },
];

const LENGTHS_SECONDS: readonly (readonly [string, number])[] = [
  ['1 second', 1],
  ['1 minute', 60],
  ['3 minutes', 180],
  ['5 minutes', 300],
  ['15 minutes', 900],
  ['30 minutes', 1_800],
  ['1 hour', 3_600],
  ['2 hours', 7_200],
  ['4 hours', 14_400],
  ['6 hours', 21_600],
  ['8 hours', 28_800],
  ['12 hours', 43_200],
  ['1 day', 86_400],
  ['1 week', 604_800],
];

/** What a parameter can be; left out: any text. */
export const PARAMETER_CHOICES: Readonly<Partial<Record<ImportParameterName, readonly Choice[]>>> = {
  venue: VENUES,
  kind: [
    { value: 'spot', title: 'Spot' },
    { value: 'perpetual', title: 'Perpetual' },
  ],
  intervalMs: LENGTHS_SECONDS.map(([title, seconds]) => ({ title, value: `${seconds * 1_000}` })),
  timeUnit: [
    { value: 's', title: 'Seconds' },
    { value: 'ms', title: 'Milliseconds' },
    { value: 'us', title: 'Microseconds' },
    { value: 'ns', title: 'Nanoseconds' },
    { value: 'text', title: 'A written date' },
  ],
  stampIs: [
    { value: 'open', title: 'Open' },
    { value: 'close', title: 'Close' },
  ],
};

export const STATE_WORDS: Readonly<Record<ImportJob['state'], string>> = {
  downloading: 'Downloading',
  surveying: 'Looking at the files',
  ready: 'Ready',
  importing: 'Importing',
  done: 'Imported',
  failed: 'Failed',
};

export const HISTORY_TITLES: Readonly<Record<HistoryKind, string>> = {
  candles: 'Candles',
  trades: 'Trades',
  openInterest: 'Open interest',
  funding: 'Funding',
  liquidations: 'Liquidations',
};

/** "1,440 × candle of BTCUSDT". */
export function countText({ kind, instrumentId, rows }: ImportFile['counts'][number]): string {
  const symbol = instrumentId?.split(':').at(-1);
  const what = `${rows.toLocaleString('en')} × ${wordsOf(kind)}`;
  return symbol === undefined ? what : `${what} of ${symbol}`;
}

/** "lines 3 to 9"; empty where no line is meant. */
export function linesText({ firstLine, lastLine }: Finding): string {
  if (firstLine === 0) return '';
  return firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`;
}
