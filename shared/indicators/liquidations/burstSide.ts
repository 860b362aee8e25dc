/**
 * One side of the liquidations of an asset: its decayed flow, what is usual of it, and the bursts found so far.
 *
 * Invariants:
 * - A burst is found from closed bins alone; its start may lie before its alarm, its end is told late (a calm
 *   must last), nothing else of it is told in hindsight.
 * - What is usual is not learnt from a burst, nor from bins in which a venue was not heard.
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { PositionSide } from '../../model/events';
import type { Burst } from '../../model/structure';
import { MINUTE_MS, SECOND_MS } from '../../model/time';
import { Baseline } from '../baseline';
import { burstId, readBurst, writeBurst } from './burstCodec';
import {
  addSums,
  type Episode,
  noSums,
  type OpenInterestTotal,
  readEpisode,
  settlePending,
  writeEpisode,
} from './episode';
import { forcedShare } from './feedback';
import { severityOf } from './severity';

export const BIN_MS = 10 * SECOND_MS;
/** Share of the flow that a bin leaves of the one before it: a memory of 120 s. */
const KEEP = 1 - BIN_MS / (120 * SECOND_MS);
const FLOW_UNIT_USD = 1e4;
const BASELINE = { halfLifeBins: 2_880, youngBins: 360, leastDeviation: 0.25 };

const START_Z = 3.5;
const HOT_Z = 1.5;
const START_ONE_SIDEDNESS = 0.85;
/** Of the return of 15 minutes, in its usual deviations. */
const START_MOVE = 2;
const CALM_MS = 5 * MINUTE_MS;
const MERGE_MS = 10 * MINUTE_MS;
/** What rose so long without becoming a burst is not the beginning of one. */
const LONGEST_RISE_MS = 30 * MINUTE_MS;
const MOST_BURSTS = 48;

/** A closed bin as one side sees it. */
export interface SideBin {
  readonly startMs: number;
  readonly endMs: number;
  readonly otherUsd: number;
  readonly takerUsd: number;
  /** Decayed flow of the other side, this bin included. */
  readonly otherFlowUsd: number;
  /** When it began and when it ended. */
  readonly priceBefore: number | null;
  readonly price: number | null;
  /** Return of the last 15 minutes in its usual deviations, positive where this side's closing pushes. */
  readonly move: number | null;
  readonly before: OpenInterestTotal | null;
  readonly openInterest: OpenInterestTotal | null;
  /** Least flow of a burst. */
  readonly leastFlowUsd: number;
  /** Every venue that tells of liquidations was heard. */
  readonly isHeard: boolean;
}

export class BurstSide {
  readonly #asset: string;
  readonly #side: PositionSide;
  readonly #baseline = new Baseline(BASELINE);
  /** Oldest first. */
  readonly #finished: Burst[] = [];
  #flowUsd = 0;
  #episode: Episode | null = null;
  // Of the open bin.
  #binUsd = 0;
  readonly #binVenues = new Set<string>();
  /** The newest liquidation was told when it happened, not afterwards. */
  #isLive = false;

  constructor(asset: string, side: PositionSide) {
    this.#asset = asset;
    this.#side = side;
  }

  get binUsd(): number {
    return this.#binUsd;
  }

  get flowUsd(): number {
    return this.#flowUsd;
  }

  /** Whether a burst runs. */
  get isRunning(): boolean {
    return this.#episode?.phase === 'running';
  }

  /** Signed by nothing: what was forced from the start of the burst on, less the other side; 0 without one. */
  get forcedUsd(): number {
    const { sums, pending } = this.#episode ?? { sums: noSums(), pending: noSums() };
    return sums.sideUsd + pending.sideUsd - sums.otherUsd - pending.otherUsd;
  }

  /** Price the episode began at. */
  get fromPrice(): number | null {
    return this.#episode?.fromPrice ?? null;
  }

  add(usd: number, venue: string, isLive: boolean): void {
    this.#binUsd += usd;
    this.#binVenues.add(venue);
    this.#isLive = isLive;
  }

  /** One that is too late for its bin counts in the sums of what still runs, and starts nothing. */
  addLate(usd: number, timeMs: number): void {
    const episode = this.#episode;
    if (episode?.phase === 'running' && timeMs >= episode.fromMs) episode.sums.sideUsd += usd;
  }

  /** Takes the open bin into the flow; `close` follows once both sides did. */
  fold(): void {
    this.#flowUsd = this.#flowUsd * KEEP + this.#binUsd;
  }

