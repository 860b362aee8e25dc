/** Tables of what a venue says about an instrument now and then; see `eventTables.ts`. */
import type { FundingEvent, MarkEvent, OpenInterestEvent, TickerEvent } from '../model/events';
import { double, doubleOrNull, integer, integerOrNull } from './columns';
import { define } from './defineTable';

export const ticker = define<TickerEvent>({
  kind: 'ticker',
  name: 'ticker',
  exportName: 'tickers',
  columns: [
    integer('last', (event) => event.lastTicks),
    integerOrNull('bid', (event) => event.bidTicks),
    integerOrNull('ask', (event) => event.askTicks),
    integerOrNull('open_24h', (event) => event.open24hTicks),
    integerOrNull('high_24h', (event) => event.high24hTicks),
    integerOrNull('low_24h', (event) => event.low24hTicks),
    doubleOrNull('volume_24h_base', (event) => event.volume24hBase),
    doubleOrNull('volume_24h_quote', (event) => event.volume24hQuote),
  ],
  payload(block) {
    const last = block.number('last');
    const bid = block.numberOrNull('bid');
    const ask = block.numberOrNull('ask');
    const open = block.numberOrNull('open_24h');
    const high = block.numberOrNull('high_24h');
    const low = block.numberOrNull('low_24h');
    const volumeBase = block.numberOrNull('volume_24h_base');
    const volumeQuote = block.numberOrNull('volume_24h_quote');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'ticker',
      lastTicks: last(row),
      bidTicks: bid(row),
      askTicks: ask(row),
      open24hTicks: open(row),
      high24hTicks: high(row),
      low24hTicks: low(row),
      volume24hBase: volumeBase(row),
      volume24hQuote: volumeQuote(row),
    });
  },
});

export const mark = define<MarkEvent>({
  kind: 'mark',
  name: 'mark',
  exportName: 'marks',
  columns: [
    double('mark_price', (event) => event.markPrice),
    doubleOrNull('index_price', (event) => event.indexPrice),
  ],
  payload(block) {
    const markPrice = block.number('mark_price');
    const indexPrice = block.numberOrNull('index_price');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'mark',
      markPrice: markPrice(row),
      indexPrice: indexPrice(row),
    });
  },
});

export const funding = define<FundingEvent>({
  kind: 'funding',
  name: 'funding',
  exportName: 'funding',
  columns: [
    double('rate', (event) => event.rate),
    integerOrNull('next_time', (event) => event.nextFundingTimeMs),
    doubleOrNull('interval_hours', (event) => event.intervalHours),
  ],
  payload(block) {
    const rate = block.number('rate');
    const nextTime = block.numberOrNull('next_time');
    const intervalHours = block.numberOrNull('interval_hours');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'funding',
      rate: rate(row),
      nextFundingTimeMs: nextTime(row),
      intervalHours: intervalHours(row),
    });
  },
});

export const openInterest = define<OpenInterestEvent>({
  kind: 'openInterest',
  name: 'open_interest',
  exportName: 'open-interest',
  columns: [
    double('quantity_base', (event) => event.quantityBase),
    doubleOrNull('notional_usd', (event) => event.notionalUsd),
  ],
  payload(block) {
    const quantity = block.number('quantity_base');
    const notional = block.numberOrNull('notional_usd');
    return (row, stamp) => ({
      seq: stamp.seq,
      exchangeTimeMs: stamp.exchangeTimeMs,
      receiveTimeMs: stamp.receiveTimeMs,
      instrument: stamp.instrument,
      kind: 'openInterest',
      quantityBase: quantity(row),
      notionalUsd: notional(row),
    });
  },
});
