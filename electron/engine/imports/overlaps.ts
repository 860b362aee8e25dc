/**
 * Trades of one market that two files hold in different grain: single trades, and the aggregates a venue makes of
 * them under ids of their own. Both together would count every trade twice.
 *
 * Invariant: where single trades are, the aggregates of that time are left out, and the file says so. Files whose
 * grain nobody knows are told, not touched: rows with the same id count once (`repeats.ts`), others as they stand.
 */
import type { MarketEvent } from '../../../shared/model/events';
import type { Finding } from '../../../shared/model/importRecord';
import type { InstrumentId, InstrumentTable } from '../../../shared/model/instrument';
import type { SurveyedFile } from './survey';

/** Trades of `file` between two exchange times, both included. */
interface TradeSpan {
  readonly file: string;
  readonly instrumentId: InstrumentId;
  readonly rows: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What is to be told of the file of that number: which others hold its trades as well. */
export function overlapFindings(files: readonly SurveyedFile[], index: number): readonly Finding[] {
  const file = files[index];
  if (file === undefined) return [];
  return [
    ...finerSpans(file, files).map(({ own, other }) =>
      finding(
        file,
        'dropped',
        // How many of a file that reaches further, only its reading tells.
        own.firstMs >= other.firstMs && own.lastMs <= other.lastMs ? own.rows : 0,
        `${other.file} holds the single trades of ${spanText(other)}; the aggregates of that time are left out, ` +
          'or they would count twice. Leave out that file to have these instead',
      ),
    ),
    ...unknownSpans(file, files.slice(0, index)).map(({ own, other }) =>
      finding(
        file,
        'noted',
        own.rows,
        `${other.file} holds trades of ${spanText(other)} as well; those with the same id count once, others ` +
          'twice. Leave out one of the files if they are the same',
      ),
    ),
  ];
}

/** Says of an event of one file whether a finer file tells the same. */
export class FinerTrades {
  readonly #instruments: InstrumentTable;
  /** By number of the file; undefined where nothing is finer. */
  readonly #spans: readonly (readonly TradeSpan[] | undefined)[];

  constructor(files: readonly SurveyedFile[], instruments: InstrumentTable) {
    this.#instruments = instruments;
    this.#spans = files.map((file) => {
      const finer = finerSpans(file, files).map(({ other }) => other);
      return finer.length === 0 ? undefined : finer;
    });
  }

  /** The file that holds it in finer grain; undefined when none does. */
  fileOf(event: MarketEvent, source: number): string | undefined {
    const spans = this.#spans[source];
    if (spans === undefined || event.kind !== 'trade') return undefined;
    const { id } = this.#instruments.get(event.instrument);
    const timeMs = event.exchangeTimeMs;
    return spans.find(
      ({ instrumentId, firstMs, lastMs }) => instrumentId === id && firstMs <= timeMs && timeMs <= lastMs,
    )?.file;
  }
}

interface Overlap {
  readonly own: TradeSpan;
  readonly other: TradeSpan;
}

function finerSpans(file: SurveyedFile, files: readonly SurveyedFile[]): readonly Overlap[] {
  if (file.format?.tradesAre !== 'aggregated') return [];
  return overlaps(
    file,
    files.filter(({ format }) => format?.tradesAre === 'single'),
  );
}

function unknownSpans(file: SurveyedFile, others: readonly SurveyedFile[]): readonly Overlap[] {
  return overlaps(
    file,
    others.filter(
      ({ format }) => format !== file.format && [format, file.format].some((each) => !each?.tradesAre),
    ),
  );
}

function overlaps(file: SurveyedFile, others: readonly SurveyedFile[]): readonly Overlap[] {
  return spansOf(file).flatMap((own) =>
    others
      .flatMap(spansOf)
      .filter(
        (other) =>
          other.instrumentId === own.instrumentId &&
          other.firstMs <= own.lastMs &&
          own.firstMs <= other.lastMs,
      )
      .map((other) => ({ own, other })),
  );
}

function spansOf({ name, counts, refusal }: SurveyedFile): readonly TradeSpan[] {
  if (refusal !== null) return [];
  return counts.flatMap(({ kind, instrumentId, rows, firstMs, lastMs }) =>
    kind === 'trade' && instrumentId !== null ? [{ file: name, instrumentId, rows, firstMs, lastMs }] : [],
  );
}

function finding({ name }: SurveyedFile, action: Finding['action'], count: number, detail: string): Finding {
  return { file: name, kind: 'duplicate', action, count, firstLine: 0, lastLine: 0, detail };
}

function spanText({ instrumentId, firstMs, lastMs }: TradeSpan): string {
  return `${instrumentId} from ${isoText(firstMs)} to ${isoText(lastMs)}`;
}

function isoText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
