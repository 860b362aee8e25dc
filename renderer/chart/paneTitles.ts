/** What the panes below the candles are called, on the screen and in a saved picture. */
import type { PaneId } from './subPanes';

export const PANE_TITLES: Readonly<Record<Exclude<PaneId, 'price'>, string>> = {
  volume: 'Volume',
  liquidations: 'Liquidations · shorts ▲ · longs ▼',
};
