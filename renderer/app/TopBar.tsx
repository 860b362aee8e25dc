/** One glance: prices, whether the data is live, and whether it is being recorded. */
import { useEffect, useState } from 'react';
import type { Figure } from '../../shared/model/figure';
import { useApp, useConnection, useFigures, useSession, useSettings } from '../stores/context';
import { feedWord } from '../stores/feedWord';
import { figureIds } from '../stores/figureIds';
import { chooseInstrument, displayDecimals, type InstrumentChoice } from '../stores/instruments';
import { selectTimeZone } from '../stores/settingsStore';
import { useAssets } from '../stores/useAssets';
import { formatBytes, formatDuration, formatPrice, formatSignedPercent } from '../ui/format';
import { Mark } from '../ui/icons';
import { formatLag } from '../ui/lag';
import { formatClock, formatDateTime, zoneLabel } from '../ui/time';

export function TopBar() {
  return (
    <header className="top-bar">
      <h1 className="top-mark">
        <Mark /> Breakwater
      </h1>
      <TickerStrip />
      <span className="spacer" />
      <FeedPill />
      <RecorderPill />
      <ClockPill />
    </header>
  );
}

function TickerStrip() {
  const figures = useFigures((state) => state.byId);
  const instruments = useSession((state) => state.description?.instruments);
  const assets = useAssets();
  if (instruments === undefined) return null;
  return (
    <ul className="ticker" aria-label="Prices">
      {assets.map((asset) => {
        const instrument = quotedInstrument(instruments, asset, figures);
        return instrument === undefined ? null : (
          <Ticker
            key={asset}
            asset={asset}
            instrument={instrument}
            price={figures?.get(figureIds.price(instrument.id))}
            change={figures?.get(figureIds.change24h(instrument.id))}
          />
        );
      })}
    </ul>
  );
}

/** The asset's first instrument, perpetuals first, that has a price. */
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
}) {
  const { asset, instrument, price, change } = props;
  const percent = change?.value ?? null;
  const timeZone = useSettings(selectTimeZone);
  const asOf = price === undefined ? '' : `, as of ${formatDateTime(price.asOfMs, timeZone)}`;
  const tone = percent === null || percent === 0 ? 'muted' : percent > 0 ? 'up' : 'down';
  return (
    <li title={`${instrument.symbol} on ${instrument.venue}${asOf}; change over 24 hours`}>
      <b>{asset}</b>
      <span>{formatPrice(price?.value, displayDecimals(instrument))}</span>
      <span className={tone}>{formatSignedPercent(percent)}</span>
    </li>
  );
}

function FeedPill() {
  const connection = useConnection((state) => state.status);
  const transport = useSession((state) => state.transport);
  const health = useSession((state) => state.health);
  const timeZone = useSettings(selectTimeZone);
  const feed = feedWord(connection, transport, health);
  const lags = health?.venues.flatMap((venue) => (venue.lagMs === null ? [] : [venue.lagMs])) ?? [];
  const parts = [feed.word, feed.detail];
  if (feed.word === 'LIVE' && lags.length > 0) {
    parts.push(formatLag(Math.max(...lags), transport?.nowMs ?? null, timeZone));
  }
  return (
    <span className="pill" title={feed.meaning} data-word={feed.word}>
      <i className="dot" data-tone={feed.tone} />
      {parts.filter((part) => part !== '').join(' · ')}
    </span>
  );
}

function RecorderPill() {
  const recorder = useSession((state) => state.recorder);
  const connected = useConnection((state) => state.status.state === 'ready');
  const nowMs = useWallClock();
  // Without the engine nobody knows whether it still records.
  if (recorder === null || !connected) return null;
  if (recorder.state !== 'recording') {
    return (
      <span className="pill muted" title={recorder.reason}>
        <i className="dot" data-tone={recorder.state === 'failed' ? 'bad' : 'none'} />
        {recorder.state === 'failed' ? 'RECORDING FAILED' : 'NOT RECORDING'}
      </span>
    );
  }
  const runningMs = recorder.startedAtMs === null ? null : nowMs - recorder.startedAtMs;
  return (
    <span className="pill" title="This session is being recorded">
      <i className="dot" data-tone="record" />
      REC {formatDuration(runningMs)} · {formatBytes(recorder.bytes)}
    </span>
  );
}

/** Market time in replay, the machine's in live. */
function ClockPill() {
  const timeZone = useSettings(selectTimeZone);
  const replayMs = useSession((state) =>
    state.transport?.kind === 'replay' ? Math.floor((state.transport.nowMs ?? 0) / 1000) * 1000 : null,
  );
  const wallMs = useWallClock();
  const shownMs = replayMs ?? wallMs;
  return (
    <time className="pill muted" title={`${formatDateTime(shownMs, timeZone)}, ${timeZone}`}>
      {zoneLabel(timeZone, shownMs)} {formatClock(shownMs, timeZone)}
    </time>
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
