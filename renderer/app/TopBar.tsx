/** One glance: prices, whether the data is live, and whether it is being recorded. */
import { useEffect, useState } from 'react';
import type { Sparks } from '../../shared/contract/values';
import type { Figure } from '../../shared/model/figure';
import { SIMULATED } from '../../shared/model/venue';
import { formatBytes, formatDuration, formatPrice, formatSignedPercent } from '../../shared/text/format';
import { chordLabels } from '../actions/chord';
import { keysOf } from '../actions/keymap';
import { IS_MAC } from '../actions/platform';
import { PACE_MS } from '../market/frameScheduler';
import {
  useActions,
  useApp,
  useConnection,
  useFigures,
  useSession,
  useSettings,
  useUi,
} from '../stores/context';
import { feedWord, venuesWord } from '../stores/feedWord';
import { figureIds } from '../stores/figureIds';
import { chooseInstrument, displayDecimals, type InstrumentChoice } from '../stores/instruments';
import { selectOwnKeys, selectTimeZone } from '../stores/settingsStore';
import { useAssets } from '../stores/useAssets';
import { useTopic } from '../stores/useTopic';
import { Mark, RecordIcon, SearchIcon, StopIcon } from '../ui/icons';
import { Chord } from '../ui/Keys';
import { formatLag } from '../ui/lag';
import { SimulatedTag } from '../ui/SimulatedTag';
import { Sparkline } from '../ui/Sparkline';
import { formatClock, formatDateTime, zoneLabel } from '../ui/time';
import './topBar.css';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1 className="top-mark">
        <Mark /> <span>Breakwater</span>
      </h1>
      <TickerStrip />
      <span className="spacer" />
      <FeedPill />
      <VenuesPill />
      <RecorderPill />
      <ClockPill />
      <SearchPill />
    </header>
  );
}

function TickerStrip() {
  const quotes = useQuotes();
  const figures = useFigures((state) => state.byId);
  const session = useSession((state) => state.session);
  const instrumentIds = quotes.map(({ instrument }) => instrument.id);
  const sparks = useTopic(
    'sparks',
    instrumentIds.length === 0 ? null : { session, instrumentIds },
    SPARKS_EVERY_MS,
  );
  if (quotes.length === 0) return null;
  return (
    <ul className="ticker" aria-label="Prices">
      {quotes.map(({ asset, instrument }) => (
        <Ticker
          key={asset}
          asset={asset}
          instrument={instrument}
          price={figures?.get(figureIds.price(instrument.id))}
          change={figures?.get(figureIds.change24h(instrument.id))}
          spark={sparks.value?.lines.find((line) => line.instrumentId === instrument.id)}
        />
      ))}
    </ul>
  );
}

/** A line two pixels wide a quarter of an hour need not be fresher. */
const SPARKS_EVERY_MS = 10 * PACE_MS.status;

interface Quote {
  readonly asset: string;
  readonly instrument: InstrumentChoice;
}

/** Each asset with the instrument it is quoted by: perpetuals first, those that have a price before all. */
function useQuotes(): readonly Quote[] {
  const instruments = useSession((state) => state.description?.instruments);
  const figures = useFigures((state) => state.byId);
  const assets = useAssets();
  return assets.flatMap((asset) => {
    const instrument = quotedInstrument(instruments ?? [], asset, figures);
    return instrument === undefined ? [] : [{ asset, instrument }];
  });
}

function quotedInstrument(
  instruments: readonly InstrumentChoice[],
  asset: string,
  figures: ReadonlyMap<string, Figure> | null,
): InstrumentChoice | undefined {
  const own = instruments.filter((instrument) => instrument.asset === asset);
  const priced = own.filter(
    (instrument) => (figures?.get(figureIds.price(instrument.id))?.value ?? null) !== null,
  );
  return chooseInstrument(priced.length > 0 ? priced : own, null);
}

function Ticker(props: {
  readonly asset: string;
  readonly instrument: InstrumentChoice;
  readonly price: Figure | undefined;
  readonly change: Figure | undefined;
  readonly spark: Sparks['lines'][number] | undefined;
}) {
  const { asset, instrument, price, change, spark } = props;
  const percent = change?.value ?? null;
  const timeZone = useSettings(selectTimeZone);
  const venues = useSession((state) => state.description?.venues);
  const venue = venues?.find(({ id }) => id === instrument.venue)?.title ?? instrument.venue;
  const origin = price?.source === undefined ? '' : `, from ${price.source}`;
  const asOf = price === undefined ? '' : `, as of ${formatDateTime(price.asOfMs, timeZone)}${origin}`;
  const tone = percent === null || percent === 0 ? 'muted' : percent > 0 ? 'up' : 'down';
  const arrow = tone === 'muted' ? '' : tone === 'up' ? '▲ ' : '▼ ';
  return (
    <li title={`${instrument.symbol} on ${venue}${asOf}; change and line over 24 hours`}>
      <b>{asset}</b>
      <span>{formatPrice(price?.value, displayDecimals(instrument))}</span>
      {percent !== null && (
        <span className={tone}>
          <i className="ticker-arrow">{arrow}</i>
          {formatSignedPercent(percent)}
        </span>
      )}
      {spark?.closes.some((close) => close !== null) && <Sparkline closes={spark.closes} tone={tone} />}
    </li>
  );
}

