/** Every panel, in the order they are offered. */
import { bookmarksPanel } from './bookmarks/bookmarksPanel';
import { chartPanel } from './chart/chartPanel';
import { liquidationsPanel } from './liquidations/liquidationsPanel';
import { liquidationTapePanel } from './liquidationTape/liquidationTapePanel';
import { marketPanel } from './market/marketPanel';
import type { PanelDef } from './panelDef';
import { sessionsPanel } from './sessions/sessionsPanel';
import { settingsPanel } from './settings/settingsPanel';
import { tradesPanel } from './trades/tradesPanel';
import { venuesPanel } from './venues/venuesPanel';

export const PANELS: readonly PanelDef[] = [
  chartPanel,
  liquidationsPanel,
  liquidationTapePanel,
  tradesPanel,
  marketPanel,
  sessionsPanel,
  bookmarksPanel,
  venuesPanel,
  settingsPanel,
];
