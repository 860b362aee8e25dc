/** Options of the chart library that follow from the theme, and those that never change. */
import {
  type CandlestickSeriesPartialOptions,
  type ChartOptions,
  ColorType,
  CrosshairMode,
  type DeepPartial,
  LineStyle,
  PriceScaleMode,
} from 'lightweight-charts';
import { formatQuantity, formatUsd } from '../../shared/text/format';
import type { PriceScale } from '../stores/chartView';
import { axisLabels } from './axisLabels';
import type { ChartTheme } from './chartTheme';

export const SCALE_MODES: Readonly<Record<PriceScale, PriceScaleMode>> = {
  normal: PriceScaleMode.Normal,
  percent: PriceScaleMode.Percentage,
  log: PriceScaleMode.Logarithmic,
};

/** Bars of empty room at the right edge. */
export const RIGHT_MARGIN_BARS = 6;

export const FIXED_OPTIONS: DeepPartial<ChartOptions> = {
  autoSize: true,
  crosshair: { mode: CrosshairMode.Normal },
  rightPriceScale: { minimumWidth: 72, entireTextOnly: true },
  // The wheel is ours (`chartPointer.ts`); dragging and double clicks on the axes are the library's.
  handleScroll: { mouseWheel: false },
  handleScale: { mouseWheel: false },
  localization: { dateFormat: "dd MMM 'yy" },
  timeScale: {
    timeVisible: true,
    secondsVisible: false,
    rightOffset: RIGHT_MARGIN_BARS,
    minBarSpacing: 0.2,
    rightBarStaysOnScroll: true,
    enableConflation: true,
  },
};

export function themeOptions(theme: ChartTheme): DeepPartial<ChartOptions> {
  const crosshairLine = {
    color: theme.crosshair,
    style: LineStyle.Dashed,
    width: 1,
    labelBackgroundColor: theme.label,
  } as const;
  return {
    layout: {
      background: { type: ColorType.Solid, color: theme.background },
      textColor: theme.muted,
      fontFamily: theme.font,
      fontSize: 11,
      // The credit the licence asks for is in the About section of the help dialog.
      attributionLogo: false,
      panes: { separatorColor: theme.line, separatorHoverColor: theme.label, enableResize: true },
    },
    grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
    crosshair: { vertLine: crosshairLine, horzLine: crosshairLine },
    rightPriceScale: { borderColor: theme.line },
    timeScale: { borderColor: theme.line },
  };
}

export function candleOptions(theme: ChartTheme): CandlestickSeriesPartialOptions {
  return {
    upColor: theme.hollow ? theme.background : theme.up,
    downColor: theme.down,
    borderVisible: theme.hollow,
    borderUpColor: theme.up,
    borderDownColor: theme.down,
    wickUpColor: theme.up,
    wickDownColor: theme.down,
    priceLineStyle: LineStyle.Dotted,
    baseLineColor: theme.label,
  };
}

export const VOLUME_FORMAT = {
  type: 'custom',
  formatter: formatQuantity,
  tickmarksFormatter: (volumes: readonly number[]) => axisLabels(volumes.map(formatQuantity)),
  minMove: 0.001,
} as const;

export const DOLLAR_FORMAT = {
  type: 'custom',
  formatter: absoluteUsd,
  tickmarksFormatter: (marks: readonly number[]) => axisLabels(marks.map(absoluteUsd)),
  minMove: 1,
} as const;

/** Longs are drawn below zero; their dollars are not negative. */
function absoluteUsd(usd: number): string {
  return formatUsd(Math.abs(usd));
}
