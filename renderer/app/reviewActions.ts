/** Reviewing: going to events and moments, looping, bookmarks. For keys and palette; the strip has buttons for them. */
import { loopFrom, loopTo, toggled } from '../../shared/feed/loop';
import type { PlayerCommand } from '../../shared/feed/player';
import type { UntilTarget } from '../../shared/feed/targets/untilKinds';
import { appError } from '../../shared/model/result';
import { intervalMs, type TimeRange } from '../../shared/model/time';
import type { Action } from '../actions/action';
import type { AppContext } from '../stores/context';

/** What the actions bring up in front of the screen. */
export interface ShowReview {
  readonly moment: () => void;
  readonly brief: () => void;
}

export function reviewActions(app: AppContext, show: ShowReview): readonly Action[] {
  const transport = () => app.session.getState().transport;
  const control = (command: PlayerCommand) => void app.session.getState().control(command);
  const canSeek = () => transport()?.kind === 'replay' && transport()?.capabilities.includes('seek') === true;
  const until = (
    id: string,
    title: string,
    direction: 1 | -1,
    target: () => UntilTarget,
    key?: string,
  ): Action => ({
    id: `replay.${id}`,
    title,
    group: 'Replay',
    ...(key === undefined ? {} : { keys: [key] }),
    enabled: canSeek,
    run: () => control({ type: 'until', target: target(), direction }),
  });
  const loop = (id: string, title: string, key: string, run: () => void): Action => ({
    id: `replay.${id}`,
    title,
    group: 'Replay',
    keys: [key],
    enabled: canSeek,
    run,
  });
  const setLoop = (set: typeof loopFrom) => {
    const now = transport();
    if (now === null) return;
    control({ type: 'loop', loop: set(now.loop, now.nowMs ?? now.range.fromMs, now.range) });
  };
  const chosen = () => app.ui.getState().until;
  const mark = () => ({ kind: 'mark' }) as const;
  const gap = () => ({ kind: 'gap' }) as const;
  return [
    until('nextEvent', 'To the next event of the chosen kind', 1, chosen, 'Alt+N'),
    until('previousEvent', 'To the previous event of the chosen kind', -1, chosen, 'Alt+Shift+N'),
    until('nextMark', 'To the next bookmark', 1, mark),
    until('previousMark', 'To the previous bookmark', -1, mark),
    until('nextGap', 'To the next gap', 1, gap),
    until('previousGap', 'To the previous gap', -1, gap),
    loop('loopStart', 'Loop from here (A)', '[', () => setLoop(loopFrom)),
    loop('loopEnd', 'Loop to here (B)', ']', () => setLoop(loopTo)),
    {
      ...loop('loopToggle', 'Loop on or off', '\\', () => {
        const now = transport();
        if (now !== null) control({ type: 'loop', loop: toggled(now.loop, now.range) });
      }),
      checked: () => transport()?.loop?.on === true,
    },
    {
      id: 'replay.loopClear',
      title: 'Take the loop away',
      group: 'Replay',
      enabled: () => canSeek() && transport()?.loop !== null,
      run: () => control({ type: 'loop', loop: null }),
    },
    {
      id: 'replay.goTo',
      title: 'Go to a date and time',
      group: 'Replay',
      keys: ['Alt+G'],
      enabled: canSeek,
      run: show.moment,
    },
    {
      id: 'replay.brief',
      title: 'Brief of this moment',
      group: 'Replay',
      keys: ['Alt+W'],
      enabled: canSeek,
      run: show.brief,
    },
    {
      id: 'bookmark.add',
      title: 'Bookmark this moment',
      group: 'Replay',
      keys: ['Alt+B'],
      hint: 'bookmark',
      enabled: () => transport()?.nowMs != null,
      run: () => addBookmark(app, { timeMs: momentOf(app), endMs: null }),
    },
    {
      id: 'bookmark.addSpan',
      title: 'Bookmark the measured span or the loop',
      group: 'Replay',
      keys: ['Alt+Shift+B'],
      enabled: () => transport()?.nowMs != null,
      run: () => {
        const span = spanOf(app);
        if (span === null) app.session.setState({ failure: NO_SPAN });
        else addBookmark(app, { timeMs: span.fromMs, endMs: span.toMs });
      },
    },
  ];
}

const NO_SPAN = appError(
  'nothing-found',
  'There is no span to bookmark: nothing is measured, and there is no loop.',
  'Measure one on the chart with Shift and the mouse, or set a loop with [ and ].',
);

/** The panel opens, so that the text can be written at once. */
function addBookmark(
  app: AppContext,
  place: { readonly timeMs: number; readonly endMs: number | null },
): void {
  app.ui.getState().dock?.show('bookmarks');
  void app.bookmarks.getState().add({ ...place, color: 'A', text: '', link: null });
}

/** Under the crosshair; in the newest bar, and where there is no crosshair, the moment of the market. */
function momentOf({ session, ui }: AppContext): number {
  const nowMs = session.getState().transport?.nowMs ?? 0;
  const pointedMs = ui.getState().cursor?.().timeMs ?? null;
  if (pointedMs === null || pointedMs + intervalMs(ui.getState().view.interval) > nowMs) return nowMs;
  return pointedMs;
}

function spanOf({ session, ui }: AppContext): TimeRange | null {
  return ui.getState().cursor?.().span ?? session.getState().transport?.loop ?? null;
}
