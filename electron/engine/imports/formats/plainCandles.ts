/**
 * Tables of bars as other tools write them: a stamp as text or as an epoch, open, high, low, close, volume.
 *
 * Whether a stamp is the start or the end of its bar stands in no such file: when all stamps fall on whole bars both
 * are possible, whatever the column is called. It is then asked, and told by `CandleLabels` where another file of the
 * same market shows it.
 */
import type { FindingLog } from '../findings';
import type {
  ImportFormat,
  ImportParameters,
  ImportSink,
  InstrumentIdentity,
  Recognition,
  Sample,
} from '../importFormat';
import { amountOf, BarWriter } from './barWriter';
import { binanceVenue, identityOf, unsupported, venueIdOf } from './binance/markets';
import { intervalText, utc } from './candleChecks';
import { type CandleColumns, candleColumns } from './candleColumns';
import { isDollar, type NameHints, nameHints, UNKNOWN_PARAMETERS } from './nameHints';
import { type RowHandler, readerOfRows } from './rowReader';
import { spacingOf } from './sampleRows';
import { StampReader, stampMs, unitOfStamp, wholeNumber } from './stamps';
import { shown } from './tradeChecks';

/** A stamp this close before the end of a bar is the bar's last moment. */
const LAST_MOMENT_MS = 1_000;

export const PLAIN_CANDLES: ImportFormat = {
  id: 'plainCandles',
  title: 'Table of candles',
  recognise(sample) {
    if (sample.shape !== 'delimited' && sample.shape !== 'parquet') return null;
    const found = candleColumns(sample);
    return found === null ? null : recogniseTable(sample, found, nameHints(sample.fileName));
  },
  venue(parameters) {
    if (parameters.venue === null || parameters.venue.startsWith('binance'))
      return binanceVenue(parameters, ['candles']);
    const title = parameters.venue.charAt(0).toUpperCase() + parameters.venue.slice(1);
    return { id: parameters.venue, title, liquidationReporting: 'none', streams: ['candles'] };
  },
  open(parameters, sink) {
    const identity = identityOf(parameters);
    const handler = new TableReader(parameters, identity, sink);
    return readerOfRows(unsupported(identity), handler, sink.findings);
  },
};

class TableReader implements RowHandler {
  readonly #findings: FindingLog;
  readonly #bars: BarWriter;
  readonly #stamps: StampReader;
  readonly #columns: NonNullable<ImportParameters['columns']>;
  readonly #intervalMs: number | null;
  readonly #stampIs: ImportParameters['stampIs'];
  #rows = 0;

  constructor(parameters: ImportParameters, identity: InstrumentIdentity, sink: ImportSink) {
    this.#findings = sink.findings;
    this.#bars = new BarWriter(parameters.intervalMs, identity, null, sink);
    this.#stamps = new StampReader(parameters.timeUnit, 'the time', sink.findings);
    this.#columns = parameters.columns ?? { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 };
    this.#intervalMs = parameters.intervalMs;
    this.#stampIs = parameters.stampIs;
  }

  row(row: readonly string[], line: number): void {
    const { time, closeTime, open, high, low, close, volume, volumeQuote, takerBuyBase, tradeCount } =
      this.#columns;
    const at = (column: number | undefined) => (column === undefined ? undefined : row[column]);
    const text = at(time ?? closeTime);
    const stamp = this.#stamps.read(text, line);
    if (Number.isNaN(stamp)) {
      this.#bars.reject(`time ${shown(text)}`, line);
      return;
    }
    this.#rows++;
    const trades = wholeNumber(at(tradeCount));
    const raw = {
      openTimeMs: this.#stampIs === 'close' ? this.#openOf(stamp, line) : stamp,
      open: at(open),
      high: at(high),
      low: at(low),
      close: at(close),
      volume: at(volume),
      volumeQuote: amountOf(at(volumeQuote)),
      takerBuyBase: amountOf(at(takerBuyBase)),
      tradeCount: Number.isNaN(trades) ? null : trades,
    };
    this.#bars.write(raw, line);
  }

  end(): void {
    this.#stamps.end();
    this.#bars.end();
    if (this.#stampIs === 'close' || this.#columns.closeTime !== undefined || this.#rows === 0) return;
    const detail = 'stamps are taken as the start of their bars, which nothing in the file can show';
    this.#findings.note('closeTimeStamps', 'noted', 1, detail, this.#rows);
  }

  #openOf(stamp: number, line: number): number {
    const intervalMs = this.#intervalMs ?? 0;
    const rest = stamp % intervalMs;
    const isLastMoment = rest > 0 && intervalMs - rest <= LAST_MOMENT_MS;
    const openTimeMs = isLastMoment ? stamp - rest : stamp - intervalMs;
    const detail = `${utc(stamp)} is the close of its ${intervalText(intervalMs)} bar; moved to its open, ${utc(openTimeMs)}`;
    this.#findings.note('closeTimeStamps', 'changed', line, detail);
    return openTimeMs;
  }
}

