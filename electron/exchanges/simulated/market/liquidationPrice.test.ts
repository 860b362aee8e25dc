import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitmexInverseBankruptcyPrice,
  bitmexInverseLiquidationPrice,
  bybitInverseLiquidationPrice,
  bybitInverseLiquidationPrice2024,
  bybitLinearLiquidationPrice,
  liquidationPrice,
  okxCoinLiquidationPrice,
  tieredLiquidationPrice,
} from './liquidationPrice';
import { MARGIN_TIERS, tierOf } from './marginTiers';

const linear = (side: 'long' | 'short', quantityBase: number, entryPrice: number, leverage: number) => ({
  side,
  quantityBase,
  entryPrice,
  marginUsd: (quantityBase * entryPrice) / leverage,
});
const inverse = (side: 'long' | 'short', contractsUsd: number, entryPrice: number, leverage: number) => ({
  side,
  contractsUsd,
  entryPrice,
  leverage,
});

describe('liquidation prices', () => {
  it('of Binance USD-M, by the tier that holds there', () => {
    const tiers = MARGIN_TIERS.BTC;
    expect(liquidationPrice(linear('short', 0.5, 94_000, 20), { rate: 0.004 })).toBeCloseTo(98_306.77, 2);
    expect(liquidationPrice(linear('long', 0.5, 94_000, 20), { rate: 0.004 })).toBeCloseTo(89_658.63, 2);
    const large = linear('short', 20, 94_000, 25);
    expect(liquidationPrice(large, { rate: 0.0065, deductionUsd: 950 })).toBeCloseTo(97_175.86, 2);
    expect(tieredLiquidationPrice(large, tiers)).toBeCloseTo(97_175.86, 2);
  });

  it('of Bybit linear', () => {
    const rule = { rate: 0.005 };
    expect(bybitLinearLiquidationPrice(linear('short', 1, 94_000, 25), rule)).toBeCloseTo(97_290, 6);
    expect(bybitLinearLiquidationPrice(linear('long', 1, 94_000, 25), rule)).toBeCloseTo(90_710, 6);
    expect(bybitLinearLiquidationPrice(linear('long', 1, 20_000, 50), rule)).toBeCloseTo(19_700, 6);
  });

  it('of OKX, with the closing fee', () => {
    const rule = { rate: 0.004, feeRate: 0.0005 };
    expect(liquidationPrice(linear('short', 1, 94_000, 25), rule)).toBeCloseTo(97_322.05, 2);
    expect(liquidationPrice(linear('long', 1, 94_000, 25), rule)).toBeCloseTo(90_647.92, 2);
  });

  it('of Hyperliquid, half of the initial margin at the highest leverage', () => {
    const rule = { rate: 0.5 / 40 };
    expect(liquidationPrice(linear('short', 1, 94_000, 20), rule)).toBeCloseTo(97_481.48, 2);
    expect(liquidationPrice(linear('long', 1, 94_000, 20), rule)).toBeCloseTo(90_430.38, 2);
  });

  it('of inverse contracts', () => {
    expect(bitmexInverseLiquidationPrice(inverse('long', 1, 10_000, 20), 0.00585)).toBeCloseTo(9_577.17, 2);
    expect(bitmexInverseLiquidationPrice(inverse('short', 1, 10_000, 20), 0.00585)).toBeCloseTo(10_461.89, 2);
    expect(bitmexInverseBankruptcyPrice(inverse('long', 1, 10_000, 20))).toBeCloseTo(9_523.81, 2);
    const short = inverse('short', 60_000, 50_000, 10);
    expect(bybitInverseLiquidationPrice(short, 0.005)).toBeCloseTo(55_277.78, 2);
    expect(bybitInverseLiquidationPrice2024(short, 0.005)).toBeCloseTo(55_248.62, 2);
    // Without maintenance every rule for coin margin ends at the bankruptcy price.
    for (const side of ['long', 'short'] as const) {
      const position = inverse(side, 60_000, 50_000, 10);
      const bankruptcy = bitmexInverseBankruptcyPrice(position);
      expect(okxCoinLiquidationPrice(position, 0)).toBeCloseTo(bankruptcy, 6);
      expect(bybitInverseLiquidationPrice(position, 0)).toBeCloseTo(bankruptcy, 6);
      expect(bitmexInverseLiquidationPrice(position, 0)).toBeCloseTo(bankruptcy, 6);
    }
  });

  it('leave equity equal to maintenance, whatever the position', () => {
    const sides = fc.constantFrom('long' as const, 'short' as const);
    const numbers = fc.tuple(
      fc.double({ min: 0.001, max: 500, noNaN: true }),
      fc.double({ min: 1_000, max: 150_000, noNaN: true }),
      fc.double({ min: 2, max: 50, noNaN: true }),
    );
    fc.assert(
      fc.property(sides, numbers, (side, [quantityBase, entryPrice, leverage]) => {
        const position = linear(side, quantityBase, entryPrice, leverage);
        const price = tieredLiquidationPrice(position, MARGIN_TIERS.BTC);
        const tier = tierOf(MARGIN_TIERS.BTC, quantityBase * price);
        const sign = side === 'long' ? 1 : -1;
        const equity = position.marginUsd + sign * quantityBase * (price - entryPrice);
        const maintenance = quantityBase * price * tier.maintenanceRate - tier.deductionUsd;
        expect(Math.abs(equity - maintenance)).toBeLessThan(1e-6 * quantityBase * entryPrice + 1e-6);
      }),
    );
  });

  it('know the deductions that the venue publishes', () => {
    const deductions = (table: 'BTC' | 'ETH' | 'SOL' | 'XRP', count: number) =>
      MARGIN_TIERS[table].slice(0, count).map(({ deductionUsd }) => Math.round(deductionUsd));
    expect(deductions('BTC', 8)).toEqual([0, 50, 950, 11_450, 131_450, 481_450, 2_981_450, 14_481_450]);
    expect(deductions('ETH', 7)).toEqual([0, 50, 950, 11_450, 131_450, 381_450, 2_006_450]);
    expect(deductions('SOL', 6)).toEqual([0, 30, 380, 8_380, 28_380, 228_380]);
    expect(deductions('XRP', 6)).toEqual([0, 15, 85, 1_685, 5_685, 45_685]);
  });
});
