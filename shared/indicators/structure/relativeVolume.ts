/**
 * How much is traded for the hour of day: volume against the same hour of the last 20 days, because trading has
 * a daily rhythm that a plain average would take for news.
 *
 * Invariants:
 * - A bar is measured against bars before it only.
 * - An unknown volume (NaN) is neither measured nor a sample; too few samples make the measure unknown, not 1.
 */
import { DAY_MS } from '../../model/time';

const SAMPLE_DAYS = 20;
const LEAST_SAMPLES = 4;
/** What a bar is measured against while its hour has too few samples. */
const LAST_BARS = 20;
/** Of logarithms: less is what rounding leaves of samples that are all alike. */
const LEAST_DEVIATION = 1e-9;

export interface RelativeVolume {
  /** Over the median. */
  readonly ratio: number;
  /** Of logarithms: distance from the mean in deviations; null where all samples are alike. */
  readonly z: number | null;
}

interface Sample {
  readonly openTimeMs: number;
  readonly volume: number;
}

/** By time within the day, and the newest whatever their time. */
export interface RelativeVolumeState {
  readonly slots: readonly (readonly [slotMs: number, samples: readonly Sample[]])[];
  readonly last: readonly Sample[];
}

export class HourlyVolume {
  readonly #slots = new Map<number, Sample[]>();
  #last: Sample[] = [];

  /** Takes a bar and measures it; null is unknown. */
  close(openTimeMs: number, volume: number): RelativeVolume | null {
    const slotMs = openTimeMs % DAY_MS;
    const earliestMs = openTimeMs - SAMPLE_DAYS * DAY_MS;
    const slot = (this.#slots.get(slotMs) ?? []).filter((sample) => sample.openTimeMs >= earliestMs);
    const samples = slot.length >= LEAST_SAMPLES ? slot : this.#last;
    const isKnown = Number.isFinite(volume);
    const measured = isKnown && samples.length >= LEAST_SAMPLES ? measure(volume, samples) : null;
    if (isKnown) {
      slot.push({ openTimeMs, volume });
      this.#last = [...this.#last, { openTimeMs, volume }].slice(-LAST_BARS);
    }
    this.#slots.set(slotMs, slot);
    return measured;
  }

  snapshot(): RelativeVolumeState {
    return { slots: [...this.#slots].map(([slotMs, samples]) => [slotMs, [...samples]]), last: this.#last };
  }

  restore({ slots, last }: RelativeVolumeState): void {
    this.#slots.clear();
    for (const [slotMs, samples] of slots) this.#slots.set(slotMs, [...samples]);
    this.#last = [...last];
  }
}

/** Null where the usual volume is nothing. */
function measure(volume: number, samples: readonly Sample[]): RelativeVolume | null {
  const sorted = samples.map((sample) => sample.volume).sort((a, b) => a - b);
  const usual = median(sorted);
  if (!(usual > 0)) return null;
  return { ratio: volume / usual, z: logarithmicZ(volume, sorted) };
}

function median(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** Hours without any trading have no logarithm and are left out. */
function logarithmicZ(volume: number, samples: readonly number[]): number | null {
  const logs = samples.filter((sample) => sample > 0).map((sample) => Math.log(sample));
  if (volume <= 0 || logs.length < LEAST_SAMPLES) return null;
  const mean = logs.reduce((sum, each) => sum + each, 0) / logs.length;
  const squares = logs.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (logs.length - 1));
  return deviation > LEAST_DEVIATION ? (Math.log(volume) - mean) / deviation : null;
}
