/**
 * Where windows go. Bounds are kept for each display by its id, so that a window on a second monitor returns
 * there, and to its place on the first one while the second is away.
 *
 * Invariant: a window always lies inside the work area of a display that is there, whatever was saved.
 */
import { z } from 'zod';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of Electron's `Display` that is used; device-independent pixels. */
export interface DisplayArea {
  readonly id: number;
  readonly workArea: Bounds;
}

const MIN_WIDTH = 640;
const MIN_HEIGHT = 400;
const DEFAULT_WIDTH = 1600;
const DEFAULT_HEIGHT = 900;
/** A further window is not put exactly above the first one. */
const CASCADE_STEP = 28;
const MAX_DISPLAYS = 50;

const pixels = z.number().int().min(-100_000).max(100_000);
const savedPlacementSchema = z.object({
  x: pixels,
  y: pixels,
  width: pixels,
  height: pixels,
  maximized: z.boolean(),
});

export const placementsSchema = z.object({
  /** The display that was used last; null before the first time. */
  lastDisplayId: z.number().nullable(),
  /** By display id. */
  displays: z.record(z.string(), savedPlacementSchema),
});

export type Placements = z.output<typeof placementsSchema>;

export const NO_PLACEMENTS: Placements = { lastDisplayId: null, displays: {} };

export interface Placement extends Bounds {
  readonly maximized: boolean;
}

export const MINIMUM_SIZE = { minWidth: MIN_WIDTH, minHeight: MIN_HEIGHT } as const;

/** The place of the next window when `openWindows` are open already. */
export function placeWindow(
  saved: Placements,
  displays: readonly DisplayArea[],
  primary: DisplayArea,
  openWindows = 0,
): Placement {
  const display = displays.find(({ id }) => id === saved.lastDisplayId) ?? primary;
  const known = saved.displays[display.id];
  const wanted = known ?? centred(display.workArea);
  const offset = openWindows * CASCADE_STEP;
  const bounds = { ...wanted, x: wanted.x + offset, y: wanted.y + offset };
  return { ...clamp(bounds, display.workArea), maximized: known?.maximized ?? false };
}

/** `bounds` are those of the window when it is not maximized. */
export function rememberPlacement(
  saved: Placements,
  displayId: number,
  { x, y, width, height }: Bounds,
  maximized: boolean,
): Placements {
  const others = Object.entries(saved.displays).filter(([id]) => id !== String(displayId));
  const displays = [
    ...others.slice(1 - MAX_DISPLAYS),
    [String(displayId), { x, y, width, height, maximized }] as const,
  ];
  return { lastDisplayId: displayId, displays: Object.fromEntries(displays) };
}

/** Moves, and shrinks where it must, until the window lies inside the area. */
export function clamp(bounds: Bounds, area: Bounds): Bounds {
  const width = between(Math.min(MIN_WIDTH, area.width), bounds.width, area.width);
  const height = between(Math.min(MIN_HEIGHT, area.height), bounds.height, area.height);
  return {
    x: between(area.x, bounds.x, area.x + area.width - width),
    y: between(area.y, bounds.y, area.y + area.height - height),
    width,
    height,
  };
}

function centred(area: Bounds): Bounds {
  const width = Math.min(DEFAULT_WIDTH, area.width);
  const height = Math.min(DEFAULT_HEIGHT, area.height);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

function between(low: number, value: number, high: number): number {
  return Math.min(Math.max(low, value), high);
}
