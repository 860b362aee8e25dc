/** How the chart is looked at: its layers and the scale of its prices. Part of the saved view. */

export const CHART_LAYERS = ['volume', 'liquidations', 'dots', 'gaps', 'marks'] as const;
export type ChartLayer = (typeof CHART_LAYERS)[number];
export type ChartLayers = Readonly<Record<ChartLayer, boolean>>;

export const PRICE_SCALES = ['normal', 'percent', 'log'] as const;
export type PriceScale = (typeof PRICE_SCALES)[number];

export interface ChartView {
  readonly layers: ChartLayers;
  readonly priceScale: PriceScale;
}

export const defaultChartView: ChartView = {
  layers: { volume: true, liquidations: true, dots: true, gaps: true, marks: true },
  priceScale: 'normal',
};

/** Reads a saved view; a field that does not fit falls back to its default. */
export function parseChartView(saved: unknown): ChartView {
  const { layers, priceScale }: { layers?: unknown; priceScale?: unknown } = isObject(saved) ? saved : {};
  const known: Record<string, unknown> = isObject(layers) ? { ...layers } : {};
  const shown = (layer: ChartLayer) =>
    typeof known[layer] === 'boolean' ? known[layer] : defaultChartView.layers[layer];
  return {
    layers: {
      volume: shown('volume'),
      liquidations: shown('liquidations'),
      dots: shown('dots'),
      gaps: shown('gaps'),
      marks: shown('marks'),
    },
    priceScale: PRICE_SCALES.find((scale) => scale === priceScale) ?? defaultChartView.priceScale,
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