/** LIVE, SIMULATED, REPLAY, CONNECTING or OFFLINE: the word nobody may have to look for. */
function FeedPill() {
  const connection = useConnection((state) => state.status);
  const transport = useSession((state) => state.transport);
  const health = useSession((state) => state.health);
  const feed = feedWord(connection, transport, health);
  const isReplay = feed.word === 'REPLAY';
  return (
    <span className="pill feed-pill" title={feed.meaning} data-word={feed.word}>
      <i className="dot" data-tone={feed.tone} />
      <strong>{feed.word}</strong>
      {feed.simulated && feed.word !== SIMULATED && <SimulatedTag />}
      {isReplay && feed.detail !== '' && <span className="muted">{feed.detail}</span>}
    </span>
  );
}

/** How many venues deliver, and how late; leads to the panel that tells more. */
function VenuesPill() {
  const health = useSession((state) => state.health);
  const isLive = useSession((state) => state.transport?.kind === 'live');
  const nowMs = useFigures((state) => state.nowMs);
  const timeZone = useSettings(selectTimeZone);
  const connected = useConnection((state) => state.status.state === 'ready');
  const dock = useUi((state) => state.dock);
  if (health === null || health.venues.length === 0 || !isLive || !connected) return null;
  const { text, lagMs, tone, meaning } = venuesWord(health);
  const lag = lagMs === null ? '' : ` · ${formatLag(lagMs, nowMs, timeZone)}`;
  return (
    <button
      type="button"
      className="pill"
      title={`${meaning} Show the venues.`}
      onClick={() => dock?.show('venues')}
    >
      <i className="dot" data-tone={tone} />
      <span>
        {text}
        <span className="venues-lag">{lag}</span>
      </span>
    </button>
  );
}

function RecorderPill() {
  const recorder = useSession((state) => state.recorder);
  const toggle = useSession((state) => state.toggleRecording);
  const connected = useConnection((state) => state.status.state === 'ready');
  const nowMs = useWallClock();
  // Without the engine nobody knows whether it still records.
  if (recorder === null || !connected) return null;
  const isRecording = recorder.state === 'recording';
  const name = isRecording ? 'Stop recording' : 'Start recording';
  const runningMs = recorder.startedAtMs === null ? null : nowMs - recorder.startedAtMs;
  return (
    <span className="pill record-pill" title={isRecording ? 'The running feed is recorded' : recorder.reason}>
      <i className="dot" data-tone={isRecording ? 'record' : recorder.state === 'failed' ? 'bad' : 'none'} />
      {isRecording ? (
        <span>
          REC {formatDuration(runningMs)} · {formatBytes(recorder.bytes)}
        </span>
      ) : (
        <span>{recorder.state === 'failed' ? 'RECORDING FAILED' : 'NOT RECORDING'}</span>
      )}
      <button type="button" aria-label={name} title={name} onClick={() => void toggle()}>
        {isRecording ? <StopIcon /> : <RecordIcon />}
      </button>
    </span>
  );
}

/** The market's time where it is not that of the machine; leads to the choice of the zone. */
function ClockPill() {
  const { ui } = useApp();
  const timeZone = useSettings(selectTimeZone);
  const isReplay = useSession((state) => state.transport?.kind === 'replay');
  const marketMs = useSession(({ transport }) =>
    transport !== null && transport.nowMs !== null && (transport.kind === 'replay' || transport.simulated)
      ? Math.floor(transport.nowMs / 1000) * 1000
      : null,
  );
  const wallMs = useWallClock();
  const shownMs = marketMs ?? wallMs;
  const chooseZone = () => {
    ui.setState({ settingsQuery: 'time zone' });
    ui.getState().dock?.show('settings');
  };
  const whose =
    marketMs === null
      ? 'Time of this machine'
      : `Time of the market in this ${isReplay ? 'replay' : 'simulation'}`;
  return (
    <button
      type="button"
      className="pill"
      title={`${whose}: ${formatDateTime(shownMs, timeZone)}, ${timeZone}. Choose another time zone.`}
      onClick={chooseZone}
    >
      <time>
        <span className="muted">{zoneLabel(timeZone, shownMs)}</span> {formatClock(shownMs, timeZone)}
      </time>
    </button>
  );
}

function SearchPill() {
  const { actions } = useApp();
  const own = useSettings(selectOwnKeys);
  const action = useActions((state) => state.actions.find(({ id }) => id === 'palette.open'));
  if (action === undefined) return null;
  const chord = keysOf(action, own)[0];
  return (
    <button type="button" className="pill search-pill" onClick={() => actions.getState().run('palette.open')}>
      <SearchIcon />
      <span>Search</span>
      {chord !== undefined && <Chord labels={chordLabels(chord, IS_MAC)} />}
    </button>
  );
}

/** Wall clock, told once a second at the turn of the second. */
function useWallClock(): number {
  const { wallMs } = useApp();
  const [nowMs, setNowMs] = useState(wallMs);
  useEffect(() => {
    const timer = window.setTimeout(() => setNowMs(wallMs()), 1000 - (wallMs() % 1000));
    return () => window.clearTimeout(timer);
  });
  return nowMs;
}
