/** A line of the story to be pressed: it goes to its moment, and says on what it rests. */
import type { ReactNode } from 'react';
import type { StoryLine } from '../../../shared/model/structure';
import { useSession, useSettings } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { useGoTo } from '../../stores/useGoTo';
import { describeLine } from './lineWords';

export function StoryButton(props: {
  readonly line: StoryLine;
  readonly className: string;
  readonly children: ReactNode;
}) {
  const { momentMs } = props.line;
  const venues = useSession((state) => state.description?.venues);
  const timeZone = useSettings(selectTimeZone);
  const goTo = useGoTo();
  const canGo = momentMs !== null && goTo !== null;
  const says = describeLine(props.line, venues ?? [], timeZone);
  return (
    <button
      type="button"
      className={props.className}
      // Not `disabled`: what it says must be reachable by keyboard where there is nowhere to go, too.
      aria-disabled={!canGo}
      title={canGo ? `${says} Press to see it on the chart.` : says}
      onClick={() => momentMs !== null && goTo?.(momentMs)}
    >
      {props.children}
    </button>
  );
}
