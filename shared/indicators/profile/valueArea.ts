/**
 * The value area of a volume profile: the rows around the one with most volume that hold 70 % of it.
 *
 * Two methods are in use, give different areas, and are named wherever one is shown:
 * - `single` (S): the larger of the next row above and the next row below is added.
 * - `pairs` (A): the next two rows above are compared with the next two below, and the larger pair is added.
 *
 * Of equals, the row above is added first. Of rows with the same most volume, the one nearest the middle of the
 * profile is the point of control, the lower one of two as near.
 */
export type ValueAreaMethod = 'single' | 'pairs';

/** Places in the profile's rows, lowest price first; all inclusive. */
export interface ValueArea {
  readonly pointOfControl: number;
  readonly lowest: number;
  readonly highest: number;
  /** Of the rows in the area: at least the share asked for. */
  readonly volume: number;
}

const STANDARD_SHARE = 0.7;

/** Null when nothing was traded. */
export function valueArea(
  volumes: readonly number[],
  method: ValueAreaMethod,
  share = STANDARD_SHARE,
): ValueArea | null {
  const pointOfControl = placeOfMost(volumes);
  if (pointOfControl === null) return null;
  const target = share * volumes.reduce((sum, volume) => sum + volume, 0);
  const rows = method === 'single' ? 1 : 2;
  let lowest = pointOfControl;
  let highest = pointOfControl;
  let volume = volumes[pointOfControl] ?? 0;
  while (volume < target && (lowest > 0 || highest < volumes.length - 1)) {
    const above = volumes.slice(highest + 1, highest + 1 + rows);
    const below = volumes.slice(Math.max(0, lowest - rows), lowest);
    const isAbove = below.length === 0 || (above.length > 0 && sum(above) >= sum(below));
    const added = isAbove ? above : below;
    if (isAbove) highest += added.length;
    else lowest -= added.length;
    volume += sum(added);
  }
  return { pointOfControl, lowest, highest, volume };
}

function placeOfMost(volumes: readonly number[]): number | null {
  const middle = (volumes.length - 1) / 2;
  let place: number | null = null;
  let most = 0;
  volumes.forEach((volume, index) => {
    const isNearer = place !== null && Math.abs(index - middle) < Math.abs(place - middle);
    if (volume > most || (volume === most && isNearer)) {
      place = index;
      most = volume;
    }
  });
  return place;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
