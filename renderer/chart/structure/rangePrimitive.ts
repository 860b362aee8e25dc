/** Range bands and the zones that changed their role, behind the candles. One that stands runs on to the right edge. */
import { type ChartPlace, spanInView } from '../chartPlace';
import { ChartPrimitive, type DrawTarget } from '../chartPrimitive';
import type { ChartTheme } from '../chartTheme';
import { drawLabel, type LabelBox, labelFont, labelSize, placeLabels } from './canvasLabel';
import type { FlipZone, PriceBox, RangeBand } from './structureShapes';

interface Pixels {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface PlacedLabel {
  readonly text: string;
  readonly color: string;
  readonly places: readonly LabelBox[];
}

/** A little further than the edge, so that a box that runs on has no side there. */
const BEYOND_PX = 4;

export class RangePrimitive extends ChartPrimitive {
  #bands: readonly RangeBand[] = [];
  #zones: readonly FlipZone[] = [];

  constructor(theme: ChartTheme) {
    super(theme, 'behind');
  }

  setBoxes(bands: readonly RangeBand[], zones: readonly FlipZone[]): void {
    this.#bands = bands;
    this.#zones = zones;
    this.redraw();
  }

  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    const { theme } = this;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      context.font = labelFont(theme);
      const labels: PlacedLabel[] = [];
      const addLabel = (text: string, color: string, { left, right, bottom }: Pixels, isZone: boolean) => {
        const size = labelSize(context, [text]);
        const start = Math.max(left, 0);
        const end = Math.min(right, mediaSize.width);
        const fits = size.width + 12 <= end - start;
        // The name of a range that is wider than its box would belong to what lies beside it. A zone has just begun
        // then, and its name ends where it does.
        if (!fits && !isZone) return;
        const x = !isZone ? start + 6 : fits ? (start + end - size.width) / 2 : end - size.width - 6;
        const y = Math.min(bottom, mediaSize.height) - size.height - 4;
        labels.push({ text, color, places: [{ left: x, top: y, ...size }] });
      };
      for (const zone of this.#zones) {
        const pixels = pixelsOf(place, zone);
        if (pixels === null) continue;
        drawZone(context, pixels, zone.direction === 'up' ? theme.up : theme.down);
        addLabel(zone.label, theme.text, pixels, true);
      }
      // The important ones come first in the list, and are drawn over the others.
      for (const band of this.#bands.toReversed()) {
        const pixels = pixelsOf(place, band);
        if (pixels !== null) drawBand(context, theme, pixels, band.past);
      }
      for (const band of this.#bands) {
        const pixels = pixelsOf(place, band);
        if (pixels !== null) addLabel(band.label, band.past ? theme.muted : theme.text, pixels, false);
      }
      for (const { label, box } of placeLabels(labels)) {
        drawLabel(context, theme, box, { lines: [label.text], color: label.color });
      }
      context.restore();
    });
  }
}

/** Null when it is out of view. */
function pixelsOf(place: ChartPlace, { fromMs, toMs, low, high }: PriceBox): Pixels | null {
  const rightEdge = place.chart.timeScale().width() + BEYOND_PX;
  // The end is the close of a bar, which is the beginning of the next one.
  const span = spanInView(place, fromMs, toMs === null ? Number.MAX_SAFE_INTEGER : toMs - 1);
  const top = place.candles.priceToCoordinate(high);
  const bottom = place.candles.priceToCoordinate(low);
  if (span === null || top === null || bottom === null) return null;
  return { left: span.left, right: Math.min(span.right, rightEdge), top, bottom };
}

function drawBand(
  context: CanvasRenderingContext2D,
  theme: ChartTheme,
  { left, right, top, bottom }: Pixels,
  past: boolean,
): void {
  const x = Math.max(Math.round(left), -BEYOND_PX) + 0.5;
  const y = Math.round(top) + 0.5;
  const width = Math.round(right) - x;
  const height = Math.max(1, Math.round(bottom) - y);
  context.save();
  context.globalAlpha = past ? 0.25 : 0.5;
  context.fillStyle = theme.accentSoft;
  context.fillRect(x, y, width, height);
  context.globalAlpha = past ? 0.35 : 0.8;
  context.strokeStyle = theme.accent;
  context.lineWidth = 1;
  context.strokeRect(x, y, width, height);
  context.setLineDash([4, 3]);
  context.beginPath();
  const middle = Math.round((top + bottom) / 2) + 0.5;
  context.moveTo(x, middle);
  context.lineTo(x + width, middle);
  context.stroke();
  context.restore();
}

function drawZone(
  context: CanvasRenderingContext2D,
  { left, right, top, bottom }: Pixels,
  color: string,
): void {
  context.save();
  context.fillStyle = color;
  context.globalAlpha = 0.16;
  context.fillRect(left, top, right - left, Math.max(2, bottom - top));
  context.restore();
}
