/**
 * The seam between a file somebody has and the events of a session: a format recognises a file by its
 * content and reads its rows. One file a format, one line in `formats/registry`.
 *
 * Invariants:
 * - A format reports, it never repairs in silence: whatever it leaves out or changes goes to the finding log.
 * - The same file with the same parameters gives the same events, in file order.
 */
import type { MarketEvent } from '../../../shared/model/events';
import type { InstrumentKind, InstrumentSpec, InstrumentTable } from '../../../shared/model/instrument';
import type { InstrumentScale } from '../../../shared/model/instrumentScale';
import type { VenueId, VenueInfo } from '../../../shared/model/venue';
import type { FindingLog } from './findings';

/** What a file is made of, below its meaning. */
export type InputShape = 'delimited' | 'json' | 'lines' | 'parquet';

/** The beginning of a file, decompressed. */
export interface Sample {
  /** Without folders. A hint only: content decides. */
  readonly fileName: string;
  readonly shape: InputShape;
  /** Names of the columns; null when the first row holds data, or for `lines` and `json`. */
  readonly header: readonly string[] | null;
  /** Fields of the first rows (`delimited`, `parquet`), each a text as it stands in the file. */
  readonly rows: readonly (readonly string[])[];
  /** The first lines (`lines`), or the beginning of the text (`json`, one entry). */
  readonly lines: readonly string[];
}

export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'text';

/** What has to be known to read a file, guessed from it and open to correction. Null: not known yet. */
export interface ImportParameters {
  readonly venue: VenueId | null;
  readonly symbol: string | null;
  readonly asset: string | null;
  readonly quote: string | null;
  readonly kind: InstrumentKind | null;
  /** Of candles. */
  readonly intervalMs: number | null;
  readonly timeUnit: TimeUnit | null;
  /** Which end of its bar a candle's stamp names. */
  readonly stampIs: 'open' | 'close' | null;
  /** Meaning → position of the column, for formats without a fixed order. */
  readonly columns: Readonly<Record<string, number>> | null;
}

export interface Recognition {
  /** 0 to 1; the highest wins, and below 0.5 the user is asked. */
  readonly confidence: number;
  /** Why, in words: "12 columns, the seventh is the close time". */
  readonly reason: string;
  readonly parameters: ImportParameters;
  /** What the file does not say and the user must: sentences, by parameter. */
  readonly questions: readonly { readonly parameter: keyof ImportParameters; readonly sentence: string }[];
}

/** An instrument before its decimals are known. */
export type InstrumentIdentity = Omit<InstrumentSpec, 'priceDecimals' | 'quantityDecimals' | 'tickSize'>;

/** Where the events of one file go. */
export interface ImportSink {
  readonly instruments: InstrumentTable;
  readonly findings: FindingLog;
  /**
   * Turns the file's decimal texts into ticks and lots of the instrument, at a scale that holds what all files
   * of the import bring. The same identity gets the same object. Read `index` after the values of an event.
   */
  scale(identity: InstrumentIdentity): InstrumentScale;
  /**
   * Hands over an event with `exchangeTimeMs` set (and `receiveTimeMs` when the file holds it), `seq` 0. The
   * sink moves the time of a closed candle to its close: nobody knows it earlier.
   * `line`: where it stands in the file, from 1.
   */
  emit(event: MarketEvent, line: number): void;
}

/** Reads one file from its beginning to its end. */
export interface FormatReader {
  /**
   * Consecutive rows (`delimited`, `parquet`) below the header, each with as many fields as the sample has
   * columns; `firstLine` is the line of the first one, from 1.
   */
  rows?(rows: readonly (readonly string[])[], firstLine: number): void;
  /** Consecutive lines (`lines`). */
  lines?(lines: readonly string[], firstLine: number): void;
  /** The whole document (`json`), as `JSON.parse` gives it. */
  document?(value: unknown): void;
  /** The file has ended: what was held back is emitted, what is only known now is reported. */
  end(): void;
}

export interface ImportFormat {
  readonly id: string;
  /** As users know it: "Binance public data: aggTrades". */
  readonly title: string;
  /** Whether its trades are single ones or a venue's aggregates of them; left out where files differ in that. */
  readonly tradesAre?: 'single' | 'aggregated';
  recognise(sample: Sample): Recognition | null;
  /** The venue as the session will name it. */
  venue(parameters: ImportParameters): VenueInfo;
  /** Further venues that rows of the file may be of; left out when there is only one. */
  moreVenues?(parameters: ImportParameters): readonly VenueInfo[];
  open(parameters: ImportParameters, sink: ImportSink): FormatReader;
}
