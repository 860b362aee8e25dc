/** Which column of a table is what: by its name, and by whether its values can be that. */
import type { ColumnMeaning } from '../../../../../shared/model/importColumns';
import type { Sample } from '../../importFormat';
import { isDecimal, shareOf } from '../sampleRows';
import { isFlag, namesPosition, takerSideOf } from './sides';
import { unitOfTime } from './tableTime';

/** Names in lower case without marks; the first meaning that fits a column takes it. */
const NAMES: Readonly<Partial<Record<ColumnMeaning, readonly string[]>>> = {
  time: [
    'time',
    'timestamp',
    'ts',
    't',
    'date',
    'datetime',
    'tradetime',
    'transacttime',
    'eventtime',
    'exchangetime',
    'createdat',
    'calctime',
    'fundingtime',
    'timestampms',
    'timems',
    'timeus',
    'unix',
  ],
  receiveTime: ['localtimestamp', 'receivetime', 'receivedat', 'localtime', 'receivets'],
  nextFundingTime: ['nextfundingtime', 'nextfunding', 'fundingtimestamp'],
  symbol: ['symbol', 'instrument', 'instrumentid', 'instid', 'market', 'pair', 'ticker', 'contract'],
  tradeId: ['id', 'tradeid', 'trdmatchid', 'tid', 'execid', 'aggtradeid', 'agid'],
  isBuyerMaker: ['isbuyermaker', 'buyermaker', 'buyerismaker', 'm', 'wasthebuyerthemaker', 'maker'],
  positionSide: [
    'positionside',
    'posside',
    'positionclosed',
    'liquidatedside',
    'closedside',
    'position',
    'direction',
  ],
  orderSide: ['orderside', 'liquidationorderside', 'forceorderside'],
  takerSide: [
    'side',
    'takerside',
    'takerordertype',
    'aggressor',
    'aggressorside',
    's',
    'isbuy',
    'buyertaker',
    'tickside',
  ],
  openInterestUsd: ['openinterestusd', 'openinterestvalue', 'sumopeninterestvalue', 'oiusd', 'oivalue'],
  openInterest: ['openinterest', 'sumopeninterest', 'oi', 'openinterestbase', 'openinterestcoins'],
  fundingRate: ['fundingrate', 'lastfundingrate', 'funding', 'rate'],
  markPrice: ['markprice', 'mark'],
  indexPrice: ['indexprice', 'index', 'spotindex'],
  price: ['price', 'p', 'px', 'tradeprice', 'averageprice', 'avgprice', 'fillprice', 'execprice', 'bkpx'],
  quantity: [
    'quantity',
    'qty',
    'size',
    'amount',
    'q',
    'sz',
    'volume',
    'vol',
    'v',
    'baseqty',
    'basesize',
    'executedqty',
  ],
};

const IS_VALUE: Readonly<Partial<Record<ColumnMeaning, (text: string | undefined) => boolean>>> = {
  time: (text) => unitOfTime(text) !== null,
  receiveTime: (text) => unitOfTime(text) !== null,
  nextFundingTime: (text) => unitOfTime(text) !== null,
  symbol: (text) => /[A-Za-z]/.test(text ?? ''),
  tradeId: () => true,
  isBuyerMaker: isFlag,
  positionSide: (text) => takerSideOf(text) !== null,
  orderSide: (text) => takerSideOf(text) !== null,
  takerSide: (text) => takerSideOf(text) !== null,
};

export interface TableColumns {
  readonly columns: Readonly<Record<string, number>>;
  /** Names that stand for nothing known here. */
  readonly unused: readonly string[];
}

export function tableColumns(sample: Sample): TableColumns {
  const columns: Record<string, number> = {};
  const unused: string[] = [];
  const width = sample.header?.length ?? sample.rows[0]?.length ?? 0;
  for (let position = 0; position < width; position++) {
    const name = sample.header?.[position];
    const meaning = name === undefined ? unnamed(sample, position) : named(sample, name, position);
    if (meaning === null || columns[meaning] !== undefined) unused.push(name ?? String(position + 1));
    else columns[meaning] = position;
  }
  return { columns: withLiquidations(sample, columns), unused };
}

function named(sample: Sample, name: string, position: number): ColumnMeaning | null {
  const word = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  for (const meaning of Object.keys(NAMES) as readonly ColumnMeaning[]) {
    if (NAMES[meaning]?.includes(word) && canBe(sample, meaning, position)) return meaning;
  }
  return null;
}

/** Without a name only times and sides can be told from other numbers and words. */
function unnamed(sample: Sample, position: number): ColumnMeaning | null {
  if (canBe(sample, 'time', position)) return 'time';
  const isWord = shareOf(sample.rows, (row) => /^[a-z]+$/i.test(row[position] ?? '')) > 0.9;
  return isWord && canBe(sample, 'takerSide', position) ? 'takerSide' : null;
}

/** Fields that are left empty speak neither for nor against. */
function canBe(sample: Sample, meaning: ColumnMeaning, position: number): boolean {
  const isValue = IS_VALUE[meaning] ?? isDecimal;
  const filled = sample.rows.filter((row) => (row[position] ?? '') !== '');
  return shareOf(filled, (row) => isValue(row[position])) > 0.5;
}

/** The side of a liquidation is the position's where it says long or short; else it may be either. */
function withLiquidations(sample: Sample, columns: Readonly<Record<string, number>>) {
  const { takerSide, ...rest } = columns;
  if (takerSide === undefined || rest.positionSide !== undefined || rest.orderSide !== undefined)
    return columns;
  if (shareOf(sample.rows, (row) => namesPosition(row[takerSide])) > 0.5)
    return { ...rest, positionSide: takerSide };
  const words = [sample.fileName, ...(sample.header ?? [])].join(' ').toLowerCase();
  return /liq|force/.test(words) ? { ...rest, liquidationSide: takerSide } : columns;
}
