/** The state of the story of the asset on the chart, in lines; its verdict stands beside the panel's title. */
import type { StoryLine } from '../../../shared/model/structure';
import type { Stream } from '../../../shared/model/venue';
import { useStructure } from '../../stores/context';
import { useFeedTrouble } from '../../stores/useFeedTrouble';
import { EmptyState } from '../../ui/EmptyState';
import { PanelNote } from '../../ui/PanelNote';
import { ScrollArea } from '../../ui/ScrollArea';
import { markOf } from './lineWords';
import { StoryButton } from './StoryButton';
import { toneClass } from './toneClass';

const STREAMS: readonly Stream[] = ['trades', 'liquidations'];

export function SqueezePanel() {
  const { structure, failure } = useStructure((state) => state);
  const trouble = useFeedTrouble(STREAMS);
  if (failure !== null) {
    return <EmptyState>{[failure.message, failure.hint].filter(Boolean).join(' ')}</EmptyState>;
  }
  if (structure === null) {
    return <EmptyState busy={true}>The story appears with the first market data of this session.</EmptyState>;
  }
  const lines = structure.story.filter(({ id }) => id !== 'verdict');
  if (lines.length === 0) {
    return (
      <EmptyState>
        Nothing is known of {structure.asset} yet: the story begins with a range in its closed candles.
      </EmptyState>
    );
  }
  return (
    <ScrollArea name={`Story of ${structure.asset}`} className="squeeze" stale={trouble?.isStale === true}>
      {trouble?.sentence && <PanelNote>{trouble.sentence}</PanelNote>}
      <ul className="panel-body" data-stale={trouble?.isStale === true}>
        {lines.map((line) => (
          <li key={line.id}>
            <Line line={line} />
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}

function Line({ line }: { readonly line: StoryLine }) {
  const mark = markOf(line);
  return (
    <StoryButton line={line} className="squeeze-line">
      <span className="muted">{line.label}</span>{' '}
      <span className={toneClass(line.tone)}>
        {mark !== null && <span className="muted">{mark} </span>}
        {line.text}
      </span>
    </StoryButton>
  );
}
