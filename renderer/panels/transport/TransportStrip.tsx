/** The same strip in live and in replay. What can be done is said by the session's capabilities. */

import type { Overview, Transport } from '../../../shared/contract/values';
import type { PlayerCommand } from '../../../shared/feed/player';
import { intervalMs } from '../../../shared/model/time';
import { PACE_MS } from '../../market/frameScheduler';
import { useApp, useBookmarks, useConnection, useSession, useSettings, useUi } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { useInstrument } from '../../stores/useInstrument';
import { useChapters } from '../../stores/useScenarios';
import { useTopic } from '../../stores/useTopic';
import { IconButton } from '../../ui/IconButton';
import { LiveEdgeIcon, PauseIcon, PlayIcon, PlayToEndIcon, StepIcon } from '../../ui/icons';
import { Select } from '../../ui/Select';
import { formatDateTime, zoneLabel } from '../../ui/time';
import { ReviewControls } from './ReviewControls';
import { Scrubber } from './Scrubber';
import { FEED_SPEEDS, SPEEDS, speedLabel } from './speeds';
import './transport.css';

type Control = (command: PlayerCommand) => Promise<void>;

export function TransportStrip() {
  const transport = useSession((state) => state.transport);
  const control = useSession((state) => state.control);
  const timeZone = useSettings(selectTimeZone);
  const overview = useOverview();
  const span = useUi((state) => state.loaded);
  const interval = useUi((state) => state.view.interval);
  const bookmarks = useBookmarks((state) => state.bookmarks);
  return (
    <section className="transport" aria-label="Transport">
      {transport !== null && (
        <>
          {transport.kind === 'replay' ? (
            <ReplayControls transport={transport} control={control} timeZone={timeZone} />
          ) : (
            <LiveEdge transport={transport} control={control} />
          )}
          <Scrubber
            transport={transport}
            overview={overview}
            loaded={span && { ...span, interval }}
            timeZone={timeZone}
            bookmarks={bookmarks}
            onLoop={(loop) => void control({ type: 'loop', loop })}
            onSeek={(timeMs) => control({ type: 'seek', timeMs })}
          />
        </>
      )}
    </section>
  );
}

/** The session of this window, with the prices of the instrument on the chart. */
function useOverview(): Overview | null {
  const session = useSession((state) => state.session);
  const instrumentId = useInstrument()?.id;
  const params = instrumentId === undefined ? null : { session, instrumentId };
  return useTopic('overview', params, PACE_MS.status).value;
}

function LiveEdge({ transport, control }: { readonly transport: Transport; readonly control: Control }) {
  const connected = useConnection((state) => state.status.state === 'ready');
  return (
    <div className="transport-live" data-connected={connected}>
      <span className="transport-edge">
        <LiveEdgeIcon /> {connected ? 'Live edge' : 'Offline'}
        {transport.capabilities.includes('speed') && (
          <SpeedSelect speeds={FEED_SPEEDS} transport={transport} control={control} />
        )}
        {transport.simulated && <ChapterSelect />}
      </span>
      <span className="muted">{connected ? transport.title : 'waiting for the engine'}</span>
    </div>
  );
}

