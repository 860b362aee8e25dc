/** A time to be pressed: it goes there. */
import { useSettings } from '../../stores/context';
import { selectTimeZone } from '../../stores/settingsStore';
import { useGoTo } from '../../stores/useGoTo';
import { formatDateTime, formatDay, formatMinute, zoneLabel } from '../../ui/time';

export function Moment({ timeMs }: { readonly timeMs: number }) {
  const timeZone = useSettings(selectTimeZone);
  const goTo = useGoTo();
  const says = `${formatDateTime(timeMs, timeZone)} ${zoneLabel(timeZone, timeMs)}`;
  return (
    <button
      type="button"
      className="breakouts-moment"
      disabled={goTo === null}
      title={goTo === null ? says : `${says}. Press to see it on the chart.`}
      onClick={() => goTo?.(timeMs)}
    >
      {formatDay(timeMs, timeZone)} {formatMinute(timeMs, timeZone)}
    </button>
  );
}
