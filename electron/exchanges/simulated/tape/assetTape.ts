/**
 * The tape of one asset: what the venues publish about a step of its market.
 *
 * Invariants:
 * - Events of a step come in the order of their exchange times, all inside the step. Of one millisecond: forced
 *   trades (each followed by the liquidation it was), other trades, books, quotes, and closed candles last.
 * - What a step draws is keyed by (seed, asset, time of the step). Only this is carried from step to step, and
 *   is in the snapshot: flows that wait for a trade, lots that wait for a whole one, trade ids, the forming minute
 *   and the last 24 h of minutes, wear of the walls, candles kept back by an outage. A step that is not taken
 *   changes nothing else of later ones.
 * - A venue in an outage goes on trading, with trade ids, unheard; its candles follow afterwards as history.
 */
import { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { InstrumentIndex, InstrumentKind } from '../../../../shared/model/instrument';
import type { AssetStep } from '../market/assetStep';
import { RandomStream } from '../random/randomStream';
import { BookPicture } from './bookPicture';
import { CoarseTape } from './coarseTape';
import { FineTape, type PriceSpan } from './fineTape';
import { ForcedOrders, isCoarse } from './forcedOrders';
import { MarketTape } from './marketTape';
import { type EmitEvent, type EmitTruth, type TapeDetail, TapeLeg } from './tapeLeg';
import type { TapeProfile } from './tapeProfile';
import { type TapeVenue, tapeMarkets } from './tapeVenue';
import { VenueOffsets } from './venueOffsets';

export interface AssetTapeOptions {
  readonly asset: string;
  /** Integer below 2^53. */
  readonly seed: number;
  readonly profile: TapeProfile;
  /** Their order decides the order of events of one millisecond. */
  readonly venues: readonly TapeVenue[];
}

/** USD of taker flow that no trade has carried yet. */
export interface CarriedFlow {
  readonly buyUsd: number;
  readonly sellUsd: number;
}

const VERSION = 2;

export class AssetTape {
  readonly #spot: TapeLeg;
  readonly #perpetual: TapeLeg;
  readonly #tapes: readonly MarketTape[];
  readonly #forced: ForcedOrders;
  readonly #offsets: VenueOffsets;
  readonly #fine: FineTape;
  readonly #coarse: CoarseTape;

  constructor({ asset, seed, profile, venues }: AssetTapeOptions) {
    const stream = (purpose: string) => new RandomStream(seed, `${asset}/tape/${purpose}`);
    const markets = tapeMarkets(venues);
    const tradeRandom = stream('trades');
    this.#spot = new TapeLeg('spot', profile, markets, tradeRandom);
    this.#perpetual = new TapeLeg('perpetual', profile, markets, tradeRandom);
    this.#forced = new ForcedOrders(markets, this.#perpetual.shares, stream('forced'), profile.childUsd);
    this.#offsets = new VenueOffsets(stream('offsets'), markets.length);
    this.#tapes = markets.map((market) => {
      const { book } = profile;
      if (book === null || market.bookEveryMs === null) return new MarketTape(market, null);
      const texture = stream(`texture of ${market.kind} at ${market.venue.id}`);
      return new MarketTape(market, new BookPicture(market, book, profile[market.kind], texture));
    });
    const parts = {
      spot: this.#spot,
      perpetual: this.#perpetual,
      tapes: this.#tapes,
      offsets: this.#offsets,
    };
    this.#fine = new FineTape({
      ...parts,
      profile,
      tradeRandom,
      pathRandom: stream('path'),
      bookRandom: stream('books'),
    });
    this.#coarse = new CoarseTape({ ...parts, noiseBp: profile.noiseBp, random: stream('minutes') });
  }

  /**
   * Publishes a step, and the truth beside it. A step of a minute has no trades, quotes and books (see
   * `CoarseTape`). Sinks own what they are given. Throws for a coarse step that is not a full minute.
   */
  take(step: AssetStep, emit: EmitEvent, truth: EmitTruth, detail: TapeDetail = 'all'): void {
    const children = this.#forced.split(step);
    this.#offsets.moveTo(step.fromMs);
    if (isCoarse(step)) this.#coarse.take(step, children, emit, truth);
    else this.#fine.take(step, children, emit, truth, detail);
  }

  /** What the instrument could trade at in the last full step, by the impact rule; null for one of others. */
  reach(instrument: InstrumentIndex): PriceSpan | null {
    const slot = this.#tapes.findIndex(({ market }) => market.instrument === instrument);
    return slot < 0 ? null : this.#fine.reach(slot);
  }

  carried(kind: InstrumentKind): CarriedFlow {
    const { sizes } = kind === 'spot' ? this.#spot : this.#perpetual;
    return { buyUsd: sizes.carriedBuyUsd, sellUsd: sizes.carriedSellUsd };
  }

  /** Everything that is carried from step to step. */
  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writer.whole(VERSION);
    this.#spot.sizes.write(writer);
    this.#perpetual.sizes.write(writer);
    this.#forced.write(writer);
    writer.whole(this.#tapes.length);
    for (const tape of this.#tapes) tape.write(writer);
    return writer.finish();
  }

  /** Goes on from a snapshot of a tape with the same options. Throws a RangeError for other bytes. */
  restore(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    if (reader.whole() !== VERSION) throw new RangeError('the snapshot of the tape has another version');
    this.#spot.sizes.read(reader);
    this.#perpetual.sizes.read(reader);
    this.#forced.read(reader);
    if (reader.whole() !== this.#tapes.length) {
      throw new RangeError('the snapshot of the tape is of other markets');
    }
    for (const tape of this.#tapes) tape.read(reader);
    if (!reader.atEnd()) throw new RangeError('the snapshot of the tape is longer than it should be');
  }
}
