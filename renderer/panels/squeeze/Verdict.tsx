/** The verdict of the story, beside the panel's title. */
import { useStructure } from '../../stores/context';
import { StoryButton } from './StoryButton';
import { toneClass } from './toneClass';

export function Verdict() {
  const line = useStructure(({ structure }) => structure?.story.find(({ id }) => id === 'verdict'));
  if (line === undefined) return null;
  return (
    <StoryButton line={line} className="squeeze-verdict">
      <span className="visually-hidden">{line.label} </span>
      <strong className={toneClass(line.tone)}>{line.text}</strong>
    </StoryButton>
  );
}
