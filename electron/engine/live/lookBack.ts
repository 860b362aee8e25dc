/**
 * Candles from before those that are known, asked of the venue when a chart reaches its left edge.
 *
 * Invariants:
 * - They come through the venue's own sink, so they are stamped, recorded and folded like every event: a
 *   replay shows them from the moment they were loaded.
 * - What is asked for begins with a UTC day. Every longer bar that is folded from these candles is whole.
 * - Only bars that are over are asked for, and none that the market model would not keep.
 */
import type { CallResult } from '../../../shared/contract/api';
import type { LiveSource } from '../../../shared/feed/source';
import type { InstrumentTable } from '../../../shared/model/instrument';
import { fail, ok, type Result } from '../../../shared/model/result';
import { barOpenTimeMs, DAY_MS, intervalMs, MOST_BARS } from '../../../shared/model/time';
import type { OlderBarsRequest } from '../hub/hubSession';

/** Bars asked for at once; the first day is asked for as a whole. */
const BARS_AT_ONCE = 1_000;

export interface LookBackOptions {
  readonly sources: readonly LiveSource[];
  readonly instruments: InstrumentTable;
  readonly market: { readonly nowMs: number | null };
}

type Answer = Result<CallResult<'loadOlder'>>;

export class LookBack {
  readonly #options: LookBackOptions;
  /** Those under way, so that two windows asking for the same wait for one answer. */
  readonly #loading = new Map<string, Promise<Answer>>();

  constructor(options: LookBackOptions) {
    this.#options = options;
  }

  /** Resolves when the candles are with the feed; they reach the market model with its next batch. */
  load(request: OlderBarsRequest): Promise<Answer> {
    const key = JSON.stringify([request.instrumentId, request.interval]);
    const under = this.#loading.get(key);
    if (under !== undefined) return under;
    const loading = this.#load(request).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  async #load({ instrumentId, interval, beforeMs }: OlderBarsRequest): Promise<Answer> {
    const { sources, instruments, market } = this.#options;
    const venue = instruments.latest(instrumentId)?.venue;
    const source = sources.find(({ venue: { id } }) => id === venue);
    if (source === undefined) {
      return fail('unknown-instrument', `"${instrumentId}" is not an instrument of the running feed.`);
    }
    const { title } = source.venue;
    if (source.loadOlder === undefined) return fail('not-supported', `${title} offers no older candles.`);
    const { nowMs } = market;
    if (nowMs === null) {
      return fail('venue-error', `${title} has sent nothing yet.`, 'Try again in a moment.', true);
    }
    const lengthMs = intervalMs(interval);
    const newestMs = barOpenTimeMs(nowMs, lengthMs);
    const keptFromMs = Math.ceil((newestMs - (MOST_BARS - 1) * lengthMs) / DAY_MS) * DAY_MS;
    const toMs = Math.min(barOpenTimeMs(beforeMs, lengthMs), newestMs);
    const fromMs = Math.max(keptFromMs, barOpenTimeMs(toMs - BARS_AT_ONCE * lengthMs, DAY_MS));
    if (fromMs >= toMs) return ok({ candles: 0, end: 'kept' });
    const loaded = await source.loadOlder({ instrumentId, interval, range: { fromMs, toMs } });
    if (!loaded.ok) return loaded;
    const { candles, reachedStart } = loaded.value;
    return ok({ candles, end: reachedStart ? 'venue' : fromMs === keptFromMs ? 'kept' : null });
  }
}
