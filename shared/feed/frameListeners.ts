/** Who listens to a player. One that fails hears nothing more, and its failure is told to whoever sends. */
import type { PlayerFrame } from './player';

type Listener = (frame: PlayerFrame) => void | Promise<void>;

export class FrameListeners {
  readonly #listeners = new Set<Listener>();

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when all have given their credit; rejects with the first failure, after all have been told. */
  async tell(frame: PlayerFrame): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => this.#tellOne(listener, frame)));
  }

  clear(): void {
    this.#listeners.clear();
  }

  async #tellOne(listener: Listener, frame: PlayerFrame): Promise<void> {
    try {
      await listener(frame);
    } catch (error) {
      // A broken listener must not be able to stop the failure from being told to the others.
      this.#listeners.delete(listener);
      throw error;
    }
  }
}
