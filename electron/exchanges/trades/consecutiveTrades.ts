/**
 * Trades of a venue whose ids are consecutive per symbol: duplicates are dropped, holes are asked for.
 *
 * Invariants: each id goes out at most once. The trades of a hole go out before the gap event that declares
 * it filled; what cannot be had is a gap with the exact number of trades missing.
 */
import type { Clock } from '../../../shared/feed/clock';
import type { TradeEvent } from '../../../shared/model/events';
import type { Market } from '../connection/market';
import { PRIORITY, type RestQueue } from '../connection/restQueue';
import { ConsecutiveIds, type Hole } from './consecutiveIds';
import type { TradeGap, TradeKeeper, TradeVerdict } from './tradeKeeper';

/** A larger hole is not asked for: it would take longer than the market moves. */
const MAX_BACKFILL = 200_000;

export interface ConsecutiveTradesOptions {
  readonly clock: Clock;
  readonly queue: RestQueue;
  readonly backfill: boolean;
  readonly reorderGraceMs: number;
  readonly since: (market: Market, fromId: number) => Promise<readonly TradeEvent[]>;
  readonly emit: (trade: TradeEvent) => void;
  readonly gap: (market: Market, gap: TradeGap) => void;
  /** Accounts by symbol; they outlive a run, so that the next one knows what it missed. */
  readonly accounts: Map<string, ConsecutiveIds>;
}

export class ConsecutiveTrades implements TradeKeeper {
  readonly #options: ConsecutiveTradesOptions;
  readonly #repairing = new Set<Market>();
  readonly #markets = new Set<Market>();
  #isStopped = false;

  constructor(options: ConsecutiveTradesOptions) {
    this.#options = options;
  }

  take(market: Market, event: TradeEvent): TradeVerdict {
    const { accounts } = this.#options;
    let account = accounts.get(market.symbol);
    if (account === undefined) {
      account = new ConsecutiveIds();
      accounts.set(market.symbol, account);
    }
    const verdict = account.take(event.tradeId as number, event.exchangeTimeMs);
    if (verdict !== 'afterHole') return verdict === 'next' ? 'new' : verdict;
    this.#repair(market, account);
    return 'new';
  }

  lost(): void {
    // The first trade after the connection is back shows by its id what was missed.
  }

  resumed(): void {
    // As above.
  }

  stop(): void {
    this.#isStopped = true;
    for (const market of this.#markets) {
      const account = this.#options.accounts.get(market.symbol);
      if (account === undefined) continue;
      for (const hole of [...account.holes]) this.#giveUp(market, account, hole, 'the feed was stopped');
    }
  }

  #repair(market: Market, account: ConsecutiveIds): void {
    this.#markets.add(market);
    if (this.#repairing.has(market)) return;
    this.#repairing.add(market);
    // Trades that are merely out of order come by themselves.
    this.#options.clock.schedule(this.#options.reorderGraceMs, () => {
      void this.#fill(market, account).finally(() => {
        this.#repairing.delete(market);
        if (account.holes.length > 0 && !this.#isStopped) this.#repair(market, account);
      });
    });
  }

  /** Fills the oldest hole, or gives it up. */
  async #fill(market: Market, account: ConsecutiveIds): Promise<void> {
    const { queue, since, emit, gap, backfill } = this.#options;
    const hole = account.holes[0];
    if (hole === undefined || this.#isStopped) return;
    const size = hole.toId - hole.fromId + 1;
    if (!backfill) return this.#giveUp(market, account, hole, 'trades were missed; back-fill is off');
    if (size > MAX_BACKFILL)
      return this.#giveUp(market, account, hole, `${size} trades are too many to fetch`);
    const span = { fromMs: hole.fromMs, toMs: hole.toMs };
    while (account.holes.includes(hole)) {
      const { fromId } = hole;
      const answer = await queue.run(PRIORITY.trades, `trade history of ${market.symbol}`, () =>
        since(market, fromId),
      );
      if (this.#isStopped) return;
      if (!answer.ok) return this.#giveUp(market, account, hole, answer.error.message);
      for (const trade of answer.value) {
        const id = trade.tradeId;
        if (id === null || !account.holes.includes(hole) || id > hole.toId) break;
        if (account.take(id, trade.exchangeTimeMs, true) === 'late') emit(trade);
      }
      if (account.holes.includes(hole) && hole.fromId === fromId) {
        return this.#giveUp(market, account, hole, 'the venue no longer has these trades');
      }
    }
    if (hole.recovered > 0) {
      gap(market, { ...span, reason: 'connection was interrupted', missing: hole.recovered, filled: true });
    }
  }

  #giveUp(market: Market, account: ConsecutiveIds, hole: Hole, reason: string): void {
    account.giveUp(hole);
    const missing = hole.toId - hole.fromId + 1;
    this.#options.gap(market, { fromMs: hole.fromMs, toMs: hole.toMs, reason, missing, filled: false });
  }
}
