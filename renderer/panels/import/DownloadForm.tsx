/** History from a venue: which market, which days, and what of it. */
import { type FormEvent, useId, useState } from 'react';
import { HISTORY_KINDS, type HistoryKind } from '../../../shared/contract/imports';
import { DAY_MS } from '../../../shared/model/time';
import { useApp, useImports } from '../../stores/context';
import { HISTORY_TITLES } from './importWords';

const VENUES = [
  ['binanceusdm', 'Binance USD-M'],
  ['binance', 'Binance spot'],
  ['bybit', 'Bybit linear'],
] as const;
const MOST_DAYS = 31;

export function DownloadForm() {
  const id = useId();
  const { wallMs } = useApp();
  const download = useImports((state) => state.download);
  const yesterday = dayText(wallMs() - DAY_MS);
  const [venue, setVenue] = useState<string>(VENUES[0][0]);
  const [asset, setAsset] = useState('BTC');
  const [from, setFrom] = useState(yesterday);
  const [to, setTo] = useState(yesterday);
  const [kinds, setKinds] = useState<readonly HistoryKind[]>(['candles', 'openInterest', 'funding']);
  const fromMs = Date.parse(`${from}T00:00:00Z`);
  const toMs = Date.parse(`${to}T00:00:00Z`) + DAY_MS;
  const problem = problemOf(asset, fromMs, toMs, kinds, wallMs());
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null) void download({ venue, asset, kinds: [...kinds], fromMs, toMs });
  };
  return (
    <form className="import-download" onSubmit={onSubmit}>
      <div className="import-fields">
        <div className="import-field">
          <label htmlFor={`${id}-venue`}>Venue</label>
          <select
            id={`${id}-venue`}
            className="select"
            value={venue}
            onChange={(event) => setVenue(event.currentTarget.value)}
          >
            {VENUES.map(([value, title]) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <div className="import-field">
          <label htmlFor={`${id}-asset`}>Asset</label>
          <input
            id={`${id}-asset`}
            className="text-input"
            value={asset}
            maxLength={20}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setAsset(event.currentTarget.value.trim().toUpperCase())}
          />
        </div>
        <div className="import-field">
          <label htmlFor={`${id}-from`}>First day (UTC)</label>
          <input
            id={`${id}-from`}
            type="date"
            className="text-input"
            value={from}
            max={dayText(wallMs())}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
        </div>
        <div className="import-field">
          <label htmlFor={`${id}-to`}>Last day (UTC)</label>
          <input
            id={`${id}-to`}
            type="date"
            className="text-input"
            value={to}
            max={dayText(wallMs())}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </div>
      </div>
      <fieldset className="import-kinds">
        <legend>What</legend>
        {HISTORY_KINDS.filter((kind) => kind !== 'liquidations').map((kind) => (
          <label key={kind} className="check">
            <input
              type="checkbox"
              checked={kinds.includes(kind)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setKinds(HISTORY_KINDS.filter((one) => (one === kind ? on : kinds.includes(one))));
              }}
            />
            {HISTORY_TITLES[kind]}
          </label>
        ))}
      </fieldset>
      <p className="muted">
        Past liquidations are not published by these venues: they are only in what was recorded. The session
        says so. A day of trades of a large market can be several hundred megabytes.
      </p>
      <div className="import-start">
        <button type="submit" className="button primary" disabled={problem !== null}>
          Download
        </button>
        <p role="status" className="muted">
          {problem ?? 'It can be cancelled; asked for again, it goes on where it was.'}
        </p>
      </div>
    </form>
  );
}

function problemOf(
  asset: string,
  fromMs: number,
  toMs: number,
  kinds: readonly HistoryKind[],
  nowMs: number,
): string | null {
  if (!/^[A-Z0-9]{1,20}$/.test(asset)) return 'An asset is letters and digits, e.g. BTC.';
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'Choose the first and the last day.';
  if (fromMs >= toMs) return 'The last day is before the first one.';
  if (fromMs > nowMs) return 'The first day is still to come.';
  if (toMs - fromMs > MOST_DAYS * DAY_MS) return `At most ${MOST_DAYS} days at once.`;
  return kinds.length === 0 ? 'Choose what to download.' : null;
}

function dayText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
