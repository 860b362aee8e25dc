import type { PanelDef } from '../panelDef';
import { LiquidationsPanel } from './LiquidationsPanel';
import { WindowSwitch } from './WindowSwitch';
import './liquidations.css';

export const liquidationsPanel: PanelDef = {
  id: 'liquidations',
  title: 'Liquidations',
  Panel: LiquidationsPanel,
  RightActions: WindowSwitch,
};
