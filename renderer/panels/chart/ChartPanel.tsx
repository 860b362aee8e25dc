/** Candles, volume and liquidations of the chosen instrument. */
import { useEffect, useRef, useState } from 'react';
import { intervalMs } from '../../../shared/model/time';
import { readChartTheme } from '../../chart/chartTheme';
import { PriceChart } from '../../chart/priceChart';
import { BarSeries, type ChartBar } from '../../market/barSeries';
import { PACE_MS } from '../../market/frameScheduler';
import { watchFrames } from '../../market/watchFrames';
import { useApp, useConnection, useSession, useSettings, useUi } from '../../stores/context';
import { displayDecimals, type InstrumentChoice } from '../../stores/instruments';
import { selectTimeZone } from '../../stores/settingsStore';
import { useInstrument } from '../../stores/useInstrument';
import { EmptyState } from '../../ui/EmptyState';
import { zoneLabel } from '../../ui/time';
import { ChartLegend } from './ChartLegend';

/** Asked for at first; the series grows from there to what a chart may hold. */
const HISTORY_BARS = 2_500;

export function ChartPanel() {
  const session = useSession((state) => state.session);
  const instrument = useInstrument();
  if (instrument === undefined) return <WaitingForInstruments />;
  return <InstrumentChart session={session} instrument={instrument} />;
}

function WaitingForInstruments() {
  const ready = useConnection((state) => state.status.state === 'ready');
  return (
    <EmptyState busy={true}>
      {ready
        ? 'Candles appear here as soon as a venue has told which instruments it trades.'
        : 'The chart appears as soon as the engine is connected.'}
    </EmptyState>
  );
}

interface Shown {
  readonly bar: ChartBar | undefined;
  readonly previousClose: number | null;
}

type Load = 'loading' | 'empty' | 'shown' | { readonly failure: string };

function InstrumentChart(props: { readonly session: string; readonly instrument: InstrumentChoice }) {
  const { session, instrument } = props;
  const { engine, scheduler } = useApp();
  const interval = useUi((state) => state.view.interval);
  const timeZone = useSettings(selectTimeZone);
  const theme = useSettings((state) => state.settings?.theme ?? 'dark');
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChart | null>(null);
  const [load, setLoad] = useState<Load>('loading');
  const [shown, setShown] = useState<Shown | null>(null);
  const decimals = displayDecimals(instrument);
  const instrumentId = instrument.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme changes the tokens the chart reads
  useEffect(() => {
    if (container.current === null) return;
    const created = new PriceChart(container.current, readChartTheme(container.current));
    chart.current = created;
    return () => {
      chart.current = null;
      created.destroy();
    };
  }, [theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart (theme) must be filled again
  useEffect(() => {
    const series = new BarSeries();
    let pointedAtMs: number | null = null;
    let first = true;
    setLoad('loading');

    const showLegend = () => {
      const bar = pointedAtMs === null ? series.last : (series.at(pointedAtMs) ?? series.last);
      setShown({
        bar,
        previousClose: bar === undefined ? null : (series.before(bar.openTimeMs)?.close ?? null),
      });
    };
    const draw = () => {
      const delta = series.takeDelta();
      if (chart.current === null || delta.kind === 'none') return;
      if (delta.kind === 'all') {
        if (first)
          chart.current.identify({ intervalMs: intervalMs(interval), priceDecimals: decimals, timeZone });
        chart.current.setBars(series.bars, first ? 'newest' : 'same');
        first = series.bars.length === 0;
        setLoad(series.bars.length === 0 ? 'empty' : 'shown');
      } else {
        chart.current.updateTail(delta.bars, series.bars);
        setLoad('shown');
      }
      showLegend();
    };
    const stopFrames = watchFrames({
      engine,
      scheduler,
      topic: 'bars',
      params: { session, instrumentId, interval, limit: HISTORY_BARS },
      periodMs: PACE_MS.chart,
      apply: (frame) => series.apply(frame),
      show: draw,
      onEnd: (error) => setLoad({ failure: [error.message, error.hint].filter(Boolean).join(' ') }),
    });
    const stopCrosshair = chart.current?.onCrosshair((openTimeMs) => {
      if (openTimeMs === pointedAtMs) return;
      pointedAtMs = openTimeMs;
      scheduler.request(showLegend);
    });
    return () => {
      stopFrames();
      stopCrosshair?.();
      scheduler.cancel(showLegend);
    };
  }, [engine, scheduler, session, instrumentId, interval, decimals, timeZone, theme]);

  const zone = zoneLabel(timeZone, shown?.bar?.openTimeMs ?? 0);

  return (
    <section className="chart-panel" aria-label={`Chart of ${instrument.symbol}`}>
      <div ref={container} className="chart-canvas" />
      {shown?.bar !== undefined && (
        <ChartLegend
          bar={shown.bar}
          previousClose={shown.previousClose}
          decimals={decimals}
          asset={instrument.asset}
        />
      )}
      <span className="chart-zone" title={`Times are shown in ${timeZone}`}>
        {zone}
      </span>
      {load === 'loading' && shown === null && (
        <div className="chart-cover">
          <EmptyState busy={true}>Loading candles of {instrument.symbol}…</EmptyState>
        </div>
      )}
      {load === 'empty' && (
        <div className="chart-cover">
          <EmptyState>
            No candle of {instrument.symbol} yet: the first one is drawn with the first trade.
          </EmptyState>
        </div>
      )}
      {typeof load === 'object' && (
        <div className="chart-cover" role="alert">
          <EmptyState>{load.failure}</EmptyState>
        </div>
      )}
    </section>
  );
}
