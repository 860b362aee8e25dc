/** What really was liquidated, beside what the venues said about it. */
import type { PositionSide } from '../../../../shared/model/events';
import type { InstrumentIndex } from '../../../../shared/model/instrument';
import type { ChildOrder } from './forcedOrders';
import type { MarketTape } from './marketTape';

/** One order of a liquidation as it reached a venue. A liquidated position has one or more. */
export interface LiquidationTruth {
  readonly kind: 'liquidation';
  readonly exchangeTimeMs: number;
  readonly instrument: InstrumentIndex;
  readonly positionSide: PositionSide;
  readonly priceTicks: number;
  readonly quantityLots: number;
  readonly notionalUsd: number;
  /** There is a liquidation event of it. */
  readonly isReported: boolean;
  readonly positionId: number;
  readonly entryPrice: number;
  readonly leverage: number;
  readonly liquidationPrice: number;
  readonly openedMs: number;
}

export function liquidationTruth(
  tape: MarketTape,
  child: ChildOrder,
  priceTicks: number,
  isReported: boolean,
): LiquidationTruth {
  const { order, exchangeTimeMs, quantityLots } = child;
  return {
    kind: 'liquidation',
    exchangeTimeMs,
    instrument: tape.market.instrument,
    positionSide: order.positionSide,
    priceTicks,
    quantityLots,
    notionalUsd: tape.notionalUsd(priceTicks, quantityLots),
    isReported,
    positionId: order.positionId,
    entryPrice: order.entryPrice,
    leverage: order.leverage,
    liquidationPrice: order.liquidationPrice,
    openedMs: order.openedMs,
  };
}
