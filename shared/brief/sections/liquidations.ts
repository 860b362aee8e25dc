/** Liquidation totals by asset and by the side of the position that was closed. */
import { UNLISTED_ASSETS } from '../../model/asset';
import type { LiquidationReporting } from '../../model/venue';
import { formatShare, formatUsd } from '../../text/format';
import type { BriefCell, BriefInput, BriefSection } from '../brief';
import { type FigureIndex, figureCell, indexFigures, usdCell } from '../cells';
import { formatMoment, formatWindow } from '../moments';

const RULES: Readonly<Record<LiquidationReporting, string>> = {
  full: 'reports every liquidation',
  largestPerSecond: 'reports at most the largest of each second',
  latestPerSecond: 'reports at most the latest of each second',
  none: 'reports none',
};

export function liquidationsSection(input: BriefInput): BriefSection {
  const figures = indexFigures(input.figures);
  const assets = liquidatedAssets(input);
  const names = [...assets, ...(figures.has('liquidations.all.total') ? ['all'] : [])];
  return {
    id: 'liquidations',
    title: 'Liquidations',
    columns: ['Total', 'Shorts', 'Longs', 'Share of shorts', 'Largest order'],
    rows: names.map((name) => ({ name: titleOf(name), cells: cellsOf(name, figures, input.asOfMs) })),
    notes: names.length === 0 ? ['No venue of this session publishes liquidations.'] : rulesOf(input),
    sentence: sentenceOf(input, figures),
  };
}

/** Named assets first, the rest last. */
function liquidatedAssets({ figures }: BriefInput): string[] {
  const assets = figures
    .map(({ id }) => /^liquidations\.([^.]+)\.total$/.exec(id)?.[1])
    .filter((asset) => asset !== undefined && asset !== 'all') as string[];
  return assets.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rank(asset: string): number {
  return asset === UNLISTED_ASSETS ? 1 : 0;
}

function titleOf(name: string): string {
  if (name === 'all') return 'All';
  return name === UNLISTED_ASSETS ? 'Others' : name;
}

function cellsOf(name: string, figures: FigureIndex, asOfMs: number): BriefCell[] {
  const of = (metric: string) => figures.get(`liquidations.${name}.${metric}`);
  const largest = name === 'all' ? figures.get('liquidations.largest') : of('largest');
  return [
    usdCell(of('total'), asOfMs),
    usdCell(of('short'), asOfMs),
    usdCell(of('long'), asOfMs),
    figureCell(of('shareShort'), asOfMs, formatShare),
    usdCell(largest, asOfMs),
  ];
}

function rulesOf({ venues }: BriefInput): string[] {
  const rules = venues
    .filter(({ streams }) => streams.includes('liquidations'))
    .map(({ title, liquidationReporting }) => `${title} ${RULES[liquidationReporting]}`);
  return [
    'Side is the side of the position that was closed. ≥ marks a lower bound: a venue samples, or a span is missing.',
    ...(rules.length === 0 ? [] : [`${rules.join('; ')}.`]),
  ];
}

function sentenceOf({ windowMs, largest, asOfMs }: BriefInput, figures: FigureIndex): string {
  const total = usdCell(figures.get('liquidations.all.total'), asOfMs);
  if (total.value === null || total.value === 0) return '';
  const shorts = usdCell(figures.get('liquidations.all.short'), asOfMs);
  const longs = usdCell(figures.get('liquidations.all.long'), asOfMs);
  const order =
    largest === null
      ? ''
      : ` The largest reported order closed a ${largest.asset} ${largest.positionSide} of ` +
        `${formatUsd(largest.notionalUsd)} at ${formatMoment(largest.timeMs)}.`;
  return (
    `Within ${formatWindow(windowMs)} venues reported ${total.text} of liquidations, ` +
    `${shorts.text} of shorts and ${longs.text} of longs.${order}`
  );
}
