/**
 * Moves that makers make without a trade. News reaches the leading market first; the makers of the other one
 * follow within seconds. That delay is what tells a spot-led market from a perp-led one.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { HOUR_MS } from '../../../../shared/model/time';
import { exp } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import type { AssetMarketParams } from './marketParams';
import { readNumbers, readWords, writeArray, writeNumbers } from './typedArrays';

/** Share of the asset's fluctuation that is in the quotes and does not last. */
const QUOTE_NOISE = 0.75;
/** Noise of one market alone. */
const OWN_NOISE = 0.12;
/** What the follower's makers see at once, and how fast they take over the rest. */
const SEEN_AT_ONCE = 0.4;
const FOLLOW_TAU_MS = 18_000;

export class QuoteNews {
  readonly #volatilityPerHour: number;
  readonly #leadsSpot: boolean;
  readonly #stream: RandomStream;
  #pending = 0;
  /** Log moves of the step. */
  spotMove = 0;
  perpetualMove = 0;

  constructor({ asset, volatilityPerHour, leader }: AssetMarketParams, seed: number) {
    this.#volatilityPerHour = volatilityPerHour;
    this.#leadsSpot = leader === 'spot';
    this.#stream = new RandomStream(seed, `${asset}/quotes`);
  }

  step(durationMs: number, activity: number): void {
    const scale =
      this.#volatilityPerHour * QUOTE_NOISE * Math.sqrt((durationMs / HOUR_MS) * Math.max(0.3, activity));
    const news = scale * this.#stream.normal();
    this.#pending += (1 - SEEN_AT_ONCE) * news;
    const followed = this.#pending * (1 - exp(-durationMs / FOLLOW_TAU_MS));
    this.#pending -= followed;
    const leading = news + scale * OWN_NOISE * this.#stream.normal();
    const following = SEEN_AT_ONCE * news + followed + scale * OWN_NOISE * this.#stream.normal();
    this.spotMove = this.#leadsSpot ? leading : following;
    this.perpetualMove = this.#leadsSpot ? following : leading;
  }

  snapshot(writer: ByteWriter): void {
    writeNumbers(writer, this.#pending);
    writeArray(writer, this.#stream.snapshot());
  }

  restore(reader: ByteReader): void {
    this.#pending = readNumbers(reader)[0] as number;
    this.#stream.restore(readWords(reader));
  }
}
