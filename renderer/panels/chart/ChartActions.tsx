/** Instrument, interval, layers and scale, beside the chart's tab. */
import { INTERVALS } from '../../../shared/model/time';
import { CHART_LAYERS, type ChartLayer, type PriceScale } from '../../stores/chartView';
import { useApp, useSession, useUi } from '../../stores/context';
import { instrumentTitle, listInstruments } from '../../stores/instruments';
import { useInstrument } from '../../stores/useInstrument';
import { IconButton } from '../../ui/IconButton';
import { CameraIcon } from '../../ui/icons';
import { Segmented } from '../../ui/Segmented';
import { Select } from '../../ui/Select';
import { LAYER_TITLES } from './chartActions';
import { StudiesMenu } from './StudiesMenu';

const INTERVAL_OPTIONS = INTERVALS.map((interval) => ({ value: interval, label: interval }));

const SCALE_OPTIONS: readonly {
  readonly value: PriceScale;
  readonly label: string;
  readonly title: string;
}[] = [
  { value: 'normal', label: 'Lin', title: 'Linear price scale' },
  { value: 'percent', label: '%', title: 'Price scale in percent' },
  { value: 'log', label: 'Log', title: 'Logarithmic price scale' },
];

const SHORT_TITLES: Readonly<Record<ChartLayer, string>> = {
  ranges: 'Ranges',
  levels: 'Levels',
  priorLevels: 'Prior',
  events: 'Events',
  volume: 'Volume',
  liquidations: 'Liq.',
  dots: 'Dots',
  gaps: 'Gaps',
  marks: 'Marks',
};

export function ChartActions() {
  const { actions } = useApp();
  const interval = useUi((state) => state.view.interval);
  const chart = useUi((state) => state.view.chart);
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
      <fieldset className="segmented" aria-label="Layers">
        {CHART_LAYERS.map((layer) => (
          <label key={layer} data-layer={layer} title={`Layer: ${LAYER_TITLES[layer]}`}>
            <input
              type="checkbox"
              aria-label={LAYER_TITLES[layer]}
              checked={chart.layers[layer]}
              onChange={(event) =>
                setView({
                  chart: { ...chart, layers: { ...chart.layers, [layer]: event.currentTarget.checked } },
                })
              }
            />
            {SHORT_TITLES[layer]}
          </label>
        ))}
      </fieldset>
      <StudiesMenu />
      <Segmented
        name="Price scale"
        options={SCALE_OPTIONS}
        value={chart.priceScale}
        onChange={(priceScale) => setView({ chart: { ...chart, priceScale } })}
      />
      <IconButton name="Save the chart as a picture" onClick={() => actions.getState().run('chart.snapshot')}>
        <CameraIcon />
      </IconButton>
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
