/** The rolling window of the totals. */

import { useFigures } from '../../stores/context';
import { FIGURE_WINDOWS } from '../../stores/figuresStore';
import { Segmented } from '../../ui/Segmented';

const OPTIONS = FIGURE_WINDOWS.map(({ label, windowMs }) => ({
  value: windowMs,
  label,
  title: `Rolling ${label}`,
}));

export function WindowSwitch() {
  const windowMs = useFigures((state) => state.windowMs);
  const setWindow = useFigures((state) => state.setWindow);
  return <Segmented name="Rolling window" options={OPTIONS} value={windowMs} onChange={setWindow} />;
}
