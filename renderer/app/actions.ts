/**
 * Everything that can be done by key, in one table: it answers key presses, fills the cheat sheet and the
 * hints in the status line.
 */
import type { PlayerCommand } from '../../shared/feed/player';
import { intervalMs } from '../../shared/model/time';
import type { AppContext } from '../stores/context';
import { IntervalTyping } from '../stores/uiStore';

export interface Action {
  readonly id: string;
  readonly label: string;
  /** As shown; `matches` decides. */
  readonly keys: string;
  /** Short label for the status line; absent: not hinted there. */
  readonly hint?: string;
  readonly when: 'always' | 'replay';
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (app: AppContext, event: KeyboardEvent) => void;
}

const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey;

function control(app: AppContext, command: PlayerCommand): void {
  void app.session.getState().control(command);
}

function stepAction(
  id: string,
  label: string,
  keys: string,
  modifier: 'none' | 'shift' | 'alt',
  by: (app: AppContext) => Extract<PlayerCommand, { type: 'step' }>['by'],
): Action {
  return {
    id,
    label,
    keys,
    when: 'replay',
    ...(modifier === 'none' ? { hint: 'step' } : {}),
    matches: (event) =>
      (event.key === 'ArrowLeft' || event.key === 'ArrowRight') &&
      !event.ctrlKey &&
      !event.metaKey &&
      event.shiftKey === (modifier === 'shift') &&
      event.altKey === (modifier === 'alt'),
    run: (app, event) =>
      control(app, { type: 'step', by: by(app), direction: event.key === 'ArrowRight' ? 1 : -1 }),
  };
}

/** The table; typed digits are remembered in the closure. */
export function createActions(): readonly Action[] {
  const typing = new IntervalTyping();
  return [
    {
      id: 'playPause',
      label: 'Play or pause',
      keys: 'Space',
      hint: 'play / pause',
      when: 'replay',
      matches: (event) => event.key === ' ' && plain(event) && !event.shiftKey,
      run: (app) => {
        const playing = app.session.getState().transport?.state === 'playing';
        control(app, { type: playing ? 'pause' : 'play' });
      },
    },
    stepAction('stepSecond', 'Step one second', '← →', 'none', () => ({ unit: 'second' })),
    stepAction('stepEvent', 'Step one event', 'Shift ← →', 'shift', () => ({ unit: 'event' })),
    stepAction('stepBar', 'Step one bar of the interval', 'Alt ← →', 'alt', (app) => ({
      unit: 'bar',
      barMs: intervalMs(app.ui.getState().view.interval),
    })),
    {
      id: 'interval',
      label: 'Interval in minutes: 1, 5, 15, 60, 240, 1440',
      keys: '1 … 9',
      hint: 'interval',
      when: 'always',
      matches: (event) => /^\d$/.test(event.key) && plain(event),
      run: (app, event) => {
        const interval = typing.push(event.key, event.timeStamp);
        if (interval !== null) app.ui.getState().setView({ interval });
      },
    },
    {
      id: 'help',
      label: 'This list of keys',
      keys: '?',
      hint: 'keys',
      when: 'always',
      matches: (event) => event.key === '?' && plain(event),
      run: (app) => app.ui.getState().setHelpOpen(true),
    },
  ];
}

const PRESSES: readonly string[] = [' ', 'Enter'];
const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/** True where a key press belongs to the control under focus: typing, choosing, or pressing a button. */
export function belongsToControl(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select, dialog') !== null) return true;
  if (target instanceof HTMLInputElement && !['radio', 'range', 'checkbox'].includes(target.type))
    return true;
  const isArrow = ARROWS.includes(event.key) && target.closest('input, [role="tab"]') !== null;
  const isPress = PRESSES.includes(event.key) && target.closest('input, button, a, [role="tab"]') !== null;
  return isArrow || isPress;
}
