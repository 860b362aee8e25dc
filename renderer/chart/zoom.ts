/** Zooming and moving the visible range of bars. Pure; ranges are in bars from the oldest one held. */

export interface BarRange {
  readonly from: number;
  readonly to: number;
}

const FEWEST_BARS = 8;
/** A notch of a common mouse wheel (100 px) changes the number of bars by a fifth. */
const ZOOM_PER_PX = Math.log(1.2) / 100;
/** A notch moves a tenth of what is in view. */
const PAN_PER_PX = 0.001;

/**
 * A wheel turned down (`deltaPx` above 0) shows more bars, `mostBars` at the most. What stands at `anchor`
 * stays where it is.
 */
export function zoomRange(range: BarRange, deltaPx: number, anchor: number, mostBars: number): BarRange {
  const length = range.to - range.from;
  const wanted = length * Math.exp(deltaPx * ZOOM_PER_PX);
  const factor = Math.min(Math.max(wanted, FEWEST_BARS), Math.max(mostBars, FEWEST_BARS)) / length;
  return { from: anchor - (anchor - range.from) * factor, to: anchor + (range.to - anchor) * factor };
}

/** A wheel turned down goes back in time. */
export function panRange(range: BarRange, deltaPx: number): BarRange {
  const bars = -deltaPx * PAN_PER_PX * (range.to - range.from);
  return { from: range.from + bars, to: range.to + bars };
}