/** Where in the script to begin; the present chapter begins anew when it is chosen again. */
function ChapterSelect() {
  const { engine } = useApp();
  const chapters = useChapters();
  const current = useSettings((state) => state.settings?.simulation.chapter ?? null);
  const patch = useSettings((state) => state.patch);
  if (chapters.length === 0) return null;
  const begin = (chapter: string) =>
    chapter === current ? engine.call('restartFeed', {}) : patch({ simulation: { chapter } });
  return (
    <Select name="Start from" value="" onChange={(chapter) => void begin(chapter)}>
      <option value="" hidden={true}>
        Start from…
      </option>
      {chapters.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  );
}

function SpeedSelect(props: {
  readonly speeds: readonly number[];
  readonly transport: Transport;
  readonly control: Control;
}) {
  const { speeds, control } = props;
  const { speed } = props.transport;
  return (
    <Select
      name="Speed"
      value={String(speed)}
      onChange={(chosen) => void control({ type: 'speed', speed: Number(chosen) })}
    >
      {speeds.map((offered) => (
        <option key={offered} value={offered}>
          {speedLabel(offered)}
        </option>
      ))}
      {!speeds.includes(speed) && <option value={speed}>{speedLabel(speed)}</option>}
    </Select>
  );
}

function ReplayControls(props: {
  readonly transport: Transport;
  readonly control: Control;
  readonly timeZone: string;
}) {
  const { transport, control, timeZone } = props;
  const backToLive = useSession((state) => state.backToLive);
  const playing = transport.state === 'playing';
  // Before its first event a replay stands at the beginning of its span.
  const momentMs = transport.nowMs ?? transport.range.fromMs;
  const moment =
    transport.state === 'opening'
      ? 'Opening…'
      : `${formatDateTime(momentMs, timeZone)} ${zoneLabel(timeZone, momentMs)}`;
  return (
    <div className="transport-replay">
      <div className="transport-buttons">
        <StepButtons direction={-1} control={control} enabled={transport.capabilities.includes('step')} />
        <IconButton
          className="transport-play"
          name={playing ? 'Pause' : 'Play'}
          title={`${playing ? 'Pause' : 'Play'} (Space)`}
          disabled={!transport.capabilities.includes('play')}
          onClick={() => void control({ type: playing ? 'pause' : 'play' })}
        >
          {playing ? <PauseIcon /> : <PlayIcon />}
        </IconButton>
        <StepButtons direction={1} control={control} enabled={transport.capabilities.includes('step')} />
        <IconButton name="Play to the end" onClick={() => void control({ type: 'playToEnd' })}>
          <PlayToEndIcon />
        </IconButton>
        <SpeedSelect speeds={SPEEDS} transport={transport} control={control} />
        <button type="button" className="button" onClick={() => void backToLive()}>
          <LiveEdgeIcon /> Live
        </button>
      </div>
      <div className="transport-moment">
        <time>{moment}</time>
        <span className="muted" title={transport.title}>
          {transport.failure ?? transport.title}
        </span>
        <ReviewControls transport={transport} control={control} />
      </div>
    </div>
  );
}

function StepButtons(props: {
  readonly direction: 1 | -1;
  readonly control: Control;
  readonly enabled: boolean;
}) {
  const { direction, control, enabled } = props;
  const interval = useUi((state) => state.view.interval);
  const way = direction === 1 ? 'forward' : 'back';
  const arrow = direction === 1 ? '→' : '←';
  const step = (by: Extract<PlayerCommand, { type: 'step' }>['by']) =>
    void control({ type: 'step', by, direction });
  const buttons = [
    <StepButton
      key="event"
      name={`One event ${way} (Shift+${arrow})`}
      size={1}
      direction={direction}
      enabled={enabled}
      onClick={() => step({ unit: 'event' })}
    />,
    <StepButton
      key="second"
      name={`One second ${way} (${arrow})`}
      size={2}
      direction={direction}
      enabled={enabled}
      onClick={() => step({ unit: 'second' })}
    />,
    <StepButton
      key="bar"
      name={`One ${interval} bar ${way} (Alt+${arrow})`}
      size={3}
      direction={direction}
      enabled={enabled}
      onClick={() => step({ unit: 'bar', barMs: intervalMs(interval) })}
    />,
  ];
  return direction === 1 ? buttons : buttons.reverse();
}

function StepButton(props: {
  readonly name: string;
  readonly size: 1 | 2 | 3;
  readonly direction: 1 | -1;
  readonly enabled: boolean;
  readonly onClick: () => void;
}) {
  return (
    <IconButton name={props.name} disabled={!props.enabled} onClick={props.onClick}>
      <StepIcon direction={props.direction} size={props.size} />
    </IconButton>
  );
}
