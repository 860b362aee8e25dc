/**
 * The bars market structure is found in: those of one instrument, with the volume of its whole asset, spot and
 * perpetuals apart.
 *
 * Invariant: a sum over venues is unknown (NaN) where one of them is known to have missed something, or has no
 * bar although it had some before: what is left of the sum would pass for little trading.
 */
import type { IndicatorBar } from '../indicators/indicator';
import type { StructureBar } from '../indicators/structure/structureBar';
import type { InstrumentKind } from '../model/instrument';
import { firstFrom } from './barFoldRun';
import { ChangeLog } from './changeLog';
import type { ClosedBars } from './closedBars';

/** One instrument of the asset. */
export interface VolumeMember {
  readonly kind: InstrumentKind;
  readonly bars: ClosedBars;
}

export class StructureBars {
  readonly changes = new ChangeLog();
  #bars: StructureBar[] = [];
  #members: readonly VolumeMember[] = [];
  #seen: number[] = [];

  get bars(): readonly StructureBar[] {
    return this.#bars;
  }

  /** `reference` is one of the members; all of them have been brought up to date. */
  sync(reference: ClosedBars, members: readonly VolumeMember[]): void {
    const isSame =
      members.length === this.#members.length &&
      members.every((member, index) => member.bars === this.#members[index]?.bars);
    const fromMs = isSame
      ? Math.min(...members.map(({ bars }, index) => bars.changes.since(this.#seen[index] ?? -1)))
      : Number.NEGATIVE_INFINITY;
    this.#members = members;
    this.#seen = members.map(({ bars }) => bars.changes.revision);
    if (fromMs === Number.POSITIVE_INFINITY) return;
    this.#bars.length = firstFrom(this.#bars, fromMs);
    for (const bar of reference.bars.slice(firstFrom(reference.bars, fromMs))) {
      const spotVolumeBase = volumeAt(members, 'spot', bar.openTimeMs);
      const perpVolumeBase = volumeAt(members, 'perpetual', bar.openTimeMs);
      this.#bars.push({ ...bar, spotVolumeBase, perpVolumeBase });
    }
    this.changes.note(fromMs);
  }
}

function volumeAt(members: readonly VolumeMember[], kind: InstrumentKind, openTimeMs: number): number {
  let sum = Number.NaN;
  for (const member of members) {
    const { bars } = member.bars;
    if (member.kind !== kind || (bars[0]?.openTimeMs ?? Number.POSITIVE_INFINITY) > openTimeMs) continue;
    const volume = knownVolume(bars[firstFrom(bars, openTimeMs)], openTimeMs);
    sum = (Number.isNaN(sum) ? 0 : sum) + volume;
    if (Number.isNaN(volume)) return Number.NaN;
  }
  return sum;
}

function knownVolume(bar: IndicatorBar | undefined, openTimeMs: number): number {
  return bar === undefined || bar.openTimeMs !== openTimeMs || bar.touchedByGap ? Number.NaN : bar.volumeBase;
}
