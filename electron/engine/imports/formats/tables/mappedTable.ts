/**
 * Any table whose columns can be named: trades, liquidations, open interest, funding, marks and candles, from csv or
 * Parquet. The names are guessed, shown, and open to correction; what cannot be told from the table is asked.
 */
import { type TableKind, tableKinds } from '../../../../../shared/model/importColumns';
import type { Stream, VenueInfo } from '../../../../../shared/model/venue';
import type { ImportFormat, ImportParameters, Recognition, Sample } from '../../importFormat';
import { venueIdOf } from '../binance/markets';
import { isDollar, type NameHints, nameHints, UNKNOWN_PARAMETERS } from '../nameHints';
import { pairOf } from '../pairs';
import { PLAIN_CANDLES } from '../plainCandles';
import { readerOfRows } from '../rowReader';
import { mostFrequent } from '../sampleRows';
import { COMMON_COLUMNS } from '../tardis/tardisRows';
import { shown } from '../tradeChecks';
import { tableColumns } from './tableColumns';
import { TableReader } from './tableReader';
import { unitOfTime } from './tableTime';

const STREAMS: Readonly<Record<TableKind, Stream>> = {
  trades: 'trades',
  liquidations: 'liquidations',
  candles: 'candles',
  openInterest: 'openInterest',
  funding: 'mark',
  mark: 'mark',
};

export const MAPPED_TABLE: ImportFormat = {
  id: 'table',
  title: 'Table, by what its columns mean',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    return sample.rows.length === 0 ? null : recogniseTable(sample, nameHints(sample.fileName));
  },
  venue: (parameters) => venueOf(parameters),
  open(parameters, sink) {
    const kinds = tableKinds(parameters.columns ?? {});
    if (kinds.includes('candles')) return PLAIN_CANDLES.open(parameters, sink);
    const refusal =
      kinds.length > 0 ? null : 'the columns make no events; say which is the time, the price and so on';
    return readerOfRows(refusal, new TableReader(parameters, sink), sink.findings);
  },
};

/** How much an unknown source left out of its liquidations is unknown: their sums are lower bounds. */
function venueOf(parameters: ImportParameters): VenueInfo {
  const streams = [...new Set(tableKinds(parameters.columns ?? {}).map((kind) => STREAMS[kind]))];
  if (streams.join() === 'candles') return PLAIN_CANDLES.venue(parameters);
  const { title } = PLAIN_CANDLES.venue(parameters);
  const id = parameters.venue ?? PLAIN_CANDLES.venue(parameters).id;
  const liquidationReporting = streams.includes('liquidations') ? 'latestPerSecond' : 'none';
  return { id, title, liquidationReporting, streams, tradeIds: 'opaque' };
}

function recogniseTable(sample: Sample, hints: NameHints): Recognition {
  const { columns, unused } = tableColumns(sample);
  const kinds = tableKinds(columns);
  const values = (meaning: string) => sample.rows.map((row) => row[columns[meaning] ?? -1]);
  const named =
    columns.symbol === undefined ? hints.symbol : (mostFrequent(values('symbol')) ?? hints.symbol);
  const pair = named === null ? null : pairOf(named);
  const { market, exchange } = hints;
  const isContract = market !== null ? market !== 'spot' : kinds.some((kind) => kind !== 'trades');
  const isMarketKnown = market !== null || kinds.some((kind) => kind !== 'trades' && kind !== 'candles');
  const parameters: ImportParameters = {
    ...UNKNOWN_PARAMETERS,
    columns,
    symbol: named,
    asset: pair?.asset ?? null,
    quote: pair?.quote ?? null,
    venue:
      exchange !== 'binance' ? exchange : isMarketKnown ? venueIdOf(isContract ? 'linear' : 'spot') : null,
    kind: isMarketKnown ? (isContract ? 'perpetual' : 'spot') : null,
    timeUnit: mostFrequent(values('time').map(unitOfTime)),
  };
  const what = kinds.length === 0 ? 'a table whose columns say too little' : `columns of ${kinds.join(', ')}`;
  const ignored = unused.length === 0 ? '' : `; not used: ${shown(unused.join(', '))}`;
  const questions = questionsOf(parameters, kinds, sample);
  // Tardis's tables have formats of their own, which know more than the names of their columns say.
  const isTardis = COMMON_COLUMNS.every((name, position) => sample.header?.[position] === name);
  const confidence = kinds.length === 0 || isTardis ? 0.1 : 0.6;
  return { confidence, reason: `${what}${ignored}`, parameters, questions };
}

function questionsOf(
  { columns, symbol, quote, venue, kind }: ImportParameters,
  kinds: readonly TableKind[],
  sample: Sample,
): Recognition['questions'] {
  const questions: { parameter: keyof ImportParameters; sentence: string }[] = [];
  const ask = (parameter: keyof ImportParameters, sentence: string) =>
    questions.push({ parameter, sentence });
  if (kinds.length === 0) ask('columns', 'Which column is the time, the price, the amount, the side?');
  const side = columns?.liquidationSide;
  if (side !== undefined) {
    const name = sample.header?.[side] ?? `column ${side + 1}`;
    ask(
      'columns',
      `Is "${name}" the side of the position that was closed or of the order that closed it? ` +
        `Say positionSide=${name} or orderSide=${name}: a long is closed by a sell order.`,
    );
  }
  if (symbol === null) ask('symbol', 'Which symbol is it? The file does not say.');
  else if (!isDollar(quote))
    ask('quote', `${symbol} is not quoted in dollars; only such markets can be imported.`);
  if (venue === null) ask('venue', 'Which venue is it from? The file does not say.');
  if (kind === null) ask('kind', 'Is it a spot or a perpetual market? The file does not say.');
  return questions;
}
