/** Instrument and interval, beside the chart's tab. */
import { INTERVALS } from '../../../shared/model/time';
import { useSession, useUi } from '../../stores/context';
import { instrumentTitle, listInstruments } from '../../stores/instruments';
import { useInstrument } from '../../stores/useInstrument';
import { Segmented } from '../../ui/Segmented';
import { Select } from '../../ui/Select';

const INTERVAL_OPTIONS = INTERVALS.map((interval) => ({ value: interval, label: interval }));

export function ChartActions() {
  const interval = useUi((state) => state.view.interval);
  const setView = useUi((state) => state.setView);
  return (
    <div className="chart-actions">
      <InstrumentPicker />
      <Segmented
        name="Interval"
        options={INTERVAL_OPTIONS}
        value={interval}
        onChange={(chosen) => setView({ interval: chosen })}
      />
    </div>
  );
}

function InstrumentPicker() {
  const description = useSession((state) => state.description);
  const setView = useUi((state) => state.setView);
  const shown = useInstrument();
  if (description === null || shown === undefined) return null;
  const instruments = listInstruments(description.instruments);
  return (
    <Select
      name="Instrument"
      className="instrument-picker"
      value={shown.id}
      onChange={(instrumentId) => setView({ instrumentId })}
    >
      {description.venues.map((venue) => (
        <optgroup key={venue.id} label={venue.title}>
          {instruments
            .filter((instrument) => instrument.venue === venue.id)
            .map((instrument) => (
              <option key={instrument.id} value={instrument.id}>
                {instrumentTitle(instrument)} · {venue.title}
              </option>
            ))}
        </optgroup>
      ))}
    </Select>
  );
}
