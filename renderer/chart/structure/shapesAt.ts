/** What the crosshair points at among the drawings of market structure. Pure. */
import type { StructureSwitches } from './structureLayer';
import type { PriceBox, StructureShapes } from './structureShapes';

/** The sentences of what is drawn at a bar and a price, what happened there first. */
export function shapesAt(
  shapes: StructureShapes,
  { ranges, events }: Pick<StructureSwitches, 'ranges' | 'events'>,
  bar: { readonly openTimeMs: number; readonly intervalMs: number },
  price: number,
): readonly string[] {
  const endMs = bar.openTimeMs + bar.intervalMs;
  const isIn = ({ fromMs, toMs }: Pick<PriceBox, 'fromMs' | 'toMs'>) =>
    fromMs < endMs && (toMs === null || toMs > bar.openTimeMs);
  const holds = (box: PriceBox) => isIn(box) && price >= box.low && price <= box.high;
  const happened = [
    ...shapes.breakouts.filter(({ atMs }) => atMs >= bar.openTimeMs && atMs < endMs),
    ...shapes.bursts.filter(isIn),
  ];
  const around = [
    ...shapes.zones.filter(holds),
    ...shapes.bands.filter((band) => isIn(band) && isNearLine(band, price)),
  ];
  return [...(events ? happened : []), ...(ranges ? around : [])].map(({ detail }) => detail);
}

/** Most of the time the price is inside a range: only who points at its lines asks about it. Share of its height. */
const NEAR = 0.05;

function isNearLine({ low, high }: PriceBox, price: number): boolean {
  return [low, high, (low + high) / 2].some((line) => Math.abs(price - line) <= NEAR * (high - low));
}
