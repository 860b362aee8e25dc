/** The bars that market structure is found in: those of one instrument, with the volume of its whole asset. */
import { DAY_MS } from '../../model/time';
import type { IndicatorBar } from '../indicator';

/** NaN is unknown: a venue that belongs to the sum was out, so the sum of the others would pass for little trading. */
export interface StructureBar extends IndicatorBar {
  /** Base units over all spot venues of the asset. */
  readonly spotVolumeBase: number;
  /** Base units over all perpetual venues of the asset. */
  readonly perpVolumeBase: number;
}

/** A bar by the time it is known at. */
export interface ClosedBar extends StructureBar {
  readonly closeTimeMs: number;
}

/** Whether the bar's close is the close of a UTC day. */
export function closesDay(bar: ClosedBar): boolean {
  return bar.closeTimeMs % DAY_MS === 0;
}
