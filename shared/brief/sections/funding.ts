/** Funding of each perpetual: the predicted rate of the running interval, and how it changed. */
import { formatSignedPercent } from '../../text/format';
import type { BriefInput, BriefSection } from '../brief';
import { changeCell, figureCell, indexFigures } from '../cells';

/** Funding is a small fraction: 0.0001 is "+0.0100%". */
const DECIMALS = 4;

export function fundingSection(input: BriefInput): BriefSection {
  const now = indexFigures(input.figures);
  const before = indexFigures(input.before);
  const percent = (rate: number) => formatSignedPercent(rate * 100, DECIMALS);
  const rows = input.prices
    .flatMap(({ instrument: { asset } }) => input.perpetuals.get(asset) ?? [])
    .filter(({ id }) => now.get(`funding.${id}`)?.value != null)
    .map(({ id, asset, venue }) => {
      const rate = now.get(`funding.${id}`);
      const change = (a: number, b: number) => a - b;
      return {
        name: `${asset} ${input.venues.find((known) => known.id === venue)?.title ?? venue}`,
        cells: [
          figureCell(rate, input.asOfMs, percent),
          changeCell(rate, before.get(`funding.${id}`), input.asOfMs, change, percent),
        ],
      };
    });
  return {
    id: 'funding',
    title: 'Funding',
    columns: ['Rate of the interval', 'Change'],
    rows,
    notes: rows.length === 0 ? ['No funding was recorded.'] : [],
    sentence: '',
  };
}
