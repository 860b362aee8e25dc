/**
 * How much of the walls of one market has been eaten by trades, and grows back.
 *
 * Invariant: wear is 0 (whole) … 1 (gone).
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import { HOUR_MS } from '../../../../shared/model/time';

/** In which most of an eaten wall is back. */
const RECOVERY_MS = 3 * HOUR_MS;
/** Below this a wall counts as whole and is forgotten. */
const WHOLE = 0.01;

export class WallWear {
  readonly #worn = new Map<number, number>();

  /** `wall`: number of the wall, its price divided by the distance between walls. */
  wornOf(wall: number): number {
    return this.#worn.get(wall) ?? 0;
  }

  eat(wall: number, part: number): void {
    this.#worn.set(wall, Math.min(1, this.wornOf(wall) + part));
  }

  recover(passedMs: number): void {
    if (this.#worn.size === 0) return;
    const kept = Math.max(0, 1 - passedMs / RECOVERY_MS);
    for (const [wall, worn] of this.#worn) {
      if (worn * kept < WHOLE) this.#worn.delete(wall);
      else this.#worn.set(wall, worn * kept);
    }
  }

  write(writer: ByteWriter): void {
    writer.list(
      [...this.#worn].sort(([a], [b]) => a - b),
      ([wall, worn]) => {
        writer.whole(wall);
        writer.double(worn);
      },
    );
  }

  read(reader: ByteReader): void {
    this.#worn.clear();
    reader.list(() => this.#worn.set(reader.whole(), reader.double()));
  }
}
