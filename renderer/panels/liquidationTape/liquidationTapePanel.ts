import type { PanelDef } from '../panelDef';
import { LiquidationTapeActions, LiquidationTapePanel } from './LiquidationTapePanel';
import './liquidationTape.css';

export const liquidationTapePanel: PanelDef = {
  id: 'liquidationTape',
  title: 'Liquidation tape',
  Panel: LiquidationTapePanel,
  RightActions: LiquidationTapeActions,
};
