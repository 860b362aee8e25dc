/**
 * Liquidations as dots on the candles: shorts above the high, where their closing pushed the price, longs
 * below the low. One primitive for all dots; it draws only what is in view.
 */
import type { ChartBar } from '../market/barSeries';
import { chartTime } from './barData';
import type { ChartPlace } from './chartPlace';
import { ChartPrimitive, type DrawTarget } from './chartPrimitive';
import type { ChartTheme } from './chartTheme';
import { dotRadius } from './dotRadius';

const FILL_ALPHA = 0.28;
/** Room between a candle and the edge of its dot, px. */
const GAP_PX = 2;

export class DotPrimitive extends ChartPrimitive {
  #bars: readonly ChartBar[] = [];

  constructor(theme: ChartTheme) {
    super(theme, 'top');
  }

  /** All bars, in order of time; drawn together with the candles' own change. */
  setBars(bars: readonly ChartBar[]): void {
    this.#bars = bars;
  }

  protected override drawIn(target: DrawTarget, { chart, candles }: ChartPlace): void {
    const timeScale = chart.timeScale();
    const visible = timeScale.getVisibleRange();
    if (!visible) return;
    target.useMediaCoordinateSpace(({ context }) => {
      for (const bar of this.#bars) {
        const time = chartTime(bar.openTimeMs);
        if (time < Number(visible.from) || time > Number(visible.to)) continue;
        const shortsPx = dotRadius(bar.shortsUsd);
        const longsPx = dotRadius(bar.longsUsd);
        if (shortsPx === 0 && longsPx === 0) continue;
        const x = timeScale.timeToCoordinate(time);
        const high = candles.priceToCoordinate(bar.high);
        const low = candles.priceToCoordinate(bar.low);
        if (x === null || high === null || low === null) continue;
        if (shortsPx > 0) drawDot(context, x, high - GAP_PX - shortsPx, shortsPx, this.theme.shorts);
        if (longsPx > 0) drawDot(context, x, low + GAP_PX + longsPx, longsPx, this.theme.longs);
      }
    });
  }
}

function drawDot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.globalAlpha = FILL_ALPHA;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.stroke();
}
