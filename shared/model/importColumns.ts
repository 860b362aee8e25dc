/** What a column of a table can mean to an import, and what a table needs for each kind of event. */

export const COLUMN_MEANINGS = {
  time: 'when it happened',
  receiveTime: 'when it was received',
  symbol: 'symbol of the venue',
  price: 'price',
  quantity: 'amount in coins',
  tradeId: 'number of the trade',
  takerSide: 'side of the taker (buy or sell)',
  isBuyerMaker: 'whether the buyer was the maker',
  positionSide: 'side of the position that was closed by force',
  orderSide: 'side of the order that closed a position by force',
  liquidationSide: 'side of a liquidation, of position or order',
  openInterest: 'open interest in coins',
  openInterestUsd: 'open interest in dollars',
  fundingRate: 'funding rate as a fraction',
  nextFundingTime: 'time of the next funding',
  markPrice: 'mark price',
  indexPrice: 'index price',
  open: 'open of the bar',
  high: 'high of the bar',
  low: 'low of the bar',
  close: 'close of the bar',
  volume: 'volume of the bar in coins',
  closeTime: 'end of the bar',
  volumeQuote: 'volume of the bar in quote units',
  takerBuyBase: 'coins that takers bought in the bar',
  tradeCount: 'trades in the bar',
} as const;

export type ColumnMeaning = keyof typeof COLUMN_MEANINGS;

export type TableKind = 'trades' | 'liquidations' | 'candles' | 'openInterest' | 'funding' | 'mark';

/** Meanings that make rows of a kind, beside a time; of an inner list one is enough. */
const NEEDED: Readonly<Record<TableKind, readonly (readonly ColumnMeaning[])[]>> = {
  trades: [['price'], ['quantity'], ['takerSide', 'isBuyerMaker']],
  liquidations: [['price'], ['quantity'], ['positionSide', 'orderSide', 'liquidationSide']],
  candles: [['open'], ['high'], ['low'], ['close'], ['volume']],
  openInterest: [['openInterest']],
  funding: [['fundingRate']],
  mark: [['markPrice']],
};
const KINDS = Object.keys(NEEDED) as readonly TableKind[];

/** What the rows of a table with these columns are; nothing without a time. */
export function tableKinds(columns: Readonly<Record<string, number>>): readonly TableKind[] {
  const has = (meaning: ColumnMeaning) => columns[meaning] !== undefined;
  const kinds = KINDS.filter((kind) => NEEDED[kind].every((anyOf) => anyOf.some(has)));
  // A bar may know its end only.
  if (!has('time') && !(kinds.includes('candles') && has('closeTime'))) return [];
  // What closes positions is no trade beside it, and a bar is all that its row is.
  if (kinds.includes('candles')) return ['candles'];
  return kinds.includes('liquidations') ? kinds.filter((kind) => kind !== 'trades') : kinds;
}
