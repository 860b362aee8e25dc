/**
 * Binance public data: trades. Columns: id, price, amount, value, time, buyer was maker; spot files have a seventh,
 * best price match. COIN-M files have contracts as the amount and base units as the value.
 */
import type { ImportFormat, ImportParameters, Sample } from '../../importFormat';
import { nameHints } from '../nameHints';
import { flagOf, isDecimal, shareOf } from '../sampleRows';
import { unitOfStamp, wholeNumber } from '../stamps';
import { type BinanceMarket, binanceVenue, marketOf, recogniseBinance } from './markets';
import { openTradeRows } from './tradeRows';

const COLUMNS = { id: 0, price: 1, quantity: 2, time: 4, isBuyerMaker: 5, inverseBase: 3 } as const;

export const BINANCE_TRADES: ImportFormat = {
  id: 'binanceTrades',
  title: 'Binance public data: trades',
  tradesAre: 'single',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const share = shareOf(sample.rows, isTrade);
    const trades = sample.rows.filter(isTrade);
    const first = trades[0];
    if (share < 0.5 || first === undefined) return null;
    const timeUnit = unitOfStamp(first[4]);
    const market = marketOfRows(trades);
    const value = market === 'inverse' ? 'amount in contracts, amount in coins' : 'amount, price × amount';
    const reason = `${first.length} columns: trade id, price, ${value}, time in ${timeUnit}, a flag`;
    return recogniseBinance(share * 0.95, reason, market, nameHints(sample.fileName), { timeUnit });
  },
  venue: (parameters) => binanceVenue(parameters, ['trades']),
  open: (parameters, sink) => openTradeRows(COLUMNS, idRun(parameters), parameters, sink),
};

/** Futures files leave out the trades of the insurance fund and of deleveraging, so their ids have holes. */
function idRun(parameters: ImportParameters) {
  return marketOf(parameters) === 'spot' ? 'consecutive' : 'ascending';
}

function isTrade(row: Sample['rows'][number]): boolean {
  if (row.length !== 6 && row.length !== 7) return false;
  const unit = unitOfStamp(row[4]);
  return (
    !Number.isNaN(wholeNumber(row[0])) &&
    isDecimal(row[1]) &&
    isDecimal(row[2]) &&
    isDecimal(row[3]) &&
    unit !== null &&
    unit !== 'text' &&
    flagOf(row[5]) !== null &&
    (row.length === 6 || flagOf(row[6]) !== null)
  );
}

/** The fourth column is price × amount, but of COIN-M dollars a contract × amount / price. */
function marketOfRows(rows: Sample['rows']): BinanceMarket {
  if (rows.some((row) => row.length === 7 || unitOfStamp(row[4]) === 'us')) return 'spot';
  const isInverse = (row: readonly string[]) => {
    const [, price, amount, value] = row.map(Number);
    if (!price || !amount || !value) return false;
    return (
      Math.abs((price * amount) / value - 1) > 0.01 &&
      [10, 100].some((usd) => near(usd, price, amount, value))
    );
  };
  return shareOf(rows, isInverse) > 0.5 ? 'inverse' : 'linear';
}

/** The venue cuts the value to eight decimals, which is coarse for one contract. */
function near(usd: number, price: number, contracts: number, base: number): boolean {
  return Math.abs((usd * contracts) / price - base) <= 1e-8;
}
