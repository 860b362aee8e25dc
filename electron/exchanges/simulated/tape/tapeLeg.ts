/** Spot or perpetual of an asset, as the tape keeps it. */
import type { MarketEvent } from '../../../../shared/model/events';
import type { InstrumentKind } from '../../../../shared/model/instrument';
import type { RandomStream } from '../random/randomStream';
import { FlowSizes } from './flowSizes';
import type { LiquidationTruth } from './liquidationTruth';
import { MarketShares } from './marketShares';
import { PricePath } from './pricePath';
import type { LegProfile, TapeProfile } from './tapeProfile';
import type { TapeMarket } from './tapeVenue';

export type EmitEvent = (event: MarketEvent) => void;
export type EmitTruth = (truth: LiquidationTruth) => void;

/**
 * `past`: without trades, tickers and books, which no venue can be asked for afterwards. The tape goes the same
 * way with either, for half the work.
 */
export type TapeDetail = 'all' | 'past';

export class TapeLeg {
  readonly kind: InstrumentKind;
  readonly profile: LegProfile;
  readonly shares: MarketShares;
  readonly sizes: FlowSizes;
  readonly path = new PricePath();

  constructor(
    kind: InstrumentKind,
    profile: TapeProfile,
    markets: readonly TapeMarket[],
    random: RandomStream,
  ) {
    this.kind = kind;
    this.profile = profile[kind];
    this.shares = new MarketShares(markets, kind);
    this.sizes = new FlowSizes(markets, kind, random);
  }
}
