/** Levels across the chart: round numbers dotted with their distance, prior highs and lows thin with short names. */
import type { ChartPlace } from '../chartPlace';
import { ChartPrimitive, type DrawTarget } from '../chartPrimitive';
import type { ChartTheme } from '../chartTheme';
import { drawLabel, type LabelBox, labelFont, labelSize, placeLabels } from './canvasLabel';
import type { LevelLine } from './structureShapes';

/** Where the name of a round number stands, as a share of the width: clear of the legend and of the newest bars. */
const ROUND_LABEL_AT = 0.38;
const RIGHT_PX = 6;
/** The legend lies over the top of the chart. */
const LEGEND_PX = 32;

interface Placed {
  readonly line: LevelLine;
  readonly places: readonly LabelBox[];
}

export class LevelPrimitive extends ChartPrimitive {
  readonly #kind: 'round' | 'prior';
  #lines: readonly LevelLine[] = [];

  constructor(theme: ChartTheme, kind: 'round' | 'prior') {
    // A round number has its name in the middle of the chart, where candles would cover it.
    super(theme, kind === 'round' ? 'top' : 'behind');
    this.#kind = kind;
  }

  /** Draws those of its kind. */
  setLines(lines: readonly LevelLine[]): void {
    this.#lines = lines.filter(({ round }) => round === (this.#kind === 'round'));
    this.redraw();
  }

  protected override drawIn(target: DrawTarget, place: ChartPlace): void {
    const { theme } = this;
    const isRound = this.#kind === 'round';
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      context.font = labelFont(theme);
      context.strokeStyle = isRound ? theme.warn : theme.muted;
      context.lineWidth = 1;
      context.setLineDash(isRound ? [2, 3] : []);
      const placed: Placed[] = [];
      for (const line of joined(this.#lines)) {
        const at = place.candles.priceToCoordinate(line.price);
        if (at === null || at < 0 || at > mediaSize.height) continue;
        const y = Math.round(at) + 0.5;
        context.globalAlpha = isRound ? 1 : 0.6;
        context.beginPath();
        context.moveTo(0, y);
        context.lineTo(mediaSize.width, y);
        context.stroke();
        const size = labelSize(context, [line.label]);
        const left = isRound
          ? mediaSize.width * ROUND_LABEL_AT - size.width / 2
          : mediaSize.width - size.width - RIGHT_PX;
        const above = y - size.height - 2;
        const top = isRound ? (above < LEGEND_PX ? y + 2 : above) : y - size.height / 2;
        placed.push({ line, places: [{ left, top: Math.max(0, top), ...size }] });
      }
      context.globalAlpha = 1;
      for (const { label, box } of placeLabels(placed)) {
        const color = isRound ? theme.warn : theme.muted;
        drawLabel(context, theme, box, { lines: [label.line.label], color });
      }
      context.restore();
    });
  }
}

/** Levels at the same price share a line and a name: "PDH · PWH". */
export function joined(lines: readonly LevelLine[]): readonly LevelLine[] {
  const byPrice = new Map<number, LevelLine>();
  for (const line of lines) {
    const other = byPrice.get(line.price);
    byPrice.set(
      line.price,
      other === undefined ? line : { ...other, label: `${other.label} · ${line.label}` },
    );
  }
  return [...byPrice.values()];
}
