/** The past of Bybit linear: candles, by REST. Its candles have no taker volume. */
import { DAY_MS, MINUTE_MS } from '../../../shared/model/time';
import { daysOf, dayText, type HistorySource } from './historySource';
import type { RestPages } from './restPages';

const ROWS_PER_PAGE = 1_000;

export const BYBIT_LINEAR_HISTORY: HistorySource = {
  title: 'Bybit linear',
  restOrigin: 'https://api.bybit.com',
  quote: 'USDT',
  marketKind: 'perpetual',
  missing(kind) {
    if (kind === 'candles') return null;
    if (kind === 'liquidations')
      return 'Bybit publishes no past liquidations; only what was recorded has them';
    return `Breakwater downloads only candles from Bybit; import its files for ${kind === 'openInterest' ? 'open interest' : kind}`;
  },
  parts(symbol, kind, range) {
    return daysOf(range).map((dayMs) => ({
      kind,
      what: `candles of ${symbol} on ${dayText(dayMs)}`,
      untilMs: dayMs + DAY_MS,
      file: null,
      rest: {
        name: `bybit-${symbol}-1m-${dayText(dayMs)}.csv`,
        write: (pages) => rowsOf(pages, symbol, dayMs),
      },
      extra: { intervalMs: MINUTE_MS, stampIs: 'open' },
    }));
  },
};

interface Answer {
  readonly result?: { readonly list?: readonly (readonly string[])[] };
}

/** Pages come newest first. */
async function* rowsOf(pages: RestPages, symbol: string, dayMs: number): AsyncGenerator<string> {
  yield 'time,open,high,low,close,volume,turnover\n';
  const endMs = Math.min(dayMs + DAY_MS, pages.nowMs());
  for (let startMs = dayMs; startMs < endMs; startMs += ROWS_PER_PAGE * MINUTE_MS) {
    const end = Math.min(endMs, startMs + ROWS_PER_PAGE * MINUTE_MS) - 1;
    const query = { category: 'linear', symbol, interval: '1', start: startMs, end, limit: ROWS_PER_PAGE };
    const answer = await pages.get<Answer>('/v5/market/kline', query, `candles of ${symbol}`);
    const rows = [...(answer.result?.list ?? [])].reverse();
    yield rows
      .filter(([time]) => Number(time) >= startMs && Number(time) + MINUTE_MS <= endMs)
      .map((row) => `${row.slice(0, 7).join()}\n`)
      .join('');
  }
}
