import type { PanelDef } from '../panelDef';
import { TradesPanel, TradesThreshold } from './TradesPanel';

export const tradesPanel: PanelDef = {
  id: 'trades',
  title: 'Trades',
  Panel: TradesPanel,
  RightActions: TradesThreshold,
};
