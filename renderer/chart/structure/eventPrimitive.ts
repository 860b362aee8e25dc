/**
 * What happened: bursts of liquidations as a shaded span, and breaks of ranges as a box at the bar that decided them.
 * Two primitives, as the shade lies behind the candles and the words over them.
 */
import { type ChartPlace, spanInView, xOfMoment } from '../chartPlace';
import { ChartPrimitive, type DrawTarget } from '../chartPrimitive';
import type { ChartTheme } from '../chartTheme';
import {
  drawLabel,
  insideOf,
  type Label,
  type LabelBox,
  labelFont,
  labelSize,
  placeLabels,
} from './canvasLabel';
import type { BreakoutMark, BurstSpan } from './structureShapes';

/** Below the legend and the flags of bookmarks. */
const TOP_PX = 48;
/** From the close of a bar to the box about it. */
const AWAY_PX = 26;
/** From the highest candle beside it. */
const CLEAR_PX = 8;
const BURST_ROWS = 5;
const MOST_SEVERE = 4;

function burstColor(theme: ChartTheme, { positionSide }: BurstSpan): string {
  return positionSide === 'short' ? theme.shorts : theme.longs;
}

function burstSpan(place: ChartPlace, { fromMs, toMs }: BurstSpan): ReturnType<typeof spanInView> {
  return spanInView(place, fromMs, toMs ?? Number.MAX_SAFE_INTEGER);
}

export class BurstPrimitive extends ChartPrimitive {
  #bursts: readonly BurstSpan[] = [];

  constructor(theme: ChartTheme) {
    super(theme, 'behind');
  }

  setBursts(bursts: readonly BurstSpan[]): void {
    this.#bursts = bursts;
    this.redraw();
  }

  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      for (const burst of this.#bursts) {
        const span = burstSpan(place, burst);
        if (span === null) continue;
        const left = Math.max(0, span.left);
        context.fillStyle = burstColor(this.theme, burst);
        context.globalAlpha = 0.05 + (0.09 * burst.severity) / MOST_SEVERE;
        context.fillRect(left, 0, Math.min(span.right, mediaSize.width) - left, mediaSize.height);
      }
      context.restore();
    });
  }
}

interface Placed {
  readonly places: readonly LabelBox[];
  readonly label: Label;
  /** What a line is drawn to. */
  readonly anchor: { readonly x: number; readonly y: number } | null;
}

export class EventPrimitive extends ChartPrimitive {
  #breakouts: readonly BreakoutMark[] = [];
  #bursts: readonly BurstSpan[] = [];

  constructor(theme: ChartTheme) {
    super(theme, 'top');
  }

  setEvents(breakouts: readonly BreakoutMark[], bursts: readonly BurstSpan[]): void {
    this.#breakouts = breakouts;
    this.#bursts = bursts.toSorted((a, b) => b.sideUsd - a.sideUsd);
    this.redraw();
  }

  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      context.font = labelFont(this.theme);
      const placed = [
        ...this.#breakouts.flatMap((mark) => this.#placeMark(context, place, mark, mediaSize) ?? []),
        ...this.#bursts.flatMap((burst) => this.#placeBurst(context, place, burst, mediaSize) ?? []),
      ];
      for (const { label: what, box } of placeLabels(placed)) {
        const { label, anchor } = what;
        if (anchor !== null) drawStem(context, anchor, box, label.border ?? label.color);
        drawLabel(context, this.theme, box, label);
      }
      context.restore();
    });
  }

  #placeMark(
    context: CanvasRenderingContext2D,
    place: ChartPlace,
    { atMs, price, direction, strong, lines }: BreakoutMark,
    { width, height }: { readonly width: number; readonly height: number },
  ): Placed | null {
    const x = xOfMoment(place, atMs);
    const y = place.candles.priceToCoordinate(price);
    if (x === null || y === null || x < 0 || x > width) return null;
    const size = labelSize(context, lines);
    const isUp = direction === 'up';
    const hue = isUp ? this.theme.up : this.theme.down;
    // Left of what came of it, and clear of the candles there.
    const left = x - size.width + 10;
    const edge = edgeOf(place, left, x + 10, isUp);
    const top = isUp
      ? Math.min(y - AWAY_PX, edge - CLEAR_PX) - size.height
      : Math.max(y + AWAY_PX, edge + CLEAR_PX);
    return {
      places: [insideOf({ ...size, left, top }, width, height, TOP_PX)],
      label: strong ? { lines, color: this.theme.text, border: hue } : { lines, color: this.theme.muted },
      anchor: { x, y },
    };
  }

  #placeBurst(
    context: CanvasRenderingContext2D,
    place: ChartPlace,
    burst: BurstSpan,
    { width, height }: { readonly width: number; readonly height: number },
  ): Placed | null {
    const span = burstSpan(place, burst);
    if (span === null) return null;
    const lines = [burst.label];
    const size = labelSize(context, lines);
    // One below or above the other where there are several; over candles only when there is room nowhere else.
    const rows = Array.from({ length: BURST_ROWS }, (_, row) => row * (size.height + 3));
    const bottoms = rows.map((away) => height - size.height - 6 - away);
    const tops = rows.map((away) => TOP_PX + away);
    // A squeeze goes up and leaves room below.
    const wanted = burst.positionSide === 'short' ? [...bottoms, ...tops] : [...tops, ...bottoms];
    const boxes = wanted.map((top) => insideOf({ ...size, left: span.left, top }, width, height, TOP_PX));
    const [first] = boxes;
    if (first === undefined) return null;
    const highest = edgeOf(place, first.left, first.left + first.width, true);
    const lowest = edgeOf(place, first.left, first.left + first.width, false);
    const free = boxes.filter(({ top }) => top + size.height < highest || top > lowest);
    const places = free.length > 0 ? free : [first];
    const label = { lines, color: this.theme.text, border: burstColor(this.theme, burst) };
    return { places, label, anchor: null };
  }
}

/** How far up (or down) the candles between two places reach, px. */
function edgeOf({ chart, candles }: ChartPlace, left: number, right: number, isUp: boolean): number {
  const timeScale = chart.timeScale();
  const from = timeScale.coordinateToLogical(left);
  const to = timeScale.coordinateToLogical(right);
  let edge = isUp ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (from === null || to === null) return edge;
  for (let index = Math.max(0, Math.floor(from)); index <= Math.ceil(to); index++) {
    const bar = candles.dataByIndex(index);
    if (bar === null || !('high' in bar)) continue;
    const y = candles.priceToCoordinate(isUp ? bar.high : bar.low);
    if (y !== null) edge = isUp ? Math.min(edge, y) : Math.max(edge, y);
  }
  return edge;
}

/** From the box to the close it is about. */
function drawStem(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  box: LabelBox,
  color: string,
): void {
  const from = y < box.top ? box.top : box.top + box.height;
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, from);
  context.lineTo(Math.round(x) + 0.5, y);
  context.stroke();
}
