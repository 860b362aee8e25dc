/** To the next event of a kind, a moment, and around a loop. */
import type { Transport } from '../../../shared/contract/values';
import { loopFrom, loopTo, toggled } from '../../../shared/feed/loop';
import type { PlayerCommand } from '../../../shared/feed/player';
import { useApp, useUi } from '../../stores/context';
import { IconButton } from '../../ui/IconButton';
import { BookmarkIcon, BriefIcon, CalendarIcon, LoopIcon, UntilIcon } from '../../ui/icons';
import { Select } from '../../ui/Select';
import { UNTIL_CHOICES, untilKey } from './untilChoices';

export function ReviewControls(props: {
  readonly transport: Transport;
  readonly control: (command: PlayerCommand) => Promise<void>;
}) {
  const { transport, control } = props;
  const { actions } = useApp();
  if (!transport.capabilities.includes('seek')) return null;
  return (
    <div className="transport-review">
      <Until control={control} />
      <Loop transport={transport} control={control} />
      <IconButton
        name="Go to a date and time"
        title="Go to a date and time (Alt+G)"
        onClick={() => actions.getState().run('replay.goTo')}
      >
        <CalendarIcon />
      </IconButton>
      <IconButton
        name="Bookmark this moment"
        title="Bookmark this moment (Alt+B)"
        onClick={() => actions.getState().run('bookmark.add')}
      >
        <BookmarkIcon />
      </IconButton>
      <IconButton
        name="Brief of this moment"
        title="Brief of this moment (Alt+W)"
        onClick={() => actions.getState().run('replay.brief')}
      >
        <BriefIcon />
      </IconButton>
    </div>
  );
}

function Until({ control }: { readonly control: (command: PlayerCommand) => Promise<void> }) {
  const { ui } = useApp();
  const target = useUi((state) => state.until);
  const button = (direction: 1 | -1) => {
    const name = direction === 1 ? 'To the next one' : 'To the previous one';
    return (
      <IconButton
        name={name}
        title={`${name} (${direction === 1 ? '' : 'Shift+'}Alt+N)`}
        onClick={() => void control({ type: 'until', target, direction })}
      >
        <UntilIcon direction={direction} />
      </IconButton>
    );
  };
  return (
    <fieldset className="transport-group" aria-label="Until the next event">
      {button(-1)}
      <Select
        name="Until the next"
        value={untilKey(target)}
        onChange={(key) => {
          const choice = UNTIL_CHOICES.find((one) => untilKey(one.target) === key);
          if (choice !== undefined) ui.setState({ until: choice.target });
        }}
      >
        {UNTIL_CHOICES.map((choice) => (
          <option key={untilKey(choice.target)} value={untilKey(choice.target)}>
            {choice.title}
          </option>
        ))}
      </Select>
      {button(1)}
    </fieldset>
  );
}

function Loop(props: {
  readonly transport: Transport;
  readonly control: (command: PlayerCommand) => Promise<void>;
}) {
  const { transport, control } = props;
  const { loop, range } = transport;
  const nowMs = transport.nowMs ?? range.fromMs;
  return (
    <fieldset className="transport-group" aria-label="Loop">
      <IconButton
        className="transport-letter"
        name="Loop from here"
        title="Loop from here ([)"
        onClick={() => void control({ type: 'loop', loop: loopFrom(loop, nowMs, range) })}
      >
        A
      </IconButton>
      <IconButton
        className="transport-letter"
        name="Loop to here"
        title="Loop to here (])"
        onClick={() => void control({ type: 'loop', loop: loopTo(loop, nowMs, range) })}
      >
        B
      </IconButton>
      <IconButton
        name="Loop"
        aria-pressed={loop?.on === true}
        title="Loop on or off (\)"
        onClick={() => void control({ type: 'loop', loop: toggled(loop, range) })}
      >
        <LoopIcon />
      </IconButton>
    </fieldset>
  );
}
