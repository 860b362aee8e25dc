/** Values of studies as text, in their units. */
import type { StudyDef } from '../../shared/indicators/indicator';
import { formatQuantity, formatUsd, UNKNOWN } from '../../shared/text/format';

/** Prices are written by the one who knows the instrument's decimals. */
export function studyValueText({ unit }: Pick<StudyDef<unknown>, 'unit'>, value: number): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  if (unit === 'usd') return formatUsd(value);
  if (unit === 'percent') return `${value.toFixed(1)}%`;
  if (unit === 'none') return value.toFixed(Math.abs(value) < 1 ? 4 : 2);
  return formatQuantity(value);
}
