import type { PanelDef } from '../panelDef';
import { LiquidationTapePanel, LiquidationThreshold } from './LiquidationTapePanel';

export const liquidationTapePanel: PanelDef = {
  id: 'liquidationTape',
  title: 'Liquidation tape',
  Panel: LiquidationTapePanel,
  RightActions: LiquidationThreshold,
};
