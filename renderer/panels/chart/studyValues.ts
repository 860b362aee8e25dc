/** The studies that are on, as the legend writes them. */
import { findStudy } from '../../../shared/indicators/studies/studyChoice';
import { formatPrice } from '../../../shared/text/format';
import { studyValueText } from '../../chart/studyTexts';
import type { ChartBar } from '../../market/barSeries';
import type { StudyFeed } from './studyFeed';

export interface StudyValue {
  readonly id: string;
  readonly title: string;
  /** Of its lines: "97,124.5 · 98,200.0 · 96,049.0". */
  readonly text: string;
}

/** One each, in the order given; a study without a value at the bar says so. */
export function studyValues(
  ids: readonly string[],
  feed: Pick<StudyFeed, 'valuesAt'>,
  bar: ChartBar | undefined,
  priceDecimals: number,
): readonly StudyValue[] {
  return ids.flatMap((id) => {
    const study = findStudy(id);
    if (study === undefined) return [];
    const values = bar === undefined ? null : feed.valuesAt(id, bar.openTimeMs);
    const textOf = (value: number) =>
      study.unit === 'price'
        ? formatPrice(Number.isNaN(value) ? null : value, priceDecimals)
        : studyValueText(study, value);
    const text = study.lines.map((_, line) => textOf(values?.[line] ?? Number.NaN)).join(' · ');
    return [{ id, title: study.title, text }];
  });
}
