/** The past of Binance spot and USD-M: public files of a day each, REST for days whose files are not out yet. */
import type { HistoryKind } from '../../../shared/contract/imports';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';
import { daysOf, dayText, type HistoryPart, type HistorySource } from './historySource';
import type { RestPages } from './restPages';

const ROWS_PER_PAGE = 1_000;
const TRADES_HEADER =
  'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n';
const FUNDING_HEADER = 'calc_time,funding_interval_hours,last_funding_rate\n';

interface AggTrade {
  readonly a: number;
  readonly p: string;
  readonly q: string;
  readonly f: number;
  readonly l: number;
  readonly T: number;
  readonly m: boolean;
}

export const BINANCE_SPOT_HISTORY = binanceHistory('Binance spot', 'spot');
export const BINANCE_USDM_HISTORY = binanceHistory('Binance USD-M', 'perpetual');

function binanceHistory(title: string, marketKind: HistorySource['marketKind']): HistorySource {
  const isSpot = marketKind === 'spot';
  const folder = isSpot ? '/data/spot/daily' : '/data/futures/um/daily';
  const rest = isSpot ? '/api/v3' : '/fapi/v1';
  return {
    title,
    restOrigin: isSpot ? 'https://api.binance.com' : 'https://fapi.binance.com',
    quote: 'USDT',
    marketKind,
    missing(kind) {
      if (kind === 'liquidations')
        return `${title} publishes no past liquidations; only what was recorded has them`;
      if (isSpot && (kind === 'openInterest' || kind === 'funding'))
        return `a spot market has no ${wordOf(kind)}`;
      return null;
    },
    parts(symbol, kind, range) {
      if (kind === 'funding') {
        const { fromMs, toMs } = range;
        const name = `${symbol}-fundingRate-um-${dayText(fromMs)}-${dayText(toMs - 1)}.csv`;
        const write = (pages: RestPages) => fundingRows(pages, `${rest}/fundingRate`, symbol, fromMs, toMs);
        return [{ kind, what: `funding of ${symbol}`, untilMs: toMs, file: null, rest: { name, write } }];
      }
      return daysOf(range).map((dayMs): HistoryPart => {
        const day = dayText(dayMs);
        const what = `${wordOf(kind)} of ${symbol} on ${day}`;
        const untilMs = dayMs + DAY_MS;
        if (kind === 'candles') {
          return {
            ...{ kind, what, untilMs, file: `${folder}/klines/${symbol}/1m/${symbol}-1m-${day}.zip` },
            rest: {
              name: `${symbol}-1m-${day}.json`,
              write: (pages) => klineRows(pages, `${rest}/klines`, symbol, dayMs),
            },
          };
        }
        if (kind === 'trades') {
          return {
            ...{ kind, what, untilMs, file: `${folder}/aggTrades/${symbol}/${symbol}-aggTrades-${day}.zip` },
            rest: {
              name: `${symbol}-aggTrades-${day}.csv`,
              write: (pages) => tradeRows(pages, `${rest}/aggTrades`, symbol, dayMs),
            },
          };
        }
        return {
          kind,
          what,
          untilMs,
          file: `${folder}/metrics/${symbol}/${symbol}-metrics-${day}.zip`,
          rest: null,
        };
      });
    },
  };
}

/** One JSON document of raw rows; the candle that still forms is left out. */
async function* klineRows(
  pages: RestPages,
  path: string,
  symbol: string,
  dayMs: number,
): AsyncGenerator<string> {
  const endMs = Math.min(dayMs + DAY_MS, pages.nowMs());
  let separator = '[';
  for (let startMs = dayMs; startMs < endMs; ) {
    const query = { symbol, interval: '1m', startTime: startMs, endTime: endMs - 1, limit: ROWS_PER_PAGE };
    const rows = await pages.get<unknown[][]>(path, query, `candles of ${symbol}`);
    for (const row of rows) {
      if (Number(row[6]) >= endMs) continue;
      yield `${separator}${JSON.stringify(row)}`;
      separator = ',\n';
    }
    const last = Number(rows.at(-1)?.[0] ?? Number.NaN);
    if (rows.length < ROWS_PER_PAGE || Number.isNaN(last) || last < startMs) break;
    startMs = last + MINUTE_MS;
  }
  yield separator === '[' ? '[]' : ']\n';
}

/** By time until the first one of the day, by id from there on: ids have no hole. */
async function* tradeRows(
  pages: RestPages,
  path: string,
  symbol: string,
  dayMs: number,
): AsyncGenerator<string> {
  yield TRADES_HEADER;
  const endMs = dayMs + DAY_MS;
  const what = `trades of ${symbol}`;
  let rows: readonly AggTrade[] = [];
  for (let startMs = dayMs; startMs < endMs && rows.length === 0; startMs += HOUR_MS) {
    const hour = { symbol, startTime: startMs, endTime: startMs + HOUR_MS - 1, limit: ROWS_PER_PAGE };
    rows = await pages.get<AggTrade[]>(path, hour, what);
  }
  while (rows.length > 0) {
    const ofDay = rows.filter(({ T }) => T >= dayMs && T < endMs);
    yield ofDay.map(({ a, p, q, f, l, T, m }) => `${a},${p},${q},${f},${l},${T},${m}\n`).join('');
    const last = rows.at(-1);
    if (last === undefined || last.T >= endMs) return;
    const next: readonly AggTrade[] = await pages.get<AggTrade[]>(
      path,
      { symbol, fromId: last.a + 1, limit: ROWS_PER_PAGE },
      what,
    );
    if ((next[0]?.a ?? 0) <= last.a) return;
    rows = next;
  }
}

/** How many hours a rate is of is the distance to the settlement before it. */
async function* fundingRows(
  pages: RestPages,
  path: string,
  symbol: string,
  fromMs: number,
  toMs: number,
): AsyncGenerator<string> {
  yield FUNDING_HEADER;
  const query = { symbol, startTime: fromMs - DAY_MS, endTime: toMs - 1, limit: ROWS_PER_PAGE };
  const rows = await pages.get<{ fundingTime: number; fundingRate: string }[]>(
    path,
    query,
    `funding of ${symbol}`,
  );
  for (const [index, { fundingTime, fundingRate }] of rows.entries()) {
    const before = rows[index - 1]?.fundingTime;
    if (before === undefined || fundingTime < fromMs) continue;
    yield `${fundingTime},${Math.round((fundingTime - before) / HOUR_MS)},${fundingRate}\n`;
  }
}

function wordOf(kind: HistoryKind): string {
  return kind === 'openInterest' ? 'open interest' : kind;
}
