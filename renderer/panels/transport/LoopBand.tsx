/** The loop on the strip. Its ends are dragged, or moved by the arrow keys: a second, with Shift a minute. */
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { type Loop, loopFrom, loopTo } from '../../../shared/feed/loop';
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../../../shared/model/time';
import { formatDateTime } from '../../ui/time';
import { fractionOf } from './timeScale';

const ENDS = [
  { end: 'A', name: 'Loop start', set: loopFrom, timeOf: (loop: Loop) => loop.fromMs },
  { end: 'B', name: 'Loop end', set: loopTo, timeOf: (loop: Loop) => loop.toMs },
] as const;

export function LoopBand(props: {
  readonly loop: Loop;
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly onChange: (loop: Loop) => void;
}) {
  const { range, timeZone, onChange } = props;
  /** As it would be if the end were let go now. */
  const [dragged, setDragged] = useState<Loop | null>(null);
  const loop = dragged ?? props.loop;
  const at = (timeMs: number) => `${fractionOf(timeMs, range) * 100}%`;
  const timeAt = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    const share = box === undefined || box.width === 0 ? 0 : (event.clientX - box.left) / box.width;
    return Math.round(range.fromMs + share * (range.toMs - range.fromMs));
  };
  return (
    <>
      <i
        className="scrubber-loop"
        data-on={loop.on}
        style={{
          left: at(loop.fromMs),
          width: `${(fractionOf(loop.toMs, range) - fractionOf(loop.fromMs, range)) * 100}%`,
        }}
      />
      {ENDS.map(({ end, name, set, timeOf }) => (
        <span
          key={end}
          role="slider"
          tabIndex={0}
          className="scrubber-loop-end"
          data-end={end}
          style={{ left: at(timeOf(loop)) }}
          aria-label={name}
          aria-valuemin={range.fromMs}
          aria-valuemax={range.toMs}
          aria-valuenow={timeOf(loop)}
          aria-valuetext={formatDateTime(timeOf(loop), timeZone)}
          title={`${name}: ${formatDateTime(timeOf(loop), timeZone)}`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDragged(loop);
          }}
          onPointerMove={(event) => dragged !== null && setDragged(set(dragged, timeAt(event), range))}
          onPointerUp={() => {
            if (dragged !== null) onChange(dragged);
            setDragged(null);
          }}
          onPointerCancel={() => setDragged(null)}
          onKeyDown={(event) => {
            const byMs = keyMs(event);
            if (byMs === 0) return;
            event.preventDefault();
            onChange(set(loop, timeOf(loop) + byMs, range));
          }}
        >
          {end}
        </span>
      ))}
    </>
  );
}

function keyMs({ key, shiftKey }: KeyboardEvent): number {
  const stepMs = shiftKey ? MINUTE_MS : SECOND_MS;
  if (key === 'ArrowRight' || key === 'ArrowUp') return stepMs;
  return key === 'ArrowLeft' || key === 'ArrowDown' ? -stepMs : 0;
}
