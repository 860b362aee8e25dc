/** Walks a capture frame by frame: looking is synchronous, only reading on waits. */
import type { Capture, CaptureFrame } from './captureFrame';

export class FrameCursor {
  readonly #batches: AsyncIterator<readonly CaptureFrame[]>;
  #batch: readonly CaptureFrame[] = [];
  #index = 0;

  constructor(capture: Capture) {
    this.#batches = capture.frames()[Symbol.asyncIterator]();
  }

  /** The next frame of the batch in hand; undefined when `fill` must be asked for more. */
  peek(): CaptureFrame | undefined {
    return this.#batch[this.#index];
  }

  advance(): void {
    this.#index++;
  }

  /** Makes sure a frame is in hand; false at the end of the capture. */
  async fill(): Promise<boolean> {
    while (this.#index >= this.#batch.length) {
      const next = await this.#batches.next();
      if (next.done === true) return false;
      this.#batch = next.value;
      this.#index = 0;
    }
    return true;
  }

  async close(): Promise<void> {
    this.#batch = [];
    this.#index = 0;
    await this.#batches.return?.();
  }
}
