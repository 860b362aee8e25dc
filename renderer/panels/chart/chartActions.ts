/** What can be done with the chart, once, for keys, palette, menu and buttons. */
import { STUDIES } from '../../../shared/indicators/studies/registry';
import type { Action } from '../../actions/action';
import {
  CHART_LAYERS,
  type ChartLayer,
  type ChartView,
  type PriceScale,
  toggledStudy,
} from '../../stores/chartView';
import type { UiStore } from '../../stores/uiStore';
import type { ChartController } from './chartController';

export const LAYER_TITLES: Readonly<Record<ChartLayer, string>> = {
  ranges: 'Range bands',
  levels: 'Levels',
  priorLevels: 'Prior highs and lows',
  events: 'Breakouts and bursts',
  volume: 'Volume',
  liquidations: 'Liquidations',
  dots: 'Liquidation dots',
  gaps: 'Gaps',
  marks: 'Bookmarks',
};

/** What the menu offers; the others are for those who have no pointer in the chart. */
export const MENU_ACTIONS: ReadonlySet<string> = new Set([
  'chart.reset',
  'chart.logScale',
  'chart.percentScale',
  ...CHART_LAYERS.map((layer) => `chart.layer.${layer}`),
  'chart.measure',
  'chart.maximise',
  'chart.snapshot',
]);

/** A notch of a mouse wheel. */
const ZOOM_STEP_PX = 100;

export function chartActions(options: {
  readonly ui: UiStore;
  readonly controller: () => ChartController | null;
  readonly savePicture: () => void;
}): readonly Action[] {
  const { ui, controller } = options;
  const view = () => ui.getState().view.chart;
  const setView = (change: Partial<ChartView>) => ui.getState().setView({ chart: { ...view(), ...change } });
  const scale = (id: string, title: string, key: string, priceScale: PriceScale): Action => ({
    id,
    title,
    group: 'Chart',
    keys: [key],
    checked: () => view().priceScale === priceScale,
    run: () => setView({ priceScale: view().priceScale === priceScale ? 'normal' : priceScale }),
  });
  const simple = (id: string, title: string, key: string, run: (chart: ChartController) => void): Action => ({
    id,
    title,
    group: 'Chart',
    keys: [key],
    enabled: () => controller() !== null,
    run: () => {
      const chart = controller();
      if (chart !== null) run(chart);
    },
  });
  return [
    simple('chart.reset', 'Newest bars, prices fitted', 'Alt+R', (chart) => chart.showNewest()),
    scale('chart.logScale', 'Logarithmic price scale', 'Alt+L', 'log'),
    scale('chart.percentScale', 'Price scale in percent', 'Alt+P', 'percent'),
    ...CHART_LAYERS.map(
      (layer): Action => ({
        id: `chart.layer.${layer}`,
        title: `Layer: ${LAYER_TITLES[layer]}`,
        group: 'Chart',
        ...(layer === 'liquidations' ? { keys: ['Alt+Q'] } : {}),
        checked: () => view().layers[layer],
        run: () => setView({ layers: { ...view().layers, [layer]: !view().layers[layer] } }),
      }),
    ),
    ...STUDIES.map(
      ({ id, title }): Action => ({
        id: `chart.study.${id}`,
        title: `Study: ${title}`,
        group: 'Chart',
        checked: () => view().studies.includes(id),
        run: () => setView({ studies: toggledStudy(view().studies, id) }),
      }),
    ),
    simple('chart.zoomIn', 'Zoom in', 'Mod+ArrowUp', (chart) => chart.zoom(-ZOOM_STEP_PX)),
    simple('chart.zoomOut', 'Zoom out', 'Mod+ArrowDown', (chart) => chart.zoom(ZOOM_STEP_PX)),
    simple('chart.left', 'Crosshair one bar left', 'Mod+ArrowLeft', (chart) => chart.movePointer(-1)),
    simple('chart.right', 'Crosshair one bar right', 'Mod+ArrowRight', (chart) => chart.movePointer(1)),
    simple('chart.measure', 'Measure from the crosshair', 'Alt+Shift+D', (chart) => chart.toggleMeasure()),
    simple('chart.maximise', 'Candles alone', 'Alt+Enter', (chart) => chart.toggleMaximised('price')),
    {
      id: 'chart.snapshot',
      title: 'Save the chart as a picture',
      group: 'Chart',
      keys: ['Alt+S'],
      enabled: () => controller() !== null,
      run: options.savePicture,
    },
  ];
}
