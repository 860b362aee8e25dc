/** The default arrangement, and putting a saved one back. */
import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { PANELS } from '../panels/registry';

/** The panel that stands for the side column. */
const SIDE_ANCHOR = 'liquidations';
const SIDE_WIDTH = 372;
/** With a note, the four default assets and what the venues report. */
const LIQUIDATIONS_HEIGHT = 278;
/** With its six lines. */
const SQUEEZE_HEIGHT = 180;
/** With what is published beside the market of an asset. */
const MARKET_HEIGHT = 318;
/** In a lower dock they are tabs beside the liquidations: the tape below would have no room left. */
const LOWEST_FOR_SQUEEZE = 640;
const LOWEST_FOR_MARKET = 1_060;
/** Beside what a panel is opened, the first one that is there. */
const NEIGHBOURS = ['liquidationTape', 'trades', 'market', 'liquidations'] as const;

/** Applies a saved layout, or the default one when there is none or it does not fit. */
export function applyLayout(api: DockviewApi, saved: unknown): void {
  if (isLayout(saved)) {
    try {
      api.fromJSON(saved);
      if (api.getPanel('chart') !== undefined) {
        unscale(api, saved);
        return;
      }
    } catch {
      // A layout of another version: the default one replaces it below.
    }
  }
  api.clear();
  applyDefaultLayout(api);
}

/** Panels beside the chart that keep their size when the window changes its own: the rest is the chart's. */
const FIXED = [
  { id: SIDE_ANCHOR, width: true },
  { id: 'squeeze', width: false },
  { id: 'market', width: false },
] as const;

/** The dock gives everything its share of a new size; afterwards these have the size they had. */
export function layoutKeepingSizes(api: DockviewApi, width: number, height: number): void {
  const kept = sizesOf(api, 1, 1);
  api.layout(width, height);
  restoreSizes(api, kept);
}

/** A layout saved in a window of another size was scaled to this one when it was read. */
function unscale(api: DockviewApi, { grid }: SerializedDockview): void {
  if (api.width > 0 && api.height > 0)
    restoreSizes(api, sizesOf(api, grid.width / api.width, grid.height / api.height));
}

interface KeptSize {
  readonly id: string;
  readonly width?: number;
  readonly height: number;
}

function sizesOf(api: DockviewApi, widthFactor: number, heightFactor: number): readonly KeptSize[] {
  return FIXED.flatMap(({ id, width }): KeptSize[] => {
    const group = api.getPanel(id)?.group;
    if (group === undefined || group.api.location.type !== 'grid') return [];
    const height = Math.round(group.height * heightFactor);
    return [width ? { id, height, width: Math.round(group.width * widthFactor) } : { id, height }];
  });
}

function restoreSizes(api: DockviewApi, sizes: readonly KeptSize[]): void {
  for (const { id, height, width } of sizes) {
    const isTooHigh = height > api.height / 2;
    const isTooWide = width !== undefined && width > api.width / 2;
    api.getPanel(id)?.group.api.setSize({
      ...(isTooHigh ? {} : { height }),
      ...(width === undefined || isTooWide ? {} : { width }),
    });
  }
}

/** Puts the panels back to where they are at the first start. */
export function resetLayout(api: DockviewApi): void {
  applyLayout(api, null);
}

function applyDefaultLayout(api: DockviewApi): void {
  addPanel(api, 'chart');
  addPanel(
    api,
    'liquidations',
    { direction: 'right', referencePanel: 'chart' },
    { initialWidth: SIDE_WIDTH },
  );
  const squeezeStandsAlone = api.height >= LOWEST_FOR_SQUEEZE;
  const marketStandsAlone = api.height >= LOWEST_FOR_MARKET;
  addPanel(api, 'squeeze', {
    direction: squeezeStandsAlone ? 'below' : 'within',
    referencePanel: 'liquidations',
  });
  addPanel(
    api,
    'market',
    marketStandsAlone
      ? { direction: 'below', referencePanel: 'squeeze' }
      : { direction: 'within', referencePanel: 'liquidations' },
  );
  addPanel(api, 'liquidationTape', {
    direction: 'below',
    referencePanel: marketStandsAlone ? 'market' : 'squeeze',
  });
  addPanel(api, 'trades', { direction: 'within', referencePanel: 'liquidationTape' });
  addPanel(api, 'breakouts', { direction: 'within', referencePanel: 'liquidationTape' });
  api.getPanel('liquidations')?.api.setSize({ height: LIQUIDATIONS_HEIGHT });
  if (squeezeStandsAlone) api.getPanel('squeeze')?.api.setSize({ height: SQUEEZE_HEIGHT });
  if (marketStandsAlone) api.getPanel('market')?.api.setSize({ height: MARKET_HEIGHT });
  api.getPanel('liquidations')?.api.setActive();
  api.getPanel('liquidationTape')?.api.setActive();
  api.getPanel('chart')?.api.setActive();
}

/** Shows a panel, adding it beside the tapes when it is closed. */
export function showPanel(api: DockviewApi, id: string): void {
  const open = api.getPanel(id);
  if (open !== undefined) {
    open.api.setActive();
    return;
  }
  const beside = NEIGHBOURS.find((other) => api.getPanel(other) !== undefined);
  if (beside !== undefined && isPlace(id)) leavePlaces(api, beside);
  if (beside === undefined)
    addPanel(api, id, { direction: 'right', referencePanel: 'chart' }, { initialWidth: SIDE_WIDTH });
  else addPanel(api, id, { direction: 'within', referencePanel: beside });
}

/** Panels that the rail leads to, one after the other. */
const PLACES: readonly string[] = ['sessions', 'venues', 'settings'];

function isPlace(id: string): boolean {
  return PLACES.includes(id);
}

/** A place takes the place of another one, unless the user has given that a group of its own. */
function leavePlaces(api: DockviewApi, beside: string): void {
  const group = api.getPanel(beside)?.group;
  for (const panel of [...(group?.panels ?? [])]) if (isPlace(panel.id)) panel.api.close();
}

type Position = { readonly direction: 'right' | 'below' | 'within'; readonly referencePanel: string };

function addPanel(
  api: DockviewApi,
  id: string,
  position?: Position,
  size: { initialWidth?: number } = {},
): void {
  const title = PANELS.find((panel) => panel.id === id)?.title ?? id;
  api.addPanel({ id, component: id, title, ...size, ...(position === undefined ? {} : { position }) });
}

function isLayout(saved: unknown): saved is SerializedDockview {
  return typeof saved === 'object' && saved !== null && 'grid' in saved && 'panels' in saved;
}
