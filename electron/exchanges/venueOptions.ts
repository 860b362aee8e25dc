/** What a venue adapter is given from outside, and its times; tests shorten the latter. */
import type { Clock } from '../../shared/feed/clock';

export interface Timing {
  /** Delay before the first reconnect; doubles with each failure up to `backoffMaxMs`. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** A ping goes out this often; a socket without pongs for about three times as long is given up. */
  readonly keepAliveMs: number;
  /** How often silence is looked for. */
  readonly watchEveryMs: number;
  /** Bounds of the silence after which a stream counts as stale (see `SilenceWatch`). */
  readonly silenceMinMs: number;
  readonly silenceMaxMs: number;
  /** A missing trade may still come out of order for this long before it is asked for. */
  readonly reorderGraceMs: number;
  readonly openInterestEveryMs: number;
  readonly bookEveryMs: number;
  /** Unreadable frames are reported at once, then at most this often. */
  readonly problemsEveryMs: number;
  /** Waits before a failed REST request is repeated double from here. */
  readonly restRetryMs: number;
}

export const DEFAULT_TIMING: Timing = {
  backoffMinMs: 500,
  backoffMaxMs: 30_000,
  keepAliveMs: 15_000,
  watchEveryMs: 1_000,
  silenceMinMs: 6_000,
  silenceMaxMs: 120_000,
  reorderGraceMs: 300,
  openInterestEveryMs: 15_000,
  bookEveryMs: 1_000,
  problemsEveryMs: 60_000,
  restRetryMs: 1_000,
};

export interface VenueOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1); spreads reconnects. */
  readonly random: () => number;
  /** False: holes in the trades are recorded as gaps and not asked for. */
  readonly backfill: boolean;
  /** Another origin for REST and websockets, e.g. `http://127.0.0.1:9001`. */
  readonly origin?: string;
  readonly timing?: Partial<Timing>;
}
