/**
 * Figures of one asset that are made when somebody asks for them, beside those that are logged every second.
 *
 * Invariant: like every indicator they are a function of the state of the market (`indicatorReaders.ts`).
 */
import type { Figure } from '../model/figure';
import type { MarketState } from './marketState';
import { trueLiquidationFigures } from './trueLiquidations';
import { venueLiquidationFigures } from './venueLiquidations';

/** As of `asOfMs`, which is not before anything applied; in a fixed order. */
export function assetFiguresAt(
  state: MarketState,
  asset: string,
  asOfMs: number,
  windowMs: number,
): readonly Figure[] {
  return [
    ...venueLiquidationFigures(state, asset, asOfMs, windowMs),
    ...trueLiquidationFigures(state, state.folds, asset, asOfMs, windowMs),
  ];
}
