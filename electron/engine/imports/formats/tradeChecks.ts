/**
 * What is wrong with the trades of one file: repeats, holes in the ids, disorder, amounts that are none.
 *
 * Invariant: an id is passed on once, however often it stands in the file; what is missing between two ids is
 * told, and nothing is put in its place.
 */
import type { GapEvent } from '../../../../shared/model/events';
import type { FindingLog } from '../findings';
import { IdRanges } from './idRanges';

/** Whether the venue's ids run without holes, so that a hole means that trades are missing. */
export type IdRun = 'consecutive' | 'ascending';

export interface TradeHole {
  readonly fromMs: number;
  readonly toMs: number;
  readonly missing: number;
}

export class TradeChecks {
  readonly #findings: FindingLog;
  readonly #run: IdRun;
  readonly #seen = new IdRanges();
  #lastId = -1;
  #lastTimeMs = 0;

  constructor(run: IdRun, findings: FindingLog) {
    this.#run = run;
    this.#findings = findings;
  }

  /** True when the row is new: to be called for every row that can be read, before it is passed on. */
  admit(id: number, line: number): boolean {
    if (this.#seen.add(id, line)) return true;
    this.#findings.note('duplicate', 'dropped', line, `trade ${id} stands in the file more than once`);
    return false;
  }

  /** The hole before an admitted row, when the ids jump forward. Notes a step back in time. */
  follow(id: number, timeMs: number, line: number): TradeHole | null {
    const lastId = this.#lastId;
    const lastTimeMs = this.#lastTimeMs;
    this.#lastId = id;
    if (timeMs < lastTimeMs) {
      const back = `trade ${id} is ${lastTimeMs - timeMs} ms earlier than the row above it`;
      this.#findings.note('unsorted', 'noted', line, back);
    }
    this.#lastTimeMs = timeMs;
    if (this.#run !== 'consecutive' || lastId < 0 || id <= lastId + 1 || timeMs < lastTimeMs) return null;
    return { fromMs: lastTimeMs, toMs: timeMs, missing: id - lastId - 1 };
  }

  /** Why a row's price or amount could not be read, from their texts. */
  reject(priceText: string | undefined, amountText: string | undefined, line: number): void {
    if (isNotPositive(priceText) || isNotPositive(amountText)) {
      const detail = `price ${shown(priceText)}, amount ${shown(amountText)}: not above zero`;
      this.#findings.note('nonPositive', 'dropped', line, detail);
    } else this.rejectRow(`price ${shown(priceText)}, amount ${shown(amountText)}`, line);
  }

  rejectRow(what: string, line: number): void {
    this.#findings.note('badRow', 'dropped', line, `not a trade: ${what}`);
  }

  end(): void {
    if (!this.#seen.isComplete) {
      const detail =
        'trade ids are too scattered to find every repeat; rows that repeat the row above were found';
      this.#findings.note('duplicate', 'noted', 1, detail, 0);
    }
    for (const { from, to, line } of this.#seen.holes()) {
      const missing = to - from + 1;
      const ids = missing === 1 ? `trade ${from} is` : `trades ${from} to ${to} are`;
      const why =
        this.#run === 'consecutive' ? '' : ' (the venue leaves out trades that closed positions by force)';
      this.#findings.note('hole', 'noted', line, `${ids} not in the file${why}`, missing);
    }
  }
}

/** The hole as the session keeps it, so that sums across it are known to be lower bounds. */
export function gapOfHole(hole: TradeHole, venue: string, instrument: number): GapEvent {
  const { fromMs, toMs, missing } = hole;
  const reason = `${missing} ${missing === 1 ? 'trade' : 'trades'} missing in the imported file`;
  return {
    kind: 'gap',
    seq: 0,
    exchangeTimeMs: toMs,
    receiveTimeMs: 0,
    instrument,
    venue,
    stream: 'trades',
    fromMs,
    toMs: Math.max(toMs, fromMs + 1),
    reason,
    missing,
    filled: false,
  };
}

export function isNotPositive(text: string | undefined): boolean {
  return text !== undefined && text !== '' && Number(text) <= 0;
}

/** A field as it stands in the file, short enough for a sentence. */
export function shown(text: string | undefined): string {
  if (text === undefined || text === '') return '(empty)';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
