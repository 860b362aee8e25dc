/** Prices, funding and open interest of the asset on the chart, venue by venue. */
import type { Stream } from '../../../shared/model/venue';
import { formatAge } from '../../../shared/text/format';
import { useFigures, useSession, useSettings } from '../../stores/context';
import { type InstrumentChoice, listInstruments } from '../../stores/instruments';
import { selectTimeZone } from '../../stores/settingsStore';
import { useFeedTrouble } from '../../stores/useFeedTrouble';
import { useInstrument } from '../../stores/useInstrument';
import { EmptyState } from '../../ui/EmptyState';
import { PanelNote } from '../../ui/PanelNote';
import { ScrollArea } from '../../ui/ScrollArea';
import { formatDateTime, formatDay, formatMinute, zoneLabel } from '../../ui/time';
import { MARKET_ROWS, type MarketCell } from './marketRows';
import { seriesRows } from './seriesRows';

/** The side column has room for these without scrolling: values that span columns end there. */
const SHOWN_COLUMNS = 3;
const KIND_WORDS: Readonly<Record<InstrumentChoice['kind'], string>> = { spot: 'spot', perpetual: 'perp' };
const STREAMS: readonly Stream[] = ['trades', 'ticker', 'mark', 'openInterest'];

export function MarketPanel() {
  const instrument = useInstrument();
  const description = useSession((state) => state.description);
  const figures = useFigures((state) => state.byId);
  const trouble = useFeedTrouble(STREAMS);
  if (instrument === undefined || description === null || figures === null) {
    return (
      <EmptyState busy={true}>
        Prices, funding and open interest appear with the first market data of this session.
      </EmptyState>
    );
  }
  const { asset } = instrument;
  const rank = (one: InstrumentChoice) =>
    (one.kind === 'spot' ? description.venues.length : 0) +
    description.venues.findIndex(({ id }) => id === one.venue);
  // Perpetuals fill every row: where there is no room for all, spot is what one scrolls to.
  const columns = listInstruments(description.instruments)
    .filter((one) => one.asset === asset)
    .sort((one, other) => rank(one) - rank(other));
  return (
    <ScrollArea name={`Market of ${asset}`} className="market">
      {trouble?.sentence && <PanelNote>{trouble.sentence}</PanelNote>}
      <div className="panel-body" data-stale={trouble?.isStale === true}>
        <MarketTable asset={asset} columns={columns} shownId={instrument.id} />
      </div>
    </ScrollArea>
  );
}

function MarketTable(props: {
  readonly asset: string;
  readonly columns: readonly InstrumentChoice[];
  readonly shownId: string;
}) {
  const { asset, columns, shownId } = props;
  const figures = useFigures((state) => state.byId);
  const nowMs = useFigures((state) => state.nowMs);
  const venues = useSession((state) => state.description?.venues);
  const asOf = useAsOf();
  const titleOf = (instrument: InstrumentChoice) =>
    venues?.find(({ id }) => id === instrument.venue)?.title ?? instrument.venue;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{asset}</th>
          {columns.map((instrument) => (
            <th
              key={instrument.id}
              scope="col"
              data-shown={instrument.id === shownId}
              title={`${instrument.symbol}, ${instrument.kind === 'spot' ? 'spot' : 'perpetual contract'}`}
            >
              {titleOf(instrument)} <span className="market-kind">{KIND_WORDS[instrument.kind]}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {MARKET_ROWS.map((row) => (
          <tr key={row.name}>
            <th scope="row" title={row.meaning}>
              {row.name}
            </th>
            {columns.map((instrument) => {
              const cell = row.cell(instrument, figures ?? new Map(), nowMs);
              return (
                <td
                  key={instrument.id}
                  className={cell.sign === 0 ? undefined : cell.sign > 0 ? 'up' : 'down'}
                  title={`${row.meaning}. ${asOf(titleOf(instrument), cell, nowMs)}`}
                >
                  {cell.text}
                </td>
              );
            })}
          </tr>
        ))}
        <SeriesRows asset={asset} columns={columns.length} />
      </tbody>
    </table>
  );
}

/** One value a row: it is published once, not instrument by instrument. */
function SeriesRows({ asset, columns }: { readonly asset: string; readonly columns: number }) {
  const figures = useFigures((state) => state.byId);
  const nowMs = useFigures((state) => state.nowMs);
  const venues = useSession((state) => state.description?.venues);
  const timeZone = useSettings(selectTimeZone);
  const asOf = useAsOf();
  return seriesRows(figures ?? new Map(), asset).map((row) => {
    const { figure, isOfDay } = row;
    const [venue = ''] = figure.venues;
    const title = venues?.find(({ id }) => id === venue)?.title ?? venue;
    // A day of a calendar is the same day in every time zone.
    const moment = isOfDay
      ? formatDay(figure.asOfMs, 'UTC')
      : `${formatDay(figure.asOfMs, timeZone)} ${formatMinute(figure.asOfMs, timeZone)}`;
    return (
      <tr key={figure.id}>
        <th scope="row" title={row.meaning}>
          {row.name}
        </th>
        <td
          colSpan={Math.min(columns, SHOWN_COLUMNS)}
          title={`${row.meaning}. ${asOf(title, { ...row, figure }, nowMs)}`}
        >
          <span className={row.sign === 0 ? undefined : row.sign > 0 ? 'up' : 'down'}>{row.text}</span>{' '}
          <span className="muted">{moment}</span>
        </td>
      </tr>
    );
  });
}

/** Where a figure comes from and of when it is, as a sentence. */
function useAsOf(): (venue: string, cell: MarketCell, nowMs: number | null) => string {
  const timeZone = useSettings(selectTimeZone);
  return (venue, { figure }, nowMs) => {
    if (figure === undefined) return `Not known from ${venue}.`;
    const { asOfMs, source } = figure;
    const origin = source === undefined ? '' : `, from ${source}`;
    const age = nowMs === null ? '' : `, ${formatAge(Math.max(0, nowMs - asOfMs))} ago`;
    return `${venue}, as of ${formatDateTime(asOfMs, timeZone)} ${zoneLabel(timeZone, asOfMs)}${age}${origin}.`;
  };
}
