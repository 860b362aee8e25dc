/**
 * Where the past of a market is published, as parts of a day each. A part has places to be fetched from in
 * turn: a file with a checksum first, REST where there is no such file (yet).
 *
 * Invariant: what a venue does not publish is named as missing, never put together from something else.
 */
import type { HistoryKind } from '../../../shared/contract/imports';
import { DAY_MS, type TimeRange } from '../../../shared/model/time';
import type { RestPages } from './restPages';

/** What files of a market are to be read as. */
export interface MarketParameters {
  readonly venue: string;
  readonly symbol: string;
  readonly asset: string;
  readonly quote: string;
  readonly kind: 'spot' | 'perpetual';
}

export interface HistoryPart {
  readonly kind: HistoryKind;
  /** "candles of 14 Jan 2025", for messages. */
  readonly what: string;
  /** End of what it covers: before it has come, the part is not whole. */
  readonly untilMs: number;
  /** Path of a public file, whose `.CHECKSUM` lies beside it; null where there is none. */
  readonly file: string | null;
  /** Name and text of what REST answers; null where REST has none. */
  readonly rest: {
    readonly name: string;
    readonly write: (pages: RestPages) => AsyncIterable<string>;
  } | null;
  /** Stands above what is recognised in the file. */
  readonly extra?: { readonly intervalMs: number; readonly stampIs: 'open' };
}

export interface HistorySource {
  readonly title: string;
  readonly restOrigin: string;
  readonly quote: string;
  readonly marketKind: 'spot' | 'perpetual';
  /** Why a kind cannot be had at all; null when it can. */
  missing(kind: HistoryKind): string | null;
  parts(symbol: string, kind: HistoryKind, range: TimeRange): readonly HistoryPart[];
}

/** Beginnings of the UTC days that the range touches. */
export function daysOf({ fromMs, toMs }: TimeRange): readonly number[] {
  const first = Math.floor(fromMs / DAY_MS) * DAY_MS;
  return Array.from({ length: Math.ceil((toMs - first) / DAY_MS) }, (_, index) => first + index * DAY_MS);
}

/** `2025-01-14` */
export function dayText(dayMs: number): string {
  return new Date(dayMs).toISOString().slice(0, 10);
}