  close(bin: SideBin): void {
    const level = Math.log(1 + this.#flowUsd / FLOW_UNIT_USD);
    const z = this.#baseline.score(level);
    this.#live(bin, z ?? 0, z !== null && this.#starts(bin, z));
    if (bin.isHeard && !this.isRunning) this.#baseline.add(level);
    this.#binUsd = 0;
    this.#binVenues.clear();
  }

  /** What is told of the newest bin while a burst runs, known to the asset alone. */
  explain(share: number | null): void {
    if (this.#episode?.phase === 'running') this.#episode.explainedShare = share;
  }

  /** Liquidations of a venue are missing in the span. */
  markMissing(fromMs: number, toMs: number): void {
    const episode = this.#episode;
    if (episode !== null && toMs > episode.fromMs) {
      if (episode.phase !== 'over' || fromMs < episode.untilMs) episode.isIncomplete = true;
    }
    for (const [index, burst] of this.#finished.entries()) {
      if (toMs > burst.fromMs && fromMs < (burst.toMs ?? Number.POSITIVE_INFINITY)) {
        this.#finished[index] = { ...burst, completeness: 'lowerBound' };
      }
    }
  }

  /** Oldest first; the last one may still run. */
  bursts(isSampled: boolean): Burst[] {
    const episode = this.#episode;
    if (episode === null || episode.phase === 'rising') return [...this.#finished];
    return [...this.#finished, this.#burstOf(episode, isSampled)];
  }

  /** A burst that cannot go on any more is kept as it is. */
  settle(nowMs: number, isSampled: boolean): void {
    const episode = this.#episode;
    if (episode?.phase !== 'over' || nowMs - episode.untilMs < MERGE_MS) return;
    this.#finished.push(this.#burstOf(episode, isSampled));
    if (this.#finished.length > MOST_BURSTS) this.#finished.shift();
    this.#episode = null;
  }

  write(writer: ByteWriter): void {
    this.#baseline.write(writer);
    writer.double(this.#flowUsd);
    writer.flag(this.#episode !== null);
    if (this.#episode !== null) writeEpisode(writer, this.#episode);
    writer.double(this.#binUsd);
    writer.list([...this.#binVenues], (venue) => writer.text(venue));
    writer.flag(this.#isLive);
    writer.list(this.#finished, (burst) => writeBurst(writer, burst));
  }

  read(reader: ByteReader): void {
    this.#baseline.read(reader);
    this.#flowUsd = reader.double();
    this.#episode = reader.flag() ? readEpisode(reader) : null;
    this.#binUsd = reader.double();
    for (const venue of reader.list(() => reader.text())) this.#binVenues.add(venue);
    this.#isLive = reader.flag();
    this.#finished.push(...reader.list(() => readBurst(reader, this.#asset, this.#side)));
  }

  #starts(bin: SideBin, z: number): boolean {
    return (
      z > START_Z &&
      this.#flowUsd > bin.leastFlowUsd &&
      this.#flowUsd > START_ONE_SIDEDNESS * (this.#flowUsd + bin.otherFlowUsd) &&
      bin.move !== null &&
      bin.move > START_MOVE
    );
  }

  /** One bin in the life of the episode. */
  #live(bin: SideBin, z: number, starts: boolean): void {
    const isHot = z >= HOT_Z;
    let episode = this.#episode;
    const hasRisenTooLong = episode?.phase === 'rising' && bin.startMs - episode.fromMs >= LONGEST_RISE_MS;
    if (episode === null || hasRisenTooLong) {
      if (!isHot) {
        this.#episode = null;
        return;
      }
      episode = begin(bin);
      this.#episode = episode;
    }
    addSums(episode.pending, { sideUsd: this.#binUsd, otherUsd: bin.otherUsd, takerUsd: bin.takerUsd });
    for (const venue of this.#binVenues) episode.venues.add(venue);
    if (starts && episode.phase !== 'running') {
      episode.phase = 'running';
      // What was only told afterwards is a burst all the same, but no alarm.
      if (this.#isLive) episode.alarmedAtMs ??= bin.endMs;
    }
    if (episode.phase === 'over') return;
    if (isHot) {
      settlePending(episode);
      episode.untilMs = bin.endMs;
      episode.untilPrice = bin.price;
      episode.peakZ = Math.max(episode.peakZ, z);
    } else if (episode.phase === 'rising') {
      this.#episode = null;
      return;
    }
    episode.price = bin.price;
    episode.after = bin.openInterest;
    if (!bin.isHeard) episode.isIncomplete = true;
    if (episode.phase === 'running' && bin.endMs - episode.untilMs >= CALM_MS) episode.phase = 'over';
  }

  #burstOf(episode: Episode, isSampled: boolean): Burst {
    const { sums, pending, phase, before, after } = episode;
    const isOver = phase === 'over';
    const now = isOver ? noSums() : pending;
    const sideUsd = sums.sideUsd + now.sideUsd;
    const otherSideUsd = sums.otherUsd + now.otherUsd;
    const isComparable = before !== null && after !== null && before.count === after.count;
    const beforeUsd = before === null || episode.fromPrice === null ? null : before.base * episode.fromPrice;
    return {
      id: burstId(this.#asset, this.#side, episode.fromMs),
      asset: this.#asset,
      positionSide: this.#side,
      fromMs: episode.fromMs,
      toMs: isOver ? episode.untilMs : null,
      alarmedAtMs: episode.alarmedAtMs,
      severity: severityOf(
        sideUsd,
        beforeUsd,
        this.#finished.map((burst) => burst.sideUsd),
      ),
      sideUsd,
      otherSideUsd,
      completeness: isSampled || episode.isIncomplete ? 'lowerBound' : 'complete',
      venues: [...episode.venues].sort(),
      peakZ: episode.peakZ,
      fromPrice: episode.fromPrice,
      toPrice: isOver ? episode.untilPrice : episode.price,
      openInterestBeforeBase: before?.base ?? null,
      openInterestAfterBase: isComparable ? after.base : null,
      forcedShare: forcedShare(sideUsd + otherSideUsd, sums.takerUsd + now.takerUsd),
      explainedShare: episode.explainedShare,
    };
  }
}

function begin(bin: SideBin): Episode {
  return {
    phase: 'rising',
    fromMs: bin.startMs,
    fromPrice: bin.priceBefore,
    before: bin.before,
    untilMs: bin.endMs,
    untilPrice: bin.price,
    price: bin.price,
    alarmedAtMs: null,
    peakZ: 0,
    after: null,
    explainedShare: null,
    isIncomplete: false,
    sums: noSums(),
    pending: noSums(),
    venues: new Set(),
  };
}
