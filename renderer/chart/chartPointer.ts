/**
 * What the pointer does beyond the library: the wheel zooms at the right edge, with Ctrl at the pointer, with
 * Shift it pans; Shift and drag, or dragging with the middle button, measures.
 */
import type { IChartApi } from 'lightweight-charts';
import type { Measure, MeasurePoint } from './measure';
import { panRange, zoomRange } from './zoom';

/** A wheel that counts lines instead of pixels. */
const PX_PER_LINE = 33;
const MIDDLE_BUTTON = 1;

export interface PointerOptions {
  readonly chart: IChartApi;
  readonly container: HTMLElement;
  /** How many bars may be in view. */
  readonly mostBars: () => number;
  /** The point of the price pane under the pointer, also when the pointer has left it. */
  readonly pointAt: (clientX: number, clientY: number) => MeasurePoint | null;
  readonly isOverPrice: (clientX: number, clientY: number) => boolean;
  /** Null takes the measure away. */
  readonly onMeasure: (measure: Measure | null) => void;
}

/** Listens until the returned function is called. */
export function attachPointer(options: PointerOptions): () => void {
  const { chart, container, pointAt, isOverPrice, onMeasure } = options;
  let endDrag: () => void = () => undefined;

  const onWheel = (event: WheelEvent) => {
    const timeScale = chart.timeScale();
    const range = timeScale.getVisibleLogicalRange();
    if (range === null) return;
    event.preventDefault();
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const delta = isSideways ? event.deltaX : event.deltaY;
    const deltaPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? delta * PX_PER_LINE : delta;
    if (event.shiftKey || isSideways) {
      // Fingers moved sideways pull the chart along; a wheel with Shift goes back in time when turned down.
      timeScale.setVisibleLogicalRange(panRange(range, event.shiftKey ? deltaPx : -deltaPx));
      return;
    }
    const share = (event.clientX - container.getBoundingClientRect().left) / timeScale.width();
    const atPointer = range.from + Math.min(Math.max(share, 0), 1) * (range.to - range.from);
    const anchor = event.ctrlKey || event.metaKey ? atPointer : range.to;
    timeScale.setVisibleLogicalRange(zoomRange(range, deltaPx, anchor, options.mostBars()));
  };

  const onMouseDown = (event: MouseEvent) => {
    const measures = event.button === MIDDLE_BUTTON || (event.button === 0 && event.shiftKey);
    onMeasure(null);
    if (!measures || !isOverPrice(event.clientX, event.clientY)) return;
    const from = pointAt(event.clientX, event.clientY);
    if (from === null) return;
    // Before the library hears of it: it would pan, and the browser would scroll.
    event.preventDefault();
    event.stopPropagation();
    const onMove = (moved: MouseEvent) => {
      const to = pointAt(moved.clientX, moved.clientY);
      if (to !== null) onMeasure({ from, to });
    };
    endDrag();
    endDrag = () => {
      window.removeEventListener('mousemove', onMove);
      window.removeEventListener('mouseup', endDrag);
    };
    window.addEventListener('mousemove', onMove);
    window.addEventListener('mouseup', endDrag);
  };

  container.addEventListener('wheel', onWheel, { passive: false });
  container.addEventListener('mousedown', onMouseDown, { capture: true });
  return () => {
    endDrag();
    container.removeEventListener('wheel', onWheel);
    container.removeEventListener('mousedown', onMouseDown, { capture: true });
  };
}
