/**
 * Trades of a venue whose ids say nothing about their order: duplicates are dropped by id, and after a loss
 * of connection the venue's newest trades are fetched. When they overlap with what was seen before the loss,
 * nothing is missing; else the span up to the oldest of them is a gap.
 *
 * Invariant: each id goes out at most once. Fetched trades go out before the gap event that declares the
 * interruption filled.
 */
import type { TradeEvent } from '../../../shared/model/events';
import type { Market } from '../connection/market';
import { PRIORITY, type RestQueue } from '../connection/restQueue';
import type { NamedTrade } from '../venueProtocol';
import { RecentKeys } from './recentKeys';
import type { TradeGap, TradeKeeper, TradeVerdict } from './tradeKeeper';

/** More than a page of trade history, so that every trade of it can be told from a duplicate. */
const KEYS_KEPT = 5_000;

/** What is known of one symbol's trades. */
export class RecentAccount {
  readonly keys = new RecentKeys(KEYS_KEPT);
  lastKey: string | null = null;
  lastTimeMs = 0;
  /** The last trade before the connection was lost; null while nothing can be missing. */
  loss: { readonly key: string; readonly timeMs: number; readonly reason: string } | null = null;
}

export interface RecentTradesOptions {
  readonly queue: RestQueue;
  readonly backfill: boolean;
  readonly latest: (market: Market) => Promise<readonly NamedTrade[]>;
  readonly emit: (trade: TradeEvent) => void;
  readonly gap: (market: Market, gap: TradeGap) => void;
  readonly markets: () => Iterable<Market>;
  /** Highest exchange time of the venue. */
  readonly marketNowMs: () => number;
  /** Accounts by symbol; they outlive a run. */
  readonly accounts: Map<string, RecentAccount>;
}

export class RecentTrades implements TradeKeeper {
  readonly #options: RecentTradesOptions;
  /** Grows with each loss: an answer to a question of before a loss proves nothing about it. */
  #losses = 0;

  constructor(options: RecentTradesOptions) {
    this.#options = options;
  }

  take(market: Market, event: TradeEvent, key: string): TradeVerdict {
    const account = this.#account(market);
    if (!account.keys.add(key)) return 'duplicate';
    if (!this.#options.backfill && account.loss !== null) {
      this.#close(market, account, event.exchangeTimeMs, 'trades were missed; back-fill is off');
    }
    const isLate = event.exchangeTimeMs < account.lastTimeMs;
    account.lastKey = key;
    account.lastTimeMs = Math.max(account.lastTimeMs, event.exchangeTimeMs);
    return isLate ? 'late' : 'new';
  }

  lost(reason: string): void {
    this.#losses++;
    for (const account of this.#options.accounts.values()) {
      if (account.lastKey === null) continue;
      account.loss ??= { key: account.lastKey, timeMs: account.lastTimeMs, reason };
    }
  }

  resumed(): void {
    if (!this.#options.backfill) return;
    for (const market of this.#options.markets()) {
      if (this.#account(market).loss !== null) void this.#fill(market);
    }
  }

  stop(): void {
    for (const market of this.#options.markets()) {
      const account = this.#account(market);
      if (account.loss !== null)
        this.#close(market, account, this.#options.marketNowMs(), 'the feed was stopped');
    }
  }

  async #fill(market: Market): Promise<void> {
    const { queue, latest, emit, gap, marketNowMs } = this.#options;
    const losses = this.#losses;
    const account = this.#account(market);
    const answer = await queue.run(PRIORITY.trades, `trade history of ${market.symbol}`, () =>
      latest(market),
    );
    const { loss } = account;
    if (loss === null || (!answer.ok && answer.error.code === 'cancelled')) return;
    if (!answer.ok) {
      this.#close(market, account, marketNowMs(), answer.error.message);
      return;
    }
    const overlaps = answer.value.some(({ key }) => key === loss.key);
    let missed = 0;
    let oldestMs: number | null = null;
    for (const { event, key } of answer.value) {
      // Older than the loss and unknown: from before this feed began.
      if (event.exchangeTimeMs < loss.timeMs) continue;
      oldestMs ??= event.exchangeTimeMs;
      if (!account.keys.add(key)) continue;
      missed++;
      account.lastTimeMs = Math.max(account.lastTimeMs, event.exchangeTimeMs);
      emit(event);
    }
    if (losses !== this.#losses) return;
    if (!overlaps) {
      const reason = `${loss.reason}; the venue's trade history does not reach back far enough`;
      this.#close(market, account, oldestMs ?? marketNowMs(), reason);
      return;
    }
    account.loss = null;
    if (missed === 0) return;
    gap(market, {
      fromMs: loss.timeMs,
      toMs: marketNowMs(),
      reason: loss.reason,
      missing: missed,
      filled: true,
    });
  }

  /** The loss becomes a gap of unknown size. */
  #close(market: Market, account: RecentAccount, toMs: number, reason: string): void {
    if (account.loss === null) return;
    const { timeMs: fromMs } = account.loss;
    account.loss = null;
    this.#options.gap(market, { fromMs, toMs, reason, missing: null, filled: false });
  }

  #account(market: Market): RecentAccount {
    const { accounts } = this.#options;
    let account = accounts.get(market.symbol);
    if (account === undefined) {
      account = new RecentAccount();
      accounts.set(market.symbol, account);
    }
    return account;
  }
}
