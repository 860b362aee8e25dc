import { describe, expect, it } from 'vitest';
import { type InstrumentSpec, InstrumentTable } from './instrument';

const bitcoin: InstrumentSpec = {
  id: 'binanceusdm:BTCUSDT',
  venue: 'binanceusdm',
  symbol: 'BTCUSDT',
  asset: 'BTC',
  quote: 'USDT',
  kind: 'perpetual',
  priceDecimals: 1,
  quantityDecimals: 3,
  tickSize: 0.1,
};

describe('InstrumentTable', () => {
  it('gives one index per id and scale', () => {
    const table = new InstrumentTable();
    expect(table.register(bitcoin)).toBe(0);
    expect(table.register({ ...bitcoin, id: 'binance:BTCUSDT' })).toBe(1);
    expect(table.register(bitcoin)).toBe(0);
  });

  it('widens by a new row and leaves the old one as it was', () => {
    const table = new InstrumentTable();
    const index = table.register(bitcoin);
    const wider = table.widen(index, 3, 2);
    expect(table.get(index).priceDecimals).toBe(1);
    expect(table.get(wider)).toMatchObject({ id: bitcoin.id, priceDecimals: 3, quantityDecimals: 3 });
    expect(table.latest(bitcoin.id)?.index).toBe(wider);
    expect(table.widen(index, 3, 3)).toBe(wider);
  });

  it('keeps indexes when rebuilt from the rows of a session', () => {
    const table = new InstrumentTable();
    table.widen(table.register(bitcoin), 2, 3);
    const rebuilt = InstrumentTable.from(table.rows());
    expect(rebuilt.rows()).toEqual(table.rows());
  });

  it('tells about added rows until the listener leaves', () => {
    const table = new InstrumentTable();
    const seen: string[] = [];
    const stop = table.onAdded((row) => seen.push(row.id));
    table.register(bitcoin);
    stop();
    table.register({ ...bitcoin, id: 'bybit:BTCUSDT' });
    expect(seen).toEqual(['binanceusdm:BTCUSDT']);
    expect(() => table.get(9)).toThrow(RangeError);
  });
});
