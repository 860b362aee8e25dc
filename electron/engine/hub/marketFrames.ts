/** Rows of the market model as columns for the wire. */
import {
  BAR_FORMING,
  BAR_GAP,
  type BarsFrame,
  type StudyFrame,
  type TapeFrame,
} from '../../../shared/contract/frames';
import type { Bar } from '../../../shared/market/marketView';
import type { StudyRow } from '../../../shared/market/studyRun';
import { fromScaled } from '../../../shared/model/decimal';
import type { LiquidationEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentTable } from '../../../shared/model/instrument';

type Mode = 'snapshot' | 'update';

export function barsFrame(epoch: number, mode: Mode, bars: readonly Bar[]): BarsFrame {
  const column = (read: (bar: Bar) => number): Float64Array => Float64Array.from(bars, read);
  return {
    type: 'bars',
    epoch,
    mode,
    openTimeMs: column((bar) => bar.openTimeMs),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    volumeBase: column((bar) => bar.volumeBase),
    takerBuyBase: column((bar) => bar.takerBuyBase),
    shortsUsd: column((bar) => bar.shortsUsd),
    longsUsd: column((bar) => bar.longsUsd),
    flags: Uint8Array.from(bars, (bar) => (bar.forming ? BAR_FORMING : 0) | (bar.touchedByGap ? BAR_GAP : 0)),
  };
}

export function studyFrame(
  epoch: number,
  mode: Mode,
  lines: readonly string[],
  rows: readonly StudyRow[],
): StudyFrame {
  const openTimeMs = Float64Array.from(rows, (row) => row.openTimeMs);
  const values = lines.map((_, line) => Float64Array.from(rows, (row) => row.values[line] ?? Number.NaN));
  return { type: 'study', epoch, mode, openTimeMs, lines, values };
}

/** `rows` oldest first; `skipped` rows were left out before them. */
export function tapeFrame(
  epoch: number,
  mode: Mode,
  rows: readonly (TradeEvent | LiquidationEvent)[],
  skipped: number,
  table: InstrumentTable,
): TapeFrame {
  const ids: string[] = [];
  const frame: TapeFrame = {
    type: 'tape',
    epoch,
    mode,
    skipped,
    seq: new Float64Array(rows.length),
    exchangeTimeMs: new Float64Array(rows.length),
    price: new Float64Array(rows.length),
    quantityBase: new Float64Array(rows.length),
    notionalUsd: new Float64Array(rows.length),
    instrument: new Uint16Array(rows.length),
    side: new Uint8Array(rows.length),
    instruments: ids,
  };
  for (const [row, event] of rows.entries()) {
    const instrument = table.get(event.instrument);
    const price = fromScaled(event.priceTicks, instrument.priceDecimals);
    const quantityBase = fromScaled(event.quantityLots, instrument.quantityDecimals);
    let index = ids.indexOf(instrument.id);
    if (index < 0) index = ids.push(instrument.id) - 1;
    frame.seq[row] = event.seq;
    frame.exchangeTimeMs[row] = event.exchangeTimeMs;
    frame.price[row] = price;
    frame.quantityBase[row] = quantityBase;
    frame.notionalUsd[row] = event.kind === 'liquidation' ? event.notionalUsd : price * quantityBase;
    frame.instrument[row] = index;
    frame.side[row] = sideOf(event);
  }
  return frame;
}

/** Trades: 1 when the taker bought. Liquidations: 1 when a short position was closed. */
function sideOf(event: TradeEvent | LiquidationEvent): 0 | 1 {
  if (event.kind === 'trade') return event.takerSide === 'buy' ? 1 : 0;
  return event.positionSide === 'short' ? 1 : 0;
}
