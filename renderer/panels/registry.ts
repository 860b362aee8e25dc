/** Every panel, in the order they are offered. */
import { chartPanel } from './chart/chartPanel';
import { liquidationsPanel } from './liquidations/liquidationsPanel';
import { liquidationTapePanel } from './liquidationTape/liquidationTapePanel';
import type { PanelDef } from './panelDef';
import { sessionsPanel } from './sessions/sessionsPanel';
import { tradesPanel } from './trades/tradesPanel';

export const PANELS: readonly PanelDef[] = [
  chartPanel,
  liquidationsPanel,
  liquidationTapePanel,
  tradesPanel,
  sessionsPanel,
];