function recogniseTable(sample: Sample, found: CandleColumns, hints: NameHints): Recognition {
  const { columns, unused, isNamed } = found;
  const time = columns.time ?? columns.closeTime ?? 0;
  const texts = sample.rows.map((row) => row[time]);
  const stamps = texts.map(stampMs).filter((stamp) => !Number.isNaN(stamp));
  const spacing = spacingOf(stamps);
  const label = labelOf(sample, columns, stamps, spacing);
  const market = hints.market;
  const parameters: ImportParameters = {
    ...UNKNOWN_PARAMETERS,
    columns,
    symbol: hints.symbol,
    asset: hints.asset,
    quote: hints.quote,
    venue: hints.exchange !== 'binance' ? hints.exchange : market === null ? null : venueIdOf(market),
    kind: market === null ? null : market === 'spot' ? 'spot' : 'perpetual',
    intervalMs: spacing ?? hints.intervalMs,
    timeUnit: texts.map(unitOfStamp).find((unit) => unit !== null) ?? null,
    stampIs: label?.stampIs ?? 'open',
  };
  const how = isNamed ? 'by their names' : 'by what their numbers do';
  const ignored = unused.length === 0 ? '' : `; not used: ${shown(unused.join(', '))}`;
  const why = label === null ? '' : `; ${label.why}`;
  const every = spacing === null ? '' : ` every ${intervalText(spacing)}`;
  const reason = `time, open, high, low, close and volume ${how}${every}${why}${ignored}`;
  const questions = questionsOf(parameters, label === null, hints);
  return { confidence: isNamed ? 0.85 : 0.7, reason, parameters, questions };
}

/** What the stamps are, where content says; null where both are possible. */
function labelOf(
  sample: Sample,
  columns: CandleColumns['columns'],
  stamps: readonly number[],
  intervalMs: number | null,
): { readonly stampIs: 'open' | 'close'; readonly why: string } | null {
  const { time, closeTime } = columns;
  if (time === undefined) return { stampIs: 'close', why: 'its only time is called the close time' };
  if (closeTime !== undefined) {
    const isAfter = sample.rows.filter((row) => stampMs(row[closeTime]) > stampMs(row[time])).length * 2;
    const isOpen = isAfter > sample.rows.length;
    const why = isOpen ? 'the close time comes after the time' : 'the close time is not after the time';
    return { stampIs: isOpen ? 'open' : 'close', why };
  }
  if (intervalMs === null || stamps.length === 0) return null;
  const isLastMoment = stamps.every((stamp) => intervalMs - (stamp % intervalMs) <= LAST_MOMENT_MS);
  return isLastMoment ? { stampIs: 'close', why: 'stamps stand at the last moment of a bar' } : null;
}

function questionsOf(
  parameters: ImportParameters,
  isLabelOpen: boolean,
  hints: NameHints,
): Recognition['questions'] {
  const { symbol, quote, venue, kind, intervalMs } = parameters;
  const questions: { parameter: keyof ImportParameters; sentence: string }[] = [];
  if (symbol === null)
    questions.push({ parameter: 'symbol', sentence: 'Which symbol is it? The file does not say.' });
  else if (!isDollar(quote)) {
    questions.push({
      parameter: 'quote',
      sentence: `${symbol} is not quoted in dollars; only such markets can be imported.`,
    });
  }
  if (venue === null)
    questions.push({ parameter: 'venue', sentence: 'Which venue is it from? The file does not say.' });
  if (kind === null)
    questions.push({
      parameter: 'kind',
      sentence: 'Is it a spot or a perpetual market? The file does not say.',
    });
  if (intervalMs === null)
    questions.push({ parameter: 'intervalMs', sentence: 'How long are its bars? There is only one.' });
  else if (hints.intervalMs !== null && hints.intervalMs !== intervalMs) {
    const [named, found] = [intervalText(hints.intervalMs), intervalText(intervalMs)];
    questions.push({
      parameter: 'intervalMs',
      sentence: `The name says ${named}, the bars are ${found} apart; taken as they are.`,
    });
  }
  if (isLabelOpen) {
    const sentence =
      'Do the stamps name the start or the end of the bars? Both are possible; taken as the start.';
    questions.push({ parameter: 'stampIs', sentence });
  }
  return questions;
}
