/** What is published beside the market of an asset (fund flows, odds), as rows; none where no source has any. */
import type { Figure } from '../../../shared/model/figure';
import { parseSeriesId, type SeriesId } from '../../../shared/model/seriesId';
import { formatShare, formatSignedUsd, formatUsd } from '../../../shared/text/format';
import type { Figures } from './marketRows';

export interface SeriesRow {
  readonly figure: Figure;
  readonly name: string;
  /** What it is, in a sentence. */
  readonly meaning: string;
  readonly text: string;
  /** Sign of a flow; 0 for all else. */
  readonly sign: -1 | 0 | 1;
  /** True when the value stands for a whole day. */
  readonly isOfDay: boolean;
}

const PREFIX = /^series\.([^.]+)\.(.+)$/;

/** In the order of the figures. */
export function seriesRows(figures: Figures, asset: string): SeriesRow[] {
  return [...figures.values()].flatMap((figure) => {
    const spelled = PREFIX.exec(figure.id)?.[2];
    const id = spelled === undefined ? undefined : parseSeriesId(spelled);
    return id?.asset === asset ? [rowOf(figure, id)] : [];
  });
}

function rowOf(figure: Figure, id: SeriesId): SeriesRow {
  const value = figure.value ?? 0;
  const isLevel = id.metric === 'openInterestUsd';
  const isFlow = figure.unit === 'usd' && !isLevel;
  return {
    figure,
    ...wordsOf(id),
    text: isLevel
      ? formatUsd(figure.value)
      : isFlow
        ? formatSignedUsd(figure.value)
        : formatShare(figure.value),
    sign: isFlow ? (Math.sign(value) as -1 | 0 | 1) : 0,
  };
}

function wordsOf({ metric, asset, detail }: SeriesId): Pick<SeriesRow, 'name' | 'meaning' | 'isOfDay'> {
  switch (metric) {
    case 'etfNetFlowUsd':
      return {
        name: 'ETF net flow, day',
        meaning: `What flowed into funds that hold ${asset} on that day, less what flowed out`,
        isOfDay: true,
      };
    case 'openInterestUsd':
      return {
        name: 'Open interest, hour',
        meaning: `Open interest of ${asset} over all perpetuals at the last full hour`,
        isOfDay: false,
      };
    case 'probability':
      return {
        name: `Probability ≥ ${detail ?? '?'}`,
        meaning: `Odds on a prediction market that ${asset} reaches ${detail ?? 'its level'}`,
        isOfDay: false,
      };
    default:
      return { name: detail === null ? metric : `${metric} ${detail}`, meaning: metric, isOfDay: false };
  }
}
