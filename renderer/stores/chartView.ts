/** How the chart is looked at: its layers and the scale of its prices. Part of the saved view. */

import { STUDIES } from '../../shared/indicators/studies/registry';

export const CHART_LAYERS = [
  'ranges',
  'levels',
  'priorLevels',
  'events',
  'volume',
  'liquidations',
  'dots',
  'gaps',
  'marks',
] as const;
export type ChartLayer = (typeof CHART_LAYERS)[number];
export type ChartLayers = Readonly<Record<ChartLayer, boolean>>;

export const PRICE_SCALES = ['normal', 'percent', 'log'] as const;
export type PriceScale = (typeof PRICE_SCALES)[number];

export interface ChartView {
  readonly layers: ChartLayers;
  readonly priceScale: PriceScale;
  /** Ids of the studies drawn, in the order of the registry. */
  readonly studies: readonly string[];
}

export const defaultChartView: ChartView = {
  layers: {
    ranges: true,
    levels: true,
    priorLevels: false,
    events: true,
    volume: true,
    liquidations: true,
    dots: true,
    gaps: true,
    marks: true,
  },
  priceScale: 'normal',
  studies: [],
};

/** The same studies with one more, or without it. */
export function toggledStudy(studies: readonly string[], id: string): readonly string[] {
  const wanted = new Set(studies);
  if (!wanted.delete(id)) wanted.add(id);
  return known([...wanted]);
}

/** Reads a saved view; a field that does not fit falls back to its default. */
export function parseChartView(saved: unknown): ChartView {
  const { layers, priceScale, studies }: { [K in keyof ChartView]?: unknown } = isObject(saved) ? saved : {};
  const switches: Record<string, unknown> = isObject(layers) ? { ...layers } : {};
  const shown = (layer: ChartLayer) =>
    typeof switches[layer] === 'boolean' ? switches[layer] : defaultChartView.layers[layer];
  return {
    layers: {
      ranges: shown('ranges'),
      levels: shown('levels'),
      priorLevels: shown('priorLevels'),
      events: shown('events'),
      volume: shown('volume'),
      liquidations: shown('liquidations'),
      dots: shown('dots'),
      gaps: shown('gaps'),
      marks: shown('marks'),
    },
    priceScale: PRICE_SCALES.find((scale) => scale === priceScale) ?? defaultChartView.priceScale,
    studies: known(Array.isArray(studies) ? studies : []),
  };
}

function known(ids: readonly unknown[]): readonly string[] {
  return STUDIES.map(({ id }) => id).filter((id) => ids.includes(id));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
