/**
 * Figures of one asset that are made when somebody asks for them, beside those that are logged every second.
 *
 * Invariant: like every indicator they are a function of the state of the market (`indicatorReaders.ts`).
 */
import { UNLISTED_ASSETS } from '../model/asset';
import type { Figure } from '../model/figure';
import type { Interval } from '../model/time';
import type { VenueId } from '../model/venue';
import type { ClosedBars } from './closedBars';
import { fundingFigures } from './fundingFigures';
import type { InstrumentState } from './instrumentState';
import type { MarketState } from './marketState';
import { quadrantFigures } from './quadrantFigures';
import { referenceOf } from './referenceInstrument';
import { sinceFiguresOfFlows, sinceFiguresOfPrices } from './sinceFigures';
import { trueLiquidationFigures } from './trueLiquidations';
import { venueLiquidationFigures } from './venueLiquidations';

/** What the figures are read from. */
export interface AssetSource {
  readonly state: MarketState;
  /** In the order in which they are preferred as the one whose bars are looked at. */
  readonly venues: readonly VenueId[];
  /** The bars of an instrument, brought up to date. */
  readonly barsOf: (state: InstrumentState, interval: Interval) => ClosedBars;
}

/** As of `asOfMs`, which is not before anything applied; in a fixed order. */
export function assetFiguresAt(
  { state, venues, barsOf }: AssetSource,
  asset: string,
  asOfMs: number,
  windowMs: number,
): readonly Figure[] {
  // What trades beside the listed assets is not one thing with a price.
  const isListed = asset !== UNLISTED_ASSETS;
  const members = isListed ? state.instruments.filter(({ row }) => row.asset === asset) : [];
  const reference = referenceOf(members, venues);
  const fromBars =
    reference === undefined
      ? []
      : [
          ...quadrantFigures(state, reference, barsOf, asOfMs),
          ...sinceFiguresOfPrices(reference, barsOf(reference, '1d'), state.nowMs ?? asOfMs),
        ];
  return [
    ...venueLiquidationFigures(state, asset, asOfMs, windowMs),
    ...trueLiquidationFigures(state, state.folds, asset, asOfMs, windowMs),
    ...fromBars,
    ...fundingFigures(state, members, venues, asOfMs),
    ...sinceFiguresOfFlows(state.series, asset),
  ];
}
