/** What the window itself can do, wherever the focus is. Panels and the chart register their own. */
import type { DockviewApi } from 'dockview-react';
import { LIVE_SESSION } from '../../shared/contract/api';
import { type SettingsPatch, settingsSchema } from '../../shared/contract/values';
import type { PlayerCommand } from '../../shared/feed/player';
import { INTERVALS, intervalMs } from '../../shared/model/time';
import type { Action } from '../actions/action';
import { PANELS } from '../panels/registry';
import type { AppContext } from '../stores/context';
import { COLOR_PRESET_TITLES, THEME_TITLES } from '../ui/themeTitles';
import { resetLayout, showPanel } from './dockLayout';
import { focusRegion } from './focusRegion';
import { INTERVAL_TITLES } from './intervalText';
import { reviewActions } from './reviewActions';
import { saveWindowPicture } from './windowPicture';

/** What stands in front of the screen; at most one at a time. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'import' }
  | { readonly kind: 'moment' }
  | { readonly kind: 'brief' }
  | { readonly kind: 'symbols' | 'interval'; readonly typed: string };

export interface Shell {
  readonly app: AppContext;
  readonly dock: () => DockviewApi | null;
  readonly show: (overlay: Overlay) => void;
}

export function shellActions(shell: Shell): readonly Action[] {
  return [
    ...marketActions(shell),
    ...replayActions(shell.app),
    ...reviewActions(shell.app, {
      moment: () => shell.show({ kind: 'moment' }),
      brief: () => shell.show({ kind: 'brief' }),
    }),
    ...recordingActions(shell.app),
    {
      id: 'import.open',
      title: 'Import or download market data',
      group: 'Recording',
      keys: ['Mod+I'],
      run: () => shell.show({ kind: 'import' }),
    },
    ...panelActions(shell),
    ...appearanceActions(shell.app),
    {
      id: 'palette.open',
      title: 'Command palette',
      group: 'Help',
      keys: ['Mod+K'],
      hint: 'commands',
      run: () => shell.show({ kind: 'palette' }),
    },
    {
      id: 'keys.show',
      title: 'Keys: show and change them',
      group: 'Help',
      keys: ['?'],
      hint: 'keys',
      run: () => shell.show({ kind: 'keys' }),
    },
  ];
}

function marketActions({ app, show }: Shell): readonly Action[] {
  return [
    {
      id: 'symbol.search',
      title: 'Search a symbol',
      group: 'Market',
      typedKeys: 'A … Z',
      hint: 'symbol',
      run: () => show({ kind: 'symbols', typed: '' }),
      enabled: () => app.session.getState().description !== null,
    },
    {
      id: 'interval.choose',
      title: 'Choose the interval',
      group: 'Market',
      keys: [','],
      typedKeys: '1 … 9',
      hint: 'interval',
      run: () => show({ kind: 'interval', typed: '' }),
    },
    ...INTERVALS.map(
      (interval): Action => ({
        id: `interval.${interval}`,
        title: `Interval: ${INTERVAL_TITLES[interval]}`,
        group: 'Market',
        run: () => app.ui.getState().setView({ interval }),
        checked: () => app.ui.getState().view.interval === interval,
      }),
    ),
  ];
}

function replayActions(app: AppContext): readonly Action[] {
  const transport = () => app.session.getState().transport;
  const control = (command: PlayerCommand) => void app.session.getState().control(command);
  const can = (capability: 'play' | 'seek' | 'speed' | 'step') => () =>
    transport()?.kind === 'replay' && transport()?.capabilities.includes(capability) === true;
  const step = (
    id: string,
    title: string,
    key: string,
    direction: 1 | -1,
    by: () => Extract<PlayerCommand, { type: 'step' }>['by'],
    hint?: string,
  ): Action => ({
    id: `replay.${id}`,
    title,
    group: 'Replay',
    keys: [key],
    ...(hint === undefined ? {} : { hint }),
    enabled: can('step'),
    run: () => control({ type: 'step', by: by(), direction }),
  });
  const bar = () => ({ unit: 'bar', barMs: intervalMs(app.ui.getState().view.interval) }) as const;
  const second = () => ({ unit: 'second' }) as const;
  const event = () => ({ unit: 'event' }) as const;
  return [
    {
      id: 'replay.playPause',
      title: 'Play or pause',
      group: 'Replay',
      keys: ['Space', 'Shift+ArrowDown'],
      hint: 'play / pause',
      enabled: can('play'),
      run: () => control({ type: transport()?.state === 'playing' ? 'pause' : 'play' }),
    },
    step('secondForward', 'One second forward', 'ArrowRight', 1, second, 'step'),
    step('secondBack', 'One second back', 'ArrowLeft', -1, second),
    step('eventForward', 'One event forward', 'Shift+ArrowRight', 1, event),
    step('eventBack', 'One event back', 'Shift+ArrowLeft', -1, event),
    step('barForward', 'One bar of the interval forward', 'Alt+ArrowRight', 1, bar),
    step('barBack', 'One bar of the interval back', 'Alt+ArrowLeft', -1, bar),
    {
      id: 'replay.toEnd',
      title: 'Play to the end',
      group: 'Replay',
      enabled: can('play'),
      run: () => control({ type: 'playToEnd' }),
    },
    {
      id: 'replay.leave',
      title: 'Back to live',
      group: 'Replay',
      enabled: () => app.session.getState().session !== LIVE_SESSION,
      run: () => void app.session.getState().backToLive(),
    },
  ];
}

function recordingActions({ session, engine }: AppContext): readonly Action[] {
  const recording = () => session.getState().recorder?.state === 'recording';
  return [
    {
      id: 'recording.toggle',
      title: 'Record what comes in',
      group: 'Recording',
      checked: recording,
      enabled: () => session.getState().recorder !== null,
      run: async () => {
        const answer = await engine.call(recording() ? 'stopRecording' : 'startRecording', {});
        session.setState(answer.ok ? { recorder: answer.value } : { failure: answer.error });
      },
    },
  ];
}

/** Keys of the panels that have some, by panel id. */
const PANEL_KEYS: Readonly<Record<string, string>> = { settings: 'Mod+,' };

