/** Every panel, in the order they are offered. */
import { bookmarksPanel } from './bookmarks/bookmarksPanel';
import { breakoutsPanel } from './breakouts/breakoutsPanel';
import { chartPanel } from './chart/chartPanel';
import { liquidationsPanel } from './liquidations/liquidationsPanel';
import { liquidationTapePanel } from './liquidationTape/liquidationTapePanel';
import { marketPanel } from './market/marketPanel';
import type { PanelDef } from './panelDef';
import { sessionsPanel } from './sessions/sessionsPanel';
import { settingsPanel } from './settings/settingsPanel';
import { squeezePanel } from './squeeze/squeezePanel';
import { tradesPanel } from './trades/tradesPanel';
import { venuesPanel } from './venues/venuesPanel';

export const PANELS: readonly PanelDef[] = [
  chartPanel,
  liquidationsPanel,
  squeezePanel,
  breakoutsPanel,
  liquidationTapePanel,
  tradesPanel,
  marketPanel,
  sessionsPanel,
  bookmarksPanel,
  venuesPanel,
  settingsPanel,
];
