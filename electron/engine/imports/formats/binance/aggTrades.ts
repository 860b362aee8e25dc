/**
 * Binance public data: aggTrades. Columns: id, price, quantity, first and last trade id, time, buyer was maker;
 * spot files have an eighth, best price match. Ids run without holes in every market.
 */
import type { ImportFormat, Sample } from '../../importFormat';
import { nameHints } from '../nameHints';
import { flagOf, isDecimal, shareOf } from '../sampleRows';
import { unitOfStamp, wholeNumber } from '../stamps';
import { type BinanceMarket, binanceVenue, recogniseBinance } from './markets';
import { openTradeRows } from './tradeRows';

const COLUMNS = { id: 0, price: 1, quantity: 2, time: 5, isBuyerMaker: 6, inverseBase: null } as const;

export const BINANCE_AGG_TRADES: ImportFormat = {
  id: 'binanceAggTrades',
  title: 'Binance public data: aggTrades',
  tradesAre: 'aggregated',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const share = shareOf(sample.rows, isAggTrade);
    const first = sample.rows.find(isAggTrade);
    if (share < 0.5 || first === undefined) return null;
    const hints = nameHints(sample.fileName);
    const timeUnit = unitOfStamp(first[5]);
    const market = marketOfRow(first, hints.market);
    const reason = `${first.length} columns: trade id, price, amount, a range of ids, time in ${timeUnit}, a flag`;
    return recogniseBinance(share * 0.95, reason, market, hints, { timeUnit });
  },
  venue: (parameters) => binanceVenue(parameters, ['trades']),
  open: (parameters, sink) => openTradeRows(COLUMNS, 'consecutive', parameters, sink),
};

function isAggTrade(row: Sample['rows'][number]): boolean {
  if (row.length !== 7 && row.length !== 8) return false;
  const unit = unitOfStamp(row[5]);
  return (
    !Number.isNaN(wholeNumber(row[0])) &&
    isDecimal(row[1]) &&
    isDecimal(row[2]) &&
    isTradeId(row[3]) &&
    isTradeId(row[4]) &&
    unit !== null &&
    unit !== 'text' &&
    flagOf(row[6]) !== null &&
    (row.length === 7 || flagOf(row[7]) !== null)
  );
}

/** Old spot files have -1 where an aggregate stands for trades that were taken back. */
function isTradeId(text: string | undefined): boolean {
  return text === '-1' || !Number.isNaN(wholeNumber(text));
}

/** Only spot files have the eighth column, and microseconds; of the others the symbol tells the inverse ones. */
function marketOfRow(row: readonly string[], hint: BinanceMarket | null): BinanceMarket {
  if (row.length === 8 || unitOfStamp(row[5]) === 'us') return 'spot';
  return hint === 'inverse' ? 'inverse' : 'linear';
}
