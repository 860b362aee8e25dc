/** All the venue knows of one symbol at the present market time. */
import { CandleBook } from './candleBook';
import type { Instrument } from './instruments';
import { writtenDecimals } from './instruments';
import { OrderBook } from './orderBook';
import { type Trade, TradeLog } from './tradeLog';

export class SymbolMarket {
  readonly instrument: Instrument;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly book = new OrderBook();
  readonly trades = new TradeLog();
  readonly candles: CandleBook;
  /** True when the capture brings whole minutes, so that trades must not add to them. */
  hasRecordedMinutes = false;
  /** Taker buys minus taker sells since the playback began, in base units. */
  takerBalance = 0;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.priceDecimals = writtenDecimals(instrument.tickSize);
    this.quantityDecimals = writtenDecimals(instrument.stepSize);
    this.candles = new CandleBook(instrument.symbol, Number(instrument.tickSize));
  }

  /** Price of the last trade, before it that of the first trade to come; null without any. */
  get lastPrice(): number | null {
    const last = this.trades.last;
    return last === undefined ? this.candles.anchorPrice : Number(last.price);
  }

  addTrade(trade: Trade): void {
    this.trades.add(trade);
    if (!this.hasRecordedMinutes) this.candles.add(trade);
    this.takerBalance += trade.takerSide === 'buy' ? Number(trade.quantity) : -Number(trade.quantity);
  }
}

/** The venue's symbols; one that a capture holds but nobody listed is added with fine steps. */
export class SymbolTable {
  readonly #markets = new Map<string, SymbolMarket>();

  constructor(instruments: readonly Instrument[]) {
    for (const instrument of instruments) this.#markets.set(instrument.symbol, new SymbolMarket(instrument));
  }

  /** A symbol of the capture. */
  played(symbol: string): SymbolMarket {
    let market = this.#markets.get(symbol);
    if (market === undefined) {
      const base = symbol.replace(/USDT$/, '');
      market = new SymbolMarket({ symbol, base, quote: 'USDT', tickSize: '0.000001', stepSize: '0.001' });
      this.#markets.set(symbol, market);
    }
    return market;
  }

  /** A symbol somebody asks for. */
  find(symbol: string): SymbolMarket | undefined {
    return this.#markets.get(symbol);
  }

  all(): readonly SymbolMarket[] {
    return [...this.#markets.values()];
  }
}
