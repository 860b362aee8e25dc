/**
 * BitMEX's liquidation frames in a log: a table of orders that close positions, of which rows are inserted, updated
 * and deleted.
 *
 * Invariants:
 * - An order counts once, when it leaves the table, with its last price and the most it ever wanted to close.
 * - `side` is that of the order: a Buy closes a short.
 * - Frames have no time of their own: an order's is the recorder's.
 */
import type { FrameLogSink, LoggedFrame } from '../../../shared/feed/frameLog';
import type { LiquidationEvent } from '../../../shared/model/events';
import type { Market } from '../connection/market';
import { type Fields, isFields, list } from '../frames/fields';
import { readLiquidation } from '../frames/readEvents';
import type { DialectReading, FrameDialect } from './frameDialect';
import { BITMEX } from './importVenues';
import { LoggedMarkets } from './loggedMarkets';
import { productText } from './productText';

/** Coins of one contract. Of all others the frames do not say how much a contract is. */
const CONTRACT_COINS: Readonly<Record<string, string>> = { XBTUSDT: '0.000001' };
/** A contract is one dollar. */
const DOLLAR_CONTRACTS: ReadonlySet<string> = new Set(['XBTUSD']);
const COIN_DECIMALS = 8;

export const BITMEX_LOG: FrameDialect = {
  venues: [BITMEX],
  exchange: 'BITMEX',
  isOneVenueALog: true,
  venueOf({ url, data }) {
    if (/bitmex/.test(url)) return BITMEX.id;
    return isFields(data) && data.table === 'liquidation' && data.action !== undefined ? BITMEX.id : null;
  },
  open: (_venue, sink) => new BitmexReading(sink),
};

interface Order {
  readonly symbol: string;
  readonly side: unknown;
  readonly price: number;
  readonly contracts: number;
}

class BitmexReading implements DialectReading {
  readonly #sink: FrameLogSink;
  readonly #markets: LoggedMarkets;
  readonly #orders = new Map<string, Order>();
  #receiveTimeMs = 0;

  constructor(sink: FrameLogSink) {
    this.#sink = sink;
    const common = { kind: 'perpetual', tradeIds: 'arbitrary', hasWholeBooks: true } as const;
    this.#markets = new LoggedMarkets({ info: BITMEX, ...common, sink });
  }

  take({ kind, receiveTimeMs, data }: LoggedFrame): void {
    if (kind === 'answer') return;
    this.#receiveTimeMs = receiveTimeMs;
    this.#markets.begin(
      receiveTimeMs,
      isFields(data) ? `${String(data.table)} ${String(data.action)}` : 'no object',
    );
    if (kind === 'opened') this.#markets.interrupted('the recorder lost its connection');
    else if (!isFields(data)) this.#markets.problem('malformed');
    else if (data.table === 'liquidation') for (const row of list(data.data)) this.#row(data.action, row);
    else if (data.table !== undefined) this.#markets.problem('unknown');
  }

  /** Orders that are still at work when the log ends are counted with it. */
  end(): void {
    for (const id of [...this.#orders.keys()]) this.#close(id);
    this.#markets.end();
  }

  #row(action: unknown, row: unknown): void {
    if (!isFields(row) || typeof row.orderID !== 'string') {
      this.#markets.problem('malformed');
      return;
    }
    if (action === 'delete') {
      this.#close(row.orderID);
      return;
    }
    const order = orderOf(row, this.#orders.get(row.orderID));
    if (order === null) this.#markets.problem('malformed');
    else this.#orders.set(row.orderID, order);
  }

  #close(id: string): void {
    const order = this.#orders.get(id);
    this.#orders.delete(id);
    // An order that was inserted before the log began is not known.
    if (order === undefined) return;
    const { symbol } = order;
    const isDollars = DOLLAR_CONTRACTS.has(symbol);
    if (!isDollars && CONTRACT_COINS[symbol] === undefined) {
      this.#sink.note(
        'unsupported',
        'dropped',
        `a liquidation of ${symbol}: how much a contract is, is not known`,
      );
      return;
    }
    const market = this.#markets.market(symbol);
    const event = market === undefined ? null : this.#event(order, market);
    if (market === undefined || event === null) this.#markets.problem('malformed');
    else this.#markets.liquidations(id, [{ market, event }]);
  }

  #event({ symbol, side, price, contracts }: Order, market: Market): LiquidationEvent | null {
    const isDollars = DOLLAR_CONTRACTS.has(symbol);
    const lot = CONTRACT_COINS[symbol] ?? '';
    const quantity = isDollars
      ? (contracts / price).toFixed(COIN_DECIMALS)
      : productText(String(contracts), lot);
    const positionSide = side === 'Buy' ? 'short' : side === 'Sell' ? 'long' : null;
    const time = this.#receiveTimeMs;
    const event = readLiquidation({ price: String(price), quantity, time, positionSide }, market.scale);
    if (event === null || !isDollars) return event;
    const detail = `amounts of ${symbol} are dollars; kept in coins, dollars / price to ${COIN_DECIMALS} decimals`;
    this.#sink.note('converted', 'changed', detail);
    return { ...event, notionalUsd: contracts };
  }
}

/** What a row says over what was known; null when that is no order. An update names only what it changes. */
function orderOf(row: Fields, known: Order | undefined): Order | null {
  const { symbol = known?.symbol, side = known?.side, price = known?.price, leavesQty } = row;
  const contracts = Math.max(known?.contracts ?? 0, typeof leavesQty === 'number' ? leavesQty : 0);
  if (typeof symbol !== 'string' || typeof price !== 'number' || !(price > 0)) return null;
  return Number.isSafeInteger(contracts) && contracts > 0 ? { symbol, side, price, contracts } : null;
}
