/** The session's span as a strip: what is recorded, where data is missing, and where the window stands. */
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Bookmark } from '../../../shared/contract/bookmarks';
import type { Overview, Transport } from '../../../shared/contract/values';
import type { Loop } from '../../../shared/feed/loop';
import { HOUR_MS, type Interval, SECOND_MS, type TimeRange } from '../../../shared/model/time';
import { formatClock, formatDate, formatDateTime, formatDay, formatMinute, zoneLabel } from '../../ui/time';
import { LoopBand } from './LoopBand';
import { MarkFlags } from './MarkFlags';
import { OverviewCanvas } from './OverviewCanvas';
import { fractionOf, tickTimes } from './timeScale';

const MOST_TICKS = 8;
/** Share of the narrowest strip that the words about loaded candles take from the ticks. */
const SINCE_SHARE = 0.34;

export function Scrubber(props: {
  readonly transport: Transport;
  /** The whole session in columns; null while it is not known. */
  readonly overview: Overview | null;
  /** The candles the chart holds. */
  readonly loaded: LoadedCandles | null;
  readonly timeZone: string;
  readonly bookmarks: readonly Bookmark[];
  readonly onLoop: (loop: Loop) => void;
  readonly onSeek: (timeMs: number) => Promise<void>;
}) {
  const { transport, overview, loaded, timeZone } = props;
  const { range, gaps, nowMs } = transport;
  const [draggedToMs, setDraggedToMs] = useState<number | null>(null);
  const { seek, whenIdle } = useLatestOnly(props.onSeek);
  const go = (timeMs: number) => {
    setDraggedToMs(timeMs);
    seek(timeMs);
  };
  // In the first or last second the slider has no other value to go to: it would not tell of these keys.
  const goToAnEnd = (event: KeyboardEvent) => {
    if (event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    go(event.key === 'Home' ? range.fromMs : range.toMs);
  };
  // The head stays where it was put until the session is there.
  const release = () => void whenIdle().then(() => setDraggedToMs(null));
  const shownMs = draggedToMs ?? nowMs ?? range.fromMs;
  const seekable = transport.capabilities.includes('seek') && range.toMs > range.fromMs;
  const at = (timeMs: number) => `${fractionOf(timeMs, range) * 100}%`;
  return (
    <div className="scrubber" data-seekable={seekable}>
      <div className="scrubber-track">
        <OverviewCanvas overview={overview} transport={transport} />
        {seekable && <i className="scrubber-played" style={{ width: at(shownMs) }} />}
        {gaps.map((gap) => (
          <i
            key={gap.fromMs}
            className="scrubber-gap"
            title={`No data from ${formatDateTime(gap.fromMs, timeZone)} to ${formatClock(gap.toMs, timeZone)}`}
            style={{
              left: at(gap.fromMs),
              width: `${(fractionOf(gap.toMs, range) - fractionOf(gap.fromMs, range)) * 100}%`,
            }}
          />
        ))}
        {loaded !== null && <LoadedLine loaded={loaded} range={range} />}
        <i className="scrubber-head" style={{ left: at(shownMs) }} />
        {seekable && (
          <input
            type="range"
            aria-label="Position in the session"
            aria-valuetext={`${formatDateTime(shownMs, timeZone)} ${zoneLabel(timeZone, shownMs)}`}
            min={range.fromMs}
            max={range.toMs}
            step={SECOND_MS}
            value={shownMs}
            onChange={(event) => go(reachable(Number(event.currentTarget.value), range))}
            onKeyDown={goToAnEnd}
            onPointerUp={release}
            onBlur={release}
            onKeyUp={release}
          />
        )}
        {transport.loop !== null && (
          <LoopBand loop={transport.loop} range={range} timeZone={timeZone} onChange={props.onLoop} />
        )}
        <MarkFlags
          bookmarks={props.bookmarks}
          range={range}
          timeZone={timeZone}
          onGo={seekable ? (timeMs) => void props.onSeek(timeMs) : null}
        />
      </div>
      <div className="scrubber-foot">
        {loaded !== null && <LoadedSince loaded={loaded} range={range} timeZone={timeZone} />}
        <div className="scrubber-ticks" aria-hidden="true">
          {tickTimes(range, MOST_TICKS)
            .filter((timeMs) => loaded === null || fractionOf(timeMs, range) > SINCE_SHARE)
            .map((timeMs) => (
              <span key={timeMs} style={{ left: at(timeMs) }}>
                {tickLabel(timeMs, range.toMs - range.fromMs, timeZone)}
              </span>
            ))}
        </div>
      </div>
    </div>
  );
}

/** The slider goes in full seconds and a session ends between two of them: its last value means the end. */
function reachable(timeMs: number, { toMs }: TimeRange): number {
  return timeMs > toMs - SECOND_MS ? toMs : timeMs;
}

type LoadedCandles = TimeRange & { readonly interval: Interval };

/** A line along what the chart holds of the session. */
function LoadedLine({ loaded, range }: { readonly loaded: LoadedCandles; readonly range: TimeRange }) {
  const from = fractionOf(loaded.fromMs, range);
  const width = fractionOf(loaded.toMs, range) - from;
  return <i className="scrubber-loaded" style={{ left: `${from * 100}%`, width: `${width * 100}%` }} />;
}

/** Since when the chart holds candles, because that is often long before the session. */
function LoadedSince(props: {
  readonly loaded: LoadedCandles;
  readonly range: TimeRange;
  readonly timeZone: string;
}) {
  const { loaded, range, timeZone } = props;
  const { interval, fromMs } = loaded;
  return (
    <span
      className="scrubber-loaded-from"
      title={`The chart holds ${interval} candles since ${formatDateTime(fromMs, timeZone)}`}
    >
      {fromMs < range.fromMs && <span aria-hidden="true">◂ </span>}
      {interval} candles since {formatDate(fromMs, timeZone)}, {formatMinute(fromMs, timeZone)}
    </span>
  );
}

function tickLabel(timeMs: number, lengthMs: number, timeZone: string): string {
  if (lengthMs < HOUR_MS / 12) return formatClock(timeMs, timeZone);
  const minute = formatMinute(timeMs, timeZone);
  return minute === '00:00' ? formatDay(timeMs, timeZone) : minute;
}

interface LatestOnly {
  readonly seek: (timeMs: number) => void;
  /** Resolves when nothing is under way. */
  readonly whenIdle: () => Promise<void>;
}

/** Runs one task at a time; of those asked for meanwhile only the last is run. */
function useLatestOnly(run: (timeMs: number) => Promise<void>): LatestOnly {
  const state = useRef<{ running: Promise<void> | null; next: number | null }>({ running: null, next: null });
  const runAll = async (first: number): Promise<void> => {
    let timeMs: number | null = first;
    while (timeMs !== null) {
      await run(timeMs);
      timeMs = state.current.next;
      state.current.next = null;
    }
    state.current.running = null;
  };
  return {
    seek: (timeMs) => {
      if (state.current.running !== null) state.current.next = timeMs;
      else state.current.running = runAll(timeMs);
    },
    whenIdle: () => state.current.running ?? Promise.resolve(),
  };
}
