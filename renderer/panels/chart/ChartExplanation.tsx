/** What the drawing under the crosshair rests on: by pointer where it points, by keys at the close of the bar. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { intervalMs } from '../../../shared/model/time';
import { shapesAt } from '../../chart/structure/shapesAt';
import type { StructureShapes } from '../../chart/structure/structureShapes';
import { useUi } from '../../stores/context';
import type { ChartController } from './chartController';

export function ChartExplanation(props: {
  readonly controller: ChartController;
  readonly shapes: StructureShapes;
}) {
  const { controller, shapes } = props;
  const root = useRef<HTMLDivElement>(null);
  const interval = useUi((state) => state.view.interval);
  const layers = useUi((state) => state.view.chart.layers);
  const bar = useStore(controller.state, (state) => state.bar);
  /** Null while keys move the crosshair. */
  const [price, setPrice] = useState<number | null>(null);

  useEffect(() => {
    const chart = root.current?.parentElement;
    if (chart === null || chart === undefined) return;
    const onMove = (event: PointerEvent) => setPrice(controller.priceAt(event.clientX, event.clientY));
    const onOther = () => setPrice(null);
    chart.addEventListener('pointermove', onMove);
    chart.addEventListener('pointerleave', onOther);
    chart.addEventListener('keydown', onOther);
    return () => {
      chart.removeEventListener('pointermove', onMove);
      chart.removeEventListener('pointerleave', onOther);
      chart.removeEventListener('keydown', onOther);
    };
  }, [controller]);

  const isPointed = controller.cursor().timeMs === bar?.openTimeMs;
  const lines =
    bar === null || !isPointed
      ? []
      : shapesAt(
          shapes,
          layers,
          { openTimeMs: bar.openTimeMs, intervalMs: intervalMs(interval) },
          price ?? bar.close,
        );
  return (
    <div
      ref={root}
      className="chart-explanation"
      role="note"
      aria-label="Under the crosshair"
      hidden={lines.length === 0}
    >
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
