/**
 * Liquidations as sound: shorts rise, longs fall, larger ones are louder and deeper.
 *
 * Invariant: at most `MOST_PER_SECOND` a second are heard, the largest of each batch, so that a cascade is a
 * roll and not a noise.
 */
import type { TapeFrame } from '../../../shared/contract/frames';

const MOST_PER_SECOND = 8;
const SHORTEST_REST_MS = 1_000 / MOST_PER_SECOND;
const TONE_SECONDS = 0.22;

export interface Tone {
  readonly fromHz: number;
  readonly toHz: number;
  /** 0 to 1. */
  readonly loudness: number;
}

/** Of one liquidation, at or above the smallest that is heard. */
export function toneOf(isShort: boolean, notionalUsd: number, minUsd: number, volume: number): Tone {
  // Each ten times the smallest is a step of a third of the range.
  const steps = Math.min(3, Math.log10(Math.max(1, notionalUsd / Math.max(1, minUsd)))) / 3;
  const baseHz = 520 - 260 * steps;
  return {
    fromHz: baseHz,
    toHz: isShort ? baseHz * 1.5 : baseHz / 1.5,
    loudness: volume * (0.35 + 0.65 * steps),
  };
}

export class LiquidationSound {
  readonly #play: (tone: Tone) => void;
  readonly #nowMs: () => number;
  #quietUntilMs = 0;

  constructor(play: (tone: Tone) => void, nowMs: () => number) {
    this.#play = play;
    this.#nowMs = nowMs;
  }

  /** Rows that have just come. What a snapshot brings is of before, and is not heard. */
  hear(frame: TapeFrame, minUsd: number, volume: number): void {
    if (frame.mode === 'snapshot' || this.#nowMs() < this.#quietUntilMs) return;
    let largest = -1;
    for (const [row, usd] of frame.notionalUsd.entries()) {
      if (usd >= minUsd && (largest < 0 || usd > (frame.notionalUsd[largest] ?? 0))) largest = row;
    }
    if (largest < 0) return;
    this.#quietUntilMs = this.#nowMs() + SHORTEST_REST_MS;
    this.#play(toneOf(frame.side[largest] === 1, frame.notionalUsd[largest] ?? 0, minUsd, volume));
  }
}

/** Plays tones through the machine's speakers; made by a click, as browsers ask for. */
export class Speaker {
  #context: AudioContext | undefined;

  play(tone: Tone): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state === 'suspended') void context.resume();
    const startS = context.currentTime;
    const endS = startS + TONE_SECONDS;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.type = 'triangle';
    oscillator.frequency.setValueAtTime(tone.fromHz, startS);
    oscillator.frequency.exponentialRampToValueAtTime(tone.toHz, endS);
    gain.gain.setValueAtTime(0, startS);
    gain.gain.linearRampToValueAtTime(tone.loudness * 0.4, startS + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, endS);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(startS);
    oscillator.stop(endS);
  }

  close(): void {
    void this.#context?.close();
    this.#context = undefined;
  }
}
