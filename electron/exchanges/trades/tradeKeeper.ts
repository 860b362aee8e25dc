/** Sees to it that every trade goes out exactly once, by whatever kind of id the venue gives its trades. */
import type { TradeEvent } from '../../../shared/model/events';
import type { Market } from '../connection/market';

/** `late` is new too, but was out of order. */
export type TradeVerdict = 'new' | 'late' | 'duplicate';

export interface TradeGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  readonly missing: number | null;
  readonly filled: boolean;
}

export interface TradeKeeper {
  take(market: Market, event: TradeEvent, key: string): TradeVerdict;
  /** The connection was lost: what comes next may have a hole before it. */
  lost(reason: string): void;
  /** Subscribed again. */
  resumed(): void;
  stop(): void;
}
