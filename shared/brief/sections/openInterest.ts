/** Open interest of each asset over all its venues, and how it changed over the window. */
import type { Figure } from '../../model/figure';
import { formatQuantity, formatSignedPercent, formatUsdFigure } from '../../text/format';
import type { BriefInput, BriefSection } from '../brief';
import { changeCell, figureCell, indexFigures } from '../cells';

export function openInterestSection(input: BriefInput): BriefSection {
  const now = indexFigures(input.figures);
  const before = indexFigures(input.before);
  const { asOfMs } = input;
  const rows = input.prices.flatMap(({ instrument: { asset } }) => {
    const ids = (input.perpetuals.get(asset) ?? []).map(({ id }) => id);
    const coins = sumOf(ids.map((id) => now.get(`openInterest.${id}`)));
    if (coins === undefined) return [];
    const usd = sumOf(ids.map((id) => now.get(`openInterestUsd.${id}`)));
    // Only venues known at both ends can be compared.
    const both = ids.filter((id) => isKnown(now, id) && isKnown(before, id));
    const change = changeCell(
      sumOf(both.map((id) => now.get(`openInterest.${id}`))),
      sumOf(both.map((id) => before.get(`openInterest.${id}`))),
      asOfMs,
      (a, b) => (b === 0 ? null : (a / b - 1) * 100),
      formatSignedPercent,
    );
    return [
      {
        name: asset,
        cells: [
          figureCell(coins, asOfMs, formatQuantity),
          figureCell(usd, asOfMs, (value) => formatUsdFigure(value, usd?.completeness ?? 'missing')),
          change,
        ],
      },
    ];
  });
  return {
    id: 'openInterest',
    title: 'Open interest',
    columns: ['Coins', 'USD', 'Change in coins'],
    rows,
    notes: notesOf(rows.length, input),
    sentence: '',
  };
}

function isKnown(figures: ReadonlyMap<string, Figure>, id: string): boolean {
  return figures.get(`openInterest.${id}`)?.value != null;
}

/** A venue that is not known makes the sum a lower bound; undefined when none is. */
function sumOf(figures: readonly (Figure | undefined)[]): Figure | undefined {
  const known = figures.filter((figure) => figure?.value != null) as Figure[];
  const first = known[0];
  if (first === undefined) return undefined;
  return {
    id: first.id,
    unit: first.unit,
    value: known.reduce((sum, { value }) => sum + (value ?? 0), 0),
    venues: [...new Set(known.flatMap(({ venues }) => venues))].sort(),
    asOfMs: Math.max(...known.map(({ asOfMs }) => asOfMs)),
    completeness: known.length === figures.length ? 'complete' : 'lowerBound',
  };
}

function notesOf(rows: number, { before }: BriefInput): string[] {
  if (rows === 0) return ['No open interest was recorded.'];
  return before.length > 0 ? [] : ['The session begins after the window does: the change is not known.'];
}