function panelActions({ dock }: Shell): readonly Action[] {
  const withDock = (use: (api: DockviewApi) => void) => () => {
    const api = dock();
    if (api !== null) use(api);
  };
  return [
    ...PANELS.map(({ id, title }): Action => {
      const key = PANEL_KEYS[id];
      return {
        id: `panel.${id}`,
        title: `Show ${title}`,
        group: 'Panels',
        ...(key === undefined ? {} : { keys: [key] }),
        run: withDock((api) => showPanel(api, id)),
      };
    }),
    {
      id: 'panels.next',
      title: 'Next part of the screen',
      group: 'Panels',
      keys: ['F6'],
      run: () => focusRegion(1),
    },
    {
      id: 'panels.previous',
      title: 'Previous part of the screen',
      group: 'Panels',
      keys: ['Shift+F6'],
      run: () => focusRegion(-1),
    },
    {
      id: 'panels.close',
      title: 'Close the active panel',
      group: 'Panels',
      enabled: () => (dock()?.activePanel?.id ?? 'chart') !== 'chart',
      run: withDock((api) => api.activePanel?.api.close()),
    },
    {
      id: 'panels.reset',
      title: 'Arrange the panels as at the first start',
      group: 'Panels',
      run: withDock(resetLayout),
    },
  ];
}

function appearanceActions(app: AppContext): readonly Action[] {
  const { settings } = app;
  const now = () => settings.getState().settings;
  const patch = (change: SettingsPatch) => void settings.getState().patch(change);
  return [
    ...settingsSchema.shape.theme.options.map(
      (theme): Action => ({
        id: `theme.${theme}`,
        title: `Theme: ${THEME_TITLES[theme]}`,
        group: 'Appearance',
        checked: () => now()?.theme === theme,
        run: () => patch({ theme }),
      }),
    ),
    ...settingsSchema.shape.colorPreset.options.map(
      (colorPreset): Action => ({
        id: `colors.${colorPreset}`,
        title: `Colours: ${COLOR_PRESET_TITLES[colorPreset]}`,
        group: 'Appearance',
        checked: () => now()?.colorPreset === colorPreset,
        run: () => patch({ colorPreset }),
      }),
    ),
    {
      id: 'candles.hollow',
      title: 'Hollow rising candles',
      group: 'Appearance',
      checked: () => now()?.candleBodies === 'hollow',
      run: () => patch({ candleBodies: now()?.candleBodies === 'hollow' ? 'filled' : 'hollow' }),
    },
    {
      id: 'view.picture',
      title: 'Save the window as a picture',
      group: 'Appearance',
      keys: ['Alt+Shift+S'],
      run: () => void saveWindowPicture(app),
    },
    {
      id: 'view.fullScreen',
      title: 'Full screen',
      group: 'Appearance',
      keys: ['F11'],
      checked: () => document.fullscreenElement !== null,
      run: () => {
        if (document.fullscreenElement === null) void document.documentElement.requestFullscreen();
        else void document.exitFullscreen();
      },
    },
  ];
}
