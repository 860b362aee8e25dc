/** What the panes below the candles are called, on the screen and in a saved picture. */
import { STUDIES } from '../../shared/indicators/studies/registry';
import { paneIdOf } from './studyPanes';
import type { PaneId } from './subPanes';

const PANE_TITLES: ReadonlyMap<PaneId, string> = new Map<PaneId, string>([
  ['volume', 'Volume'],
  ['liquidations', 'Liquidations · shorts ▲ · longs ▼'],
  ...STUDIES.map((study): [PaneId, string] => [paneIdOf(study), study.title]),
]);

export function paneTitle(id: PaneId): string {
  return PANE_TITLES.get(id) ?? '';
}
