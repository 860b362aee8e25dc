/** Newest values of published series, such as flows of exchange-traded funds. */
import { parseSeriesId } from '../../model/seriesId';
import { formatShare, formatSignedUsd } from '../../text/format';
import type { BriefInput, BriefSection } from '../brief';
import { figureCell, indexFigures } from '../cells';
import { formatMoment } from '../moments';

const TITLES: Readonly<Record<string, string>> = {
  etfNetFlowUsd: 'ETF net flow, day',
  openInterestUsd: 'Open interest, hour',
  probability: 'Probability',
};

export function seriesSection({ figures, asOfMs }: BriefInput): BriefSection {
  const known = indexFigures(figures);
  const rows = figures.flatMap(({ id, unit, value }) => {
    const match = /^series\.([^.]+)\.(.+)$/.exec(id);
    const series = match?.[2] === undefined ? undefined : parseSeriesId(match[2]);
    if (series === undefined || value === null) return [];
    const text = unit === 'usd' ? formatSignedUsd : formatShare;
    const cell = figureCell(known.get(id), asOfMs, text);
    const title = TITLES[series.metric] ?? series.metric;
    const detail = series.detail === null ? '' : ` ${series.detail}`;
    const when = { ...cell, text: formatMoment(cell.atMs), value: null };
    return [{ name: `${title}: ${series.asset}${detail}`, cells: [cell, when] }];
  });
  return {
    id: 'series',
    title: 'Published series',
    columns: ['Value', 'As of'],
    rows,
    notes: rows.length === 0 ? ['This session holds no published series.'] : [],
    sentence: '',
  };
}
