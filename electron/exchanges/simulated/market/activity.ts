/** How lively the market is: hour of the day, day of the week, moods of hours, and the news. */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { DAY_MS, HOUR_MS } from '../../../../shared/model/time';
import { exp, sin } from '../random/portableMath';
import { RandomStream } from '../random/randomStream';
import type { AssetMarketParams } from './marketParams';
import { readNumbers, readWords, writeArray, writeNumbers } from './typedArrays';

const MOOD_TAU_MS = 5 * HOUR_MS;
const MOOD_DEVIATION = 0.22;
/** The quiet hours lie around 05:00 UTC, the lively ones around 15:00. */
const DAY_SWING = 0.32;
const WEEKEND_FACTOR = 0.72;
/** 1970-01-01 was a Thursday. */
const THURSDAY = 4;

export class Activity {
  readonly #params: AssetMarketParams;
  readonly #stream: RandomStream;
  #mood = 0;

  constructor(params: AssetMarketParams, seed: number) {
    this.#params = params;
    this.#stream = new RandomStream(seed, `${params.asset}/activity`);
  }

  /** 1 is an ordinary hour. */
  step(fromMs: number, durationMs: number): number {
    const decay = exp(-durationMs / MOOD_TAU_MS);
    this.#mood = this.#mood * decay + MOOD_DEVIATION * Math.sqrt(1 - decay * decay) * this.#stream.normal();
    const mood = exp(this.#mood - (MOOD_DEVIATION * MOOD_DEVIATION) / 2);
    return mood * season(fromMs) * this.#reaction(fromMs);
  }

  snapshot(writer: ByteWriter): void {
    writeNumbers(writer, this.#mood);
    writeArray(writer, this.#stream.snapshot());
  }

  restore(reader: ByteReader): void {
    this.#mood = readNumbers(reader)[0] as number;
    this.#stream.restore(readWords(reader));
  }

  #reaction(timeMs: number): number {
    const { catalystMs, reaction } = this.#params;
    if (catalystMs === null || timeMs < catalystMs) return 1;
    return 1 + reaction.peak * exp(-(timeMs - catalystMs) / reaction.decayMs);
  }
}

/** Mean 1 over a week, nearly. */
export function season(timeMs: number): number {
  const hour = (timeMs % DAY_MS) / HOUR_MS;
  const day = (Math.floor(timeMs / DAY_MS) + THURSDAY) % 7;
  const weekend = day === 0 || day === 6;
  const swing = 1 + DAY_SWING * sin(((hour - 9.5) / 24) * 2 * Math.PI);
  return swing * (weekend ? WEEKEND_FACTOR : 1.11);
}
