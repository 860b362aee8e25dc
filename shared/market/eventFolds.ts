/**
 * The indicators that are folds of events, and their part of a checkpoint.
 *
 * Invariant: each is written under its name, with its length. A checkpoint without one (of an older version) lets
 * it begin with nothing; one that is not known here is passed over.
 */
import { LeadPrices } from '../indicators/flow/leadPrices';
import { OpenInterestSamples } from '../indicators/flow/openInterestSamples';
import { BurstDetector } from '../indicators/liquidations/burstDetector';
import { ReportedEstimate } from '../indicators/liquidations/reportedEstimate';
import type { MarketEvent } from '../model/events';
import type { Instrument } from '../model/instrument';
import type { VenueInfo } from '../model/venue';
import { ByteReader, ByteWriter } from './byteCodec';

interface EventFold {
  apply(event: MarketEvent, row: Instrument | null, nowMs: number): void;
  write(writer: ByteWriter): void;
  read(reader: ByteReader): void;
}

export class EventFolds {
  readonly bursts: BurstDetector;
  readonly leadPrices = new LeadPrices();
  readonly openInterest = new OpenInterestSamples();
  readonly reportedEstimate: ReportedEstimate;
  readonly #byName: readonly (readonly [string, EventFold])[];
  readonly #folds: readonly EventFold[];

  constructor(venues: readonly VenueInfo[]) {
    this.bursts = new BurstDetector(venues);
    this.reportedEstimate = new ReportedEstimate(venues);
    this.#byName = [
      ['bursts', this.bursts],
      ['leadPrices', this.leadPrices],
      ['openInterest', this.openInterest],
      ['reportedEstimate', this.reportedEstimate],
    ];
    this.#folds = this.#byName.map(([, fold]) => fold);
  }

  /** `nowMs` is the highest exchange time seen, this event included; `row` is null for events of a venue. */
  apply(event: MarketEvent, row: Instrument | null, nowMs: number): void {
    for (const fold of this.#folds) fold.apply(event, row, nowMs);
  }

  write(writer: ByteWriter): void {
    writer.list(this.#byName, ([name, fold]) => {
      const own = new ByteWriter();
      fold.write(own);
      writer.text(name);
      writer.bytes(own.finish());
    });
  }

  /** Fills new folds with what `write` wrote. */
  read(reader: ByteReader): void {
    reader.list(() => {
      const name = reader.text();
      const bytes = reader.bytes();
      const fold = this.#byName.find(([known]) => known === name)?.[1];
      fold?.read(new ByteReader(bytes));
    });
  }
}
