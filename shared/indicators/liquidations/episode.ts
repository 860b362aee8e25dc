/**
 * A time of unusual forced closing of one side: rising, perhaps running as a burst, then over.
 *
 * Invariant: its sums are of the bins `[fromMs, untilMs)`, where `untilMs` is the end of the last hot bin;
 * what came after waits in `pending` and counts once the episode becomes hot again.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';

/** What happened in a span of bins. */
export interface SpanSums {
  sideUsd: number;
  otherUsd: number;
  /** Of perpetuals, both sides. */
  takerUsd: number;
}

/** Open interest of all perpetuals that told theirs. */
export interface OpenInterestTotal {
  readonly base: number;
  /** How many told: totals of different sets are not compared. */
  readonly count: number;
}

export interface Episode {
  /** `rising`: unusual but no burst yet; `running`: a burst; `over`: a burst that may still go on. */
  phase: 'rising' | 'running' | 'over';
  readonly fromMs: number;
  readonly fromPrice: number | null;
  readonly before: OpenInterestTotal | null;
  untilMs: number;
  untilPrice: number | null;
  /** At the end of the newest bin. */
  price: number | null;
  alarmedAtMs: number | null;
  peakZ: number;
  /** As of the newest bin while it runs, and of the one that ended it afterwards. */
  after: OpenInterestTotal | null;
  explainedShare: number | null;
  isIncomplete: boolean;
  readonly sums: SpanSums;
  readonly pending: SpanSums;
  /** Venues that told of a liquidation of the side. */
  readonly venues: Set<string>;
}

export function noSums(): SpanSums {
  return { sideUsd: 0, otherUsd: 0, takerUsd: 0 };
}

export function addSums(to: SpanSums, from: SpanSums): void {
  to.sideUsd += from.sideUsd;
  to.otherUsd += from.otherUsd;
  to.takerUsd += from.takerUsd;
}

/** What waited counts, and nothing waits any more. */
export function settlePending({ sums, pending }: Episode): void {
  addSums(sums, pending);
  Object.assign(pending, noSums());
}

const PHASES = ['rising', 'running', 'over'] as const;

export function writeEpisode(writer: ByteWriter, episode: Episode): void {
  writer.whole(PHASES.indexOf(episode.phase));
  writer.double(episode.fromMs);
  writer.nullable(episode.fromPrice);
  for (const total of [episode.before, episode.after]) {
    writer.flag(total !== null);
    if (total === null) continue;
    writer.double(total.base);
    writer.whole(total.count);
  }
  writer.nullable(episode.explainedShare);
  writer.double(episode.untilMs);
  writer.nullable(episode.untilPrice);
  writer.nullable(episode.price);
  writer.nullable(episode.alarmedAtMs);
  writer.double(episode.peakZ);
  writer.flag(episode.isIncomplete);
  for (const { sideUsd, otherUsd, takerUsd } of [episode.sums, episode.pending]) {
    for (const usd of [sideUsd, otherUsd, takerUsd]) writer.double(usd);
  }
  writer.list([...episode.venues], (venue) => writer.text(venue));
}

export function readEpisode(reader: ByteReader): Episode {
  return {
    phase: PHASES[reader.whole()] ?? 'rising',
    fromMs: reader.double(),
    fromPrice: reader.nullable(),
    before: readTotal(reader),
    after: readTotal(reader),
    explainedShare: reader.nullable(),
    untilMs: reader.double(),
    untilPrice: reader.nullable(),
    price: reader.nullable(),
    alarmedAtMs: reader.nullable(),
    peakZ: reader.double(),
    isIncomplete: reader.flag(),
    sums: readSums(reader),
    pending: readSums(reader),
    venues: new Set(reader.list(() => reader.text())),
  };
}

function readTotal(reader: ByteReader): OpenInterestTotal | null {
  return reader.flag() ? { base: reader.double(), count: reader.whole() } : null;
}

function readSums(reader: ByteReader): SpanSums {
  return { sideUsd: reader.double(), otherUsd: reader.double(), takerUsd: reader.double() };
}
