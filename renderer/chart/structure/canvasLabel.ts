/** Text on the chart's canvas: on a ground that keeps it readable over candles, and never two over each other. */
import type { ChartTheme } from '../chartTheme';

export interface LabelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Label {
  readonly lines: readonly string[];
  readonly color: string;
  /** Around it; none without. */
  readonly border?: string;
}

const LINE_PX = 15;
const PAD_PX = 6;

export function labelFont(theme: ChartTheme): string {
  return `500 11px ${theme.font}`;
}

/** Needs the font of labels set in the context. */
export function labelSize(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
): { readonly width: number; readonly height: number } {
  const width = Math.max(0, ...lines.map((line) => context.measureText(line).width));
  return { width: Math.ceil(width) + 2 * PAD_PX, height: lines.length * LINE_PX + 4 };
}

export function drawLabel(
  context: CanvasRenderingContext2D,
  theme: ChartTheme,
  box: LabelBox,
  { lines, color, border }: Label,
): void {
  context.save();
  context.fillStyle = theme.background;
  context.globalAlpha = border === undefined ? 0.72 : 0.9;
  context.fillRect(box.left, box.top, box.width, box.height);
  context.globalAlpha = 1;
  if (border !== undefined) {
    context.strokeStyle = border;
    context.lineWidth = 1;
    context.strokeRect(Math.round(box.left) + 0.5, Math.round(box.top) + 0.5, box.width, box.height);
  }
  context.font = labelFont(theme);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const [index, line] of lines.entries()) {
    // What follows the headline explains it.
    context.fillStyle = index === 0 ? color : theme.muted;
    context.fillText(line, box.left + PAD_PX, box.top + 2 + (index + 0.5) * LINE_PX);
  }
  context.restore();
}

/** Each at the first of its places where it covers no other, those that come first choosing first; else left out. */
export function placeLabels<T extends { readonly places: readonly LabelBox[] }>(
  labels: readonly T[],
): readonly { readonly label: T; readonly box: LabelBox }[] {
  const placed: { readonly label: T; readonly box: LabelBox }[] = [];
  for (const label of labels) {
    const box = label.places.find((place) => !placed.some((other) => overlap(other.box, place)));
    if (box !== undefined) placed.push({ label, box });
  }
  return placed;
}

function overlap(a: LabelBox, b: LabelBox): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

/** Moved as little as needed to lie inside; `top` px stay free above. */
export function insideOf(box: LabelBox, width: number, height: number, top: number): LabelBox {
  return {
    ...box,
    left: Math.max(4, Math.min(box.left, width - box.width - 4)),
    top: Math.max(top, Math.min(box.top, height - box.height - 4)),
  };
}
