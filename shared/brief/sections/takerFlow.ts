/** Takers' buying less selling, spot and perpetual apart. */
import { formatSignedUsd } from '../../text/format';
import type { BriefInput, BriefSection } from '../brief';
import { figureCell, indexFigures } from '../cells';

export function takerFlowSection({ figures, prices, asOfMs }: BriefInput): BriefSection {
  const known = indexFigures(figures);
  const delta = (asset: string, kind: string) =>
    figureCell(known.get(`takerDeltaUsd.${asset}.${kind}`), asOfMs, formatSignedUsd);
  const rows = prices
    .map(({ instrument: { asset } }) => ({
      name: asset,
      cells: [delta(asset, 'spot'), delta(asset, 'perpetual')],
    }))
    .filter(({ cells }) => cells.some(({ value }) => value !== null));
  const first = rows[0];
  const [spot, perpetual] = first?.cells ?? [];
  return {
    id: 'takerFlow',
    title: 'Taker flow',
    columns: ['Spot, bought less sold', 'Perpetual, bought less sold'],
    rows,
    notes: rows.length === 0 ? ['No trades with a taker side were recorded in this window.'] : [],
    sentence:
      first === undefined || spot?.value == null || perpetual?.value == null
        ? ''
        : `Takers' net flow in ${first.name}: ${spot.text} on spot, ${perpetual.text} on perpetuals.`,
  };
}
