import { describe, expect, it } from 'vitest';
import { fakeDescription } from '../testing/fakeMarket.testkit';
import { chooseInstrument, displayDecimals, listInstruments } from './instruments';

const { instruments } = fakeDescription('Live');
const btc = instruments.find((one) => one.id === 'binanceusdm:BTCUSDT');

describe('chooseInstrument', () => {
  it('takes the wanted one, else a perpetual of the same asset, else any perpetual', () => {
    expect(chooseInstrument(instruments, 'bybit:SOLUSDT')?.id).toBe('bybit:SOLUSDT');
    expect(chooseInstrument(instruments, 'okx:ETHUSDT')?.id).toBe('binanceusdm:ETHUSDT');
    expect(chooseInstrument(instruments, 'okx:DOGEUSDT')?.id).toBe('binanceusdm:BTCUSDT');
    expect(chooseInstrument(instruments, null)?.id).toBe('binanceusdm:BTCUSDT');
    expect(chooseInstrument([], null)).toBeUndefined();
  });
});

describe('instrument facts', () => {
  it('lists each id once, at its widest scale', () => {
    if (btc === undefined) throw new Error('no BTC');
    const listed = listInstruments([...instruments, { ...btc, priceDecimals: 5 }]);
    expect(listed).toHaveLength(instruments.length);
    expect(listed.find((one) => one.id === btc.id)?.priceDecimals).toBe(5);
  });

  it.each([
    [0.1, 1],
    [0.01, 2],
    [0.5, 1],
    [1, 0],
    [0.0001, 4],
    [0.25, 2],
    [10, 0],
    [null, 7],
  ])('shows a tick of %s with %i decimals', (tickSize, decimals) => {
    if (btc === undefined) throw new Error('no BTC');
    expect(displayDecimals({ ...btc, tickSize, priceDecimals: 7 })).toBe(decimals);
  });
});
