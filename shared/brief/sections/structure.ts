/** Ranges, breakouts, the next level, who leads and the 90-day flow, asset by asset: the story of the screen. */
import type { StoryLine } from '../../model/structure';
import type { BriefCell, BriefInput, BriefSection } from '../brief';

const COLUMNS: readonly (readonly [StoryLine['id'], string])[] = [
  ['verdict', 'Verdict'],
  ['range', 'Range'],
  ['breakout', 'Breakout'],
  ['support', 'Flipped zone'],
  ['next', 'Next level'],
  ['lead', 'Led by'],
  ['cvd', 'Spot taker CVD, 90 d'],
];

export function structureSection({ structures, asOfMs }: BriefInput): BriefSection {
  const rows = structures
    .filter(({ story }) => story.some(({ completeness }) => completeness !== 'missing'))
    .map(({ asset, story }) => ({
      name: asset,
      cells: COLUMNS.map(([id]) =>
        cellOf(
          story.find((line) => line.id === id),
          asOfMs,
        ),
      ),
    }));
  const [first] = structures;
  return {
    id: 'structure',
    title: 'Market structure',
    columns: COLUMNS.map(([, title]) => title),
    rows,
    notes:
      rows.length === 0
        ? ['The candles of this session tell of no range, breakout or level.']
        : [
            'Ranges and breakouts are found in closed candles; liquidations as reported; who leads is an estimate.',
          ],
    sentence: first === undefined ? '' : sentenceOf(first.asset, first.story),
  };
}

function cellOf(line: StoryLine | undefined, asOfMs: number): BriefCell {
  const { text = '—', completeness = 'missing', venues = [], momentMs = null } = line ?? {};
  // A line is words about several numbers: it has a moment to look at, and no single value.
  return { text, value: null, completeness, venues, atMs: Math.min(momentMs ?? asOfMs, asOfMs) };
}

function sentenceOf(asset: string, story: readonly StoryLine[]): string {
  const said = (id: StoryLine['id']) => {
    const line = story.find((each) => each.id === id);
    return line === undefined || line.completeness === 'missing' ? null : line.text;
  };
  const parts = [
    ['range', said('range')],
    ['breakout', said('breakout')],
    ['next level', said('next')],
    ['led by', said('lead')],
  ].flatMap(([name, text]) => (text === null ? [] : [`${name} ${text}`]));
  return parts.length === 0 ? '' : `Structure of ${asset}: ${parts.join('; ')}.`;
}
