/**
 * The newest rows of a tape, kept outside React and fed by frames.
 *
 * Invariants: at most `TAPE_ROWS` rows, newest first; `seq` is unique and is the row's key; `rows()` returns
 * the same array until something changed, so React may compare by identity.
 */
import type { TapeFrame } from '../../shared/contract/frames';

export interface TapeRow {
  readonly seq: number;
  readonly exchangeTimeMs: number;
  readonly instrumentId: string;
  readonly price: number;
  readonly quantityBase: number;
  /** Null when the notional is not known. */
  readonly notionalUsd: number | null;
  /** Trades: a taker bought. Liquidations: a short position was closed. */
  readonly upward: boolean;
}

export interface TapeSnapshot {
  /** False until the first snapshot has come. */
  readonly loaded: boolean;
  readonly rows: readonly TapeRow[];
  /** Rows left out since the last snapshot because the window was slow. */
  readonly skipped: number;
}

export const TAPE_ROWS = 200;
export const EMPTY_TAPE: TapeSnapshot = { loaded: false, rows: [], skipped: 0 };

export class TapeRing {
  #snapshot: TapeSnapshot = EMPTY_TAPE;
  #epoch = 0;

  get snapshot(): TapeSnapshot {
    return this.#snapshot;
  }

  /** Updates of an epoch other than the last snapshot's are stale and ignored. */
  apply(frame: TapeFrame): void {
    const replaces = frame.mode === 'snapshot';
    if (!replaces && (frame.epoch !== this.#epoch || !this.#snapshot.loaded)) return;
    this.#epoch = frame.epoch;
    const fresh: TapeRow[] = [];
    for (let row = frame.seq.length - 1; row >= 0 && fresh.length < TAPE_ROWS; row--)
      fresh.push(rowAt(frame, row));
    const kept = replaces ? [] : this.#snapshot.rows.slice(0, TAPE_ROWS - fresh.length);
    if (!replaces && fresh.length === 0 && frame.skipped === 0) return;
    this.#snapshot = {
      loaded: true,
      rows: fresh.concat(kept),
      skipped: (replaces ? 0 : this.#snapshot.skipped) + frame.skipped,
    };
  }
}

function rowAt(frame: TapeFrame, row: number): TapeRow {
  const notionalUsd = frame.notionalUsd[row];
  return {
    seq: frame.seq[row] ?? 0,
    exchangeTimeMs: frame.exchangeTimeMs[row] ?? 0,
    instrumentId: frame.instruments[frame.instrument[row] ?? 0] ?? '',
    price: frame.price[row] ?? Number.NaN,
    quantityBase: frame.quantityBase[row] ?? Number.NaN,
    notionalUsd: notionalUsd === undefined || Number.isNaN(notionalUsd) ? null : notionalUsd,
    upward: frame.side[row] === 1,
  };
}
