/**
 * Plays a capture against the real clock.
 *
 * Invariants: market time is the exchange time of the capture and runs at `speed` times real time from one
 * fixed origin, so waiting never adds up to drift; when the playback is behind it plays what is due in slices
 * and lets the sockets breathe between them. Ticks and frames come in the order of market time.
 */
import { SECOND_MS } from '../../shared/model/time';
import type { Capture, CaptureFrame } from './capture/captureFrame';
import { FrameCursor } from './capture/frameCursor';
import { TICK_MS } from './protocols/venueProtocol';

export interface PlaybackTarget {
  preview(frame: CaptureFrame): void;
  play(frame: CaptureFrame): void;
  tick(nowMs: number): void;
}

export interface PlaybackOptions {
  readonly speed: number;
  /** Market seconds; frames before are history when the playback begins. */
  readonly fromSeconds: number;
  /** Market seconds from the beginning of the capture. */
  readonly toSeconds: number;
  /** Bytes waiting for the slowest client; when given, the playback never runs far ahead of it. */
  readonly pendingBytes: (() => number) | null;
}

/** Frames looked at before the playback for first prices and the depth snapshot. */
const PREVIEW_FRAMES = 5_000;
const SLICE_MS = 5;
const MAX_PENDING_BYTES = 16 * 1_024 * 1_024;
const PENDING_RETRY_MS = 2;

export class Playback {
  readonly ended: Promise<void>;
  readonly #capture: Capture;
  readonly #target: PlaybackTarget;
  readonly #options: PlaybackOptions;
  readonly #cursor: FrameCursor;
  #resolveEnded: () => void = () => {};
  #rejectEnded: (error: unknown) => void = () => {};
  #firstMs = 0;
  #startMs = 0;
  #nowMs = 0;
  #nextTickMs = 0;
  /** Real time at which market time was `#startMs`, moved by pauses. */
  #originMs = 0;
  #state: 'ready' | 'running' | 'paused' | 'closed' = 'ready';
  #pausedAtMs = 0;
  #wake: () => void = () => {};

  constructor(capture: Capture, target: PlaybackTarget, options: PlaybackOptions) {
    this.#capture = capture;
    this.#target = target;
    this.#options = options;
    this.#cursor = new FrameCursor(capture);
    this.ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve;
      this.#rejectEnded = reject;
    });
    this.ended.catch(() => {});
  }

  /** Market time that has been played to. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Market time at which the playback begins. */
  get startMs(): number {
    return this.#startMs;
  }

  /** Reads the beginning and, up to `fromSeconds`, plays it at once. Rejects when the file cannot be read. */
  async prepare(): Promise<void> {
    await this.#preview();
    this.#nextTickMs = Math.ceil(this.#firstMs / TICK_MS) * TICK_MS;
    this.#startMs = this.#firstMs + this.#options.fromSeconds * SECOND_MS;
    while (await this.#cursor.fill()) {
      const frame = this.#cursor.peek();
      if (frame === undefined || frame.marketTimeMs >= this.#startMs) break;
      this.#playNext(frame);
    }
    this.#nowMs = this.#startMs;
  }

  start(): void {
    if (this.#state !== 'ready') return;
    this.#state = 'running';
    this.#originMs = performance.now();
    this.#run().then((isAtEnd) => isAtEnd && this.#resolveEnded(), this.#rejectEnded);
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#state = 'paused';
    this.#pausedAtMs = performance.now();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#originMs += performance.now() - this.#pausedAtMs;
    this.#state = 'running';
    this.#wake();
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#wake();
    await this.#cursor.close();
  }

  async #preview(): Promise<void> {
    const cursor = new FrameCursor(this.#capture);
    for (let count = 0; count < PREVIEW_FRAMES && (await cursor.fill()); count++) {
      const frame = cursor.peek();
      if (frame === undefined) break;
      if (count === 0) this.#firstMs = frame.marketTimeMs;
      this.#target.preview(frame);
      cursor.advance();
    }
    await cursor.close();
  }

  /** False when it was closed before the end. */
  async #run(): Promise<boolean> {
    const endMs = this.#firstMs + this.#options.toSeconds * SECOND_MS;
    while (await this.#cursor.fill()) {
      if (this.#state === 'paused') await this.#sleep(null);
      if (this.#state === 'closed') return false;
      if (this.#isTooFarAhead()) {
        await this.#sleep(PENDING_RETRY_MS);
        continue;
      }
      const dueMs = this.#startMs + (performance.now() - this.#originMs) * this.#options.speed;
      const next = this.#playSlice(Math.min(dueMs, endMs));
      if (next === undefined) {
        await nextTurn();
      } else if (next.marketTimeMs > endMs) {
        break;
      } else if (next.marketTimeMs <= dueMs) {
        await nextTurn();
      } else {
        this.#advanceTo(dueMs);
        const wakeMs = Math.min(next.marketTimeMs, this.#nextTickMs);
        await this.#sleep((wakeMs - dueMs) / this.#options.speed);
      }
    }
    return this.#state !== 'closed';
  }

  /** Plays what is due for a few milliseconds; returns the frame it stopped before, if one is in hand. */
  #playSlice(dueMs: number): CaptureFrame | undefined {
    const sliceEndMs = performance.now() + SLICE_MS;
    let frame = this.#cursor.peek();
    while (frame !== undefined && frame.marketTimeMs <= dueMs && performance.now() < sliceEndMs) {
      this.#playNext(frame);
      frame = this.#cursor.peek();
    }
    return frame;
  }

  #playNext(frame: CaptureFrame): void {
    this.#advanceTo(frame.marketTimeMs);
    this.#target.play(frame);
    this.#cursor.advance();
  }

  #advanceTo(marketTimeMs: number): void {
    while (this.#nextTickMs <= marketTimeMs) {
      this.#nowMs = this.#nextTickMs;
      this.#target.tick(this.#nextTickMs);
      this.#nextTickMs += TICK_MS;
    }
    this.#nowMs = Math.max(this.#nowMs, Math.floor(marketTimeMs));
  }

  #isTooFarAhead(): boolean {
    const { pendingBytes } = this.#options;
    return pendingBytes !== null && pendingBytes() > MAX_PENDING_BYTES;
  }

  /** Until the time has passed, or `#wake` is called; null waits for `#wake` only. */
  #sleep(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, Math.max(1, ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
