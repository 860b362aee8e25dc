/** REST of Binance spot (/api/v3) and USD-M (/fapi/v1), answered from the venue's state. */
import { binanceInterval } from '../market/intervals';
import type { SymbolMarket, SymbolTable } from '../market/symbolMarket';
import { answer, limitOf, numberOf, type RestAnswer, type RestRequest } from '../transport/restAnswer';
import {
  aggTradeRow,
  dayStatistics,
  fundingHistory,
  klineRow,
  openInterest,
  premiumIndex,
  tradeRow,
} from './binanceMessages';

interface State {
  readonly symbols: SymbolTable;
  readonly nowMs: number;
  readonly isSpot: boolean;
}

type SymbolHandler = (request: RestRequest, market: SymbolMarket, state: State) => RestAnswer;

const ROUTES: Readonly<Record<string, SymbolHandler>> = {
  klines,
  aggTrades,
  trades,
  historicalTrades: trades,
  depth,
  'ticker/24hr': (_request, market, state) => known(dayStatistics(market, state.nowMs, state.isSpot), market),
};

const USDM_ROUTES: Readonly<Record<string, SymbolHandler>> = {
  premiumIndex: (_request, market, state) => known(premiumIndex(market, state.nowMs), market),
  openInterest: (_request, market, state) => known(openInterest(market, state.nowMs), market),
  fundingRate: (request, market, state) =>
    answer(fundingHistory(market, state.nowMs, limitOf(request, 100, 1_000))),
};

export function binanceRest(request: RestRequest, state: State): RestAnswer {
  const match = /^\/(api\/v3|fapi\/v1|dapi\/v1)\/(.+)$/.exec(request.path);
  const prefix = match?.[1];
  const route = match?.[2] ?? '';
  const isOwn = prefix === (state.isSpot ? 'api/v3' : 'fapi/v1');
  // ccxt asks every kind of market unless told not to; the other kinds have no symbols here.
  if (route === 'exchangeInfo') return answer(exchangeInfo(state, isOwn));
  if (!isOwn) return error(404, -5000, `Path ${request.path} is not served by this origin.`);
  if (route === 'ping') return answer({});
  if (route === 'time') return answer({ serverTime: state.nowMs });
  const handler = ROUTES[route] ?? (state.isSpot ? undefined : USDM_ROUTES[route]);
  const symbol = request.query.get('symbol');
  if (symbol === null) return withoutSymbol(route, state);
  if (handler === undefined) return error(404, -5000, `Path ${request.path} is not served by the loopback.`);
  const market = state.symbols.find(symbol);
  return market === undefined ? error(400, -1121, 'Invalid symbol.') : handler(request, market, state);
}

/** The few calls that mean "all symbols" when none is named. */
function withoutSymbol(route: string, { symbols, nowMs, isSpot }: State): RestAnswer {
  const all = symbols.all();
  if (route === 'ticker/24hr') return answer(present(all.map((one) => dayStatistics(one, nowMs, isSpot))));
  if (route === 'premiumIndex' && !isSpot) return answer(present(all.map((one) => premiumIndex(one, nowMs))));
  if (route === 'fundingInfo' && !isSpot) {
    return answer(
      all.map((one) => ({
        symbol: one.instrument.symbol,
        adjustedFundingRateCap: '0.02000000',
        adjustedFundingRateFloor: '-0.02000000',
        fundingIntervalHours: 8,
      })),
    );
  }
  return error(400, -1102, "Mandatory parameter 'symbol' was not sent.");
}

function klines(request: RestRequest, market: SymbolMarket, state: State): RestAnswer {
  const interval = binanceInterval(request.query.get('interval') ?? '');
  if (interval === null) return error(400, -1120, 'Invalid interval.');
  const startMs = numberOf(request, 'startTime');
  const endMs = numberOf(request, 'endTime');
  const range = {
    limit: limitOf(request, 500, state.isSpot ? 1_000 : 1_500),
    ...(startMs === undefined ? {} : { startMs }),
    ...(endMs === undefined ? {} : { endMs }),
  };
  const bars = market.candles.bars(interval, range, state.nowMs);
  return answer(bars.map((bar) => klineRow(market, bar, interval)));
}

function aggTrades(request: RestRequest, market: SymbolMarket, state: State): RestAnswer {
  return answer(selected(request, market).map((trade) => aggTradeRow(trade, state.isSpot)));
}

function trades(request: RestRequest, market: SymbolMarket): RestAnswer {
  return answer(selected(request, market).map(tradeRow));
}

function selected(request: RestRequest, market: SymbolMarket) {
  const limit = limitOf(request, 500, 1_000);
  const fromId = numberOf(request, 'fromId');
  if (fromId !== undefined) return market.trades.fromSequence(fromId, limit);
  const startMs = numberOf(request, 'startTime');
  const endMs = numberOf(request, 'endTime');
  if (startMs === undefined && endMs === undefined) return market.trades.latest(limit);
  return market.trades.between(startMs ?? 0, endMs ?? Number.POSITIVE_INFINITY, limit);
}

function depth(request: RestRequest, market: SymbolMarket, state: State): RestAnswer {
  const levels = market.book.top(limitOf(request, state.isSpot ? 100 : 500, state.isSpot ? 5_000 : 1_000));
  const times = state.isSpot ? {} : { E: state.nowMs, T: state.nowMs };
  return answer({ lastUpdateId: market.book.lastUpdateId, ...times, ...levels });
}

function exchangeInfo({ symbols, nowMs, isSpot }: State, isOwn: boolean): object {
  return {
    timezone: 'UTC',
    serverTime: nowMs,
    rateLimits: [],
    exchangeFilters: [],
    symbols: isOwn ? symbols.all().map((market) => symbolInfo(market, isSpot)) : [],
  };
}

function symbolInfo({ instrument, priceDecimals, quantityDecimals }: SymbolMarket, isSpot: boolean): object {
  const shared = {
    symbol: instrument.symbol,
    status: 'TRADING',
    baseAsset: instrument.base,
    quoteAsset: instrument.quote,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: instrument.tickSize,
        maxPrice: '1000000',
        tickSize: instrument.tickSize,
      },
      {
        filterType: 'LOT_SIZE',
        minQty: instrument.stepSize,
        maxQty: '1000000',
        stepSize: instrument.stepSize,
      },
      { filterType: 'MIN_NOTIONAL', notional: '5', minNotional: '5' },
    ],
  };
  if (isSpot) return { ...shared, isSpotTradingAllowed: true, permissions: ['SPOT'] };
  return {
    ...shared,
    pair: instrument.symbol,
    contractType: 'PERPETUAL',
    deliveryDate: 4_133_404_800_000,
    onboardDate: 1_569_398_400_000,
    marginAsset: instrument.quote,
    pricePrecision: priceDecimals,
    quantityPrecision: quantityDecimals,
    underlyingType: 'COIN',
  };
}

/** A figure that does not exist yet is refused, never sent as zero. */
function known(body: object | null, market: SymbolMarket): RestAnswer {
  if (body !== null) return answer(body);
  return error(400, -1121, `No data for ${market.instrument.symbol} in this playback.`);
}

function present<T>(items: readonly (T | null)[]): T[] {
  return items.filter((item) => item !== null);
}

function error(status: number, code: number, msg: string): RestAnswer {
  return { status, body: { code, msg } };
}
