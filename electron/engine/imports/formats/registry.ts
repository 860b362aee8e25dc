/** The formats an import understands, one line each. */
import type { ImportFormat, ImportParameters, Recognition, Sample } from '../importFormat';
import { BINANCE_AGG_TRADES } from './binance/aggTrades';
import { BINANCE_FUNDING_RATE } from './binance/fundingRate';
import { BINANCE_KLINES } from './binance/klines';
import { BINANCE_LIQUIDATIONS } from './binance/liquidationSnapshot';
import { BINANCE_METRICS } from './binance/metrics';
import { BINANCE_REST_KLINES } from './binance/restKlines';
import { BINANCE_TRADES } from './binance/trades';
import { PLAIN_CANDLES } from './plainCandles';
import { MAPPED_TABLE } from './tables/mappedTable';
import { TARDIS_BOOK_SNAPSHOTS } from './tardis/bookSnapshots';
import { TARDIS_DERIVATIVE_TICKER } from './tardis/derivativeTicker';
import { TARDIS_LIQUIDATIONS, TARDIS_TRADES } from './tardis/trades';

export const IMPORT_FORMATS: readonly ImportFormat[] = [
  BINANCE_AGG_TRADES,
  BINANCE_TRADES,
  BINANCE_KLINES,
  BINANCE_REST_KLINES,
  BINANCE_METRICS,
  BINANCE_FUNDING_RATE,
  BINANCE_LIQUIDATIONS,
  PLAIN_CANDLES,
  TARDIS_TRADES,
  TARDIS_LIQUIDATIONS,
  TARDIS_BOOK_SNAPSHOTS,
  TARDIS_DERIVATIVE_TICKER,
  MAPPED_TABLE,
];

export interface RecognisedFormat {
  readonly format: ImportFormat;
  readonly recognition: Recognition;
}

/** What the sample may be, most confident first. */
export function recogniseFormats(
  formats: readonly ImportFormat[],
  sample: Sample,
): readonly RecognisedFormat[] {
  return formats
    .flatMap((format) => {
      const recognition = format.recognise(sample);
      return recognition === null ? [] : [{ format, recognition }];
    })
    .sort((a, b) => b.recognition.confidence - a.recognition.confidence);
}

/** What the user says stands above what was guessed. */
export function withParameters(
  recognition: Recognition,
  given: Partial<ImportParameters>,
): Pick<Recognition, 'parameters' | 'questions'> {
  return {
    parameters: { ...recognition.parameters, ...partsOfOther(given), ...given },
    questions: recognition.questions.filter(({ parameter }) => given[parameter] == null),
  };
}

/** Asset and quote were guessed with the symbol: with another one they are those of that one. */
function partsOfOther({ symbol }: Partial<ImportParameters>): Partial<ImportParameters> {
  return symbol == null ? {} : { asset: null, quote: null };
}
