/** How each venue and each of its streams is doing, and how much it tells of its liquidations. */
import type { Health } from '../../../shared/contract/values';
import type { Stream } from '../../../shared/model/venue';
import { formatAge, plural, UNKNOWN } from '../../../shared/text/format';
import { useConnection, useSession, useSettings, useUi } from '../../stores/context';
import { toneOfState } from '../../stores/feedWord';
import { selectTimeZone } from '../../stores/settingsStore';
import { EmptyState } from '../../ui/EmptyState';
import { formatLag } from '../../ui/lag';
import { LIQUIDATION_RULES } from '../../ui/liquidationRules';
import { ScrollArea } from '../../ui/ScrollArea';

type VenueHealth = Health['venues'][number];
type StreamHealth = VenueHealth['streams'][number];

/** On a live market an older newest trade is a warning. */
const OLD_EVENT_MS = 10_000;

const STREAM_NAMES: Readonly<Record<Stream, string>> = {
  trades: 'Trades',
  candles: 'Candles',
  ticker: 'Ticker',
  mark: 'Mark price and funding',
  openInterest: 'Open interest',
  liquidations: 'Liquidations',
  book: 'Order book',
  series: 'Published series',
};

export function VenuesPanel() {
  const health = useSession((state) => state.health);
  const dock = useUi((state) => state.dock);
  const connected = useConnection((state) => state.status.state === 'ready');
  const isReplay = useSession((state) => state.transport?.kind === 'replay');
  if (health === null) {
    return (
      <EmptyState busy={true}>Venues appear as soon as the engine has told which it listens to.</EmptyState>
    );
  }
  if (health.venues.length === 0) {
    return (
      <EmptyState action={{ label: 'Open the settings', run: () => dock?.show('settings') }}>
        No venue is chosen: choose in the settings which to listen to.
      </EmptyState>
    );
  }
  return (
    <ScrollArea name="Health of the venues" className="venues">
      {connected && isReplay && (
        <p className="panel-hint">As recorded, at the moment of the replay. Ages and delays were not kept.</p>
      )}
      <div className="panel-body" data-stale={!connected}>
        {health.venues.map((venue) => (
          <VenueCard key={venue.id} venue={venue} />
        ))}
      </div>
    </ScrollArea>
  );
}

function VenueCard({ venue }: { readonly venue: VenueHealth }) {
  const info = useSession((state) => state.description?.venues.find(({ id }) => id === venue.id));
  const nowMs = useSession((state) => state.transport?.nowMs ?? null);
  const timeZone = useSettings(selectTimeZone);
  const rule = info === undefined ? undefined : LIQUIDATION_RULES[info.liquidationReporting];
  const facts = [
    venue.lastEventAgeMs === null ? '' : `heard ${formatAge(venue.lastEventAgeMs)} ago`,
    venue.lagMs === null ? '' : formatLag(venue.lagMs, nowMs, timeZone),
    venue.gaps > 0 ? plural(venue.gaps, 'gap') : '',
    venue.refused ? `${venue.refused.toLocaleString('en')} refused: impossible time` : '',
  ].filter((fact) => fact !== '');
  return (
    <section aria-label={venue.title}>
      <header>
        <i className="dot" data-tone={toneOfState(venue.state)} />
        <h2>{venue.title}</h2>
        <span className="venue-state">{venue.state}</span>
        <span className="spacer" />
        {rule !== undefined && (
          <span className="badge" title={rule.meaning} data-rule={info?.liquidationReporting}>
            {rule.badge}
          </span>
        )}
      </header>
      {venue.reason !== '' && <p className="venue-reason">{venue.reason}</p>}
      {facts.length > 0 && (
        <p
          className="venue-facts"
          title="Age of the newest event by this machine's clock; receipt minus exchange time, median of the last minute"
        >
          {facts.join(' · ')}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Stream</th>
            <th scope="col">State</th>
            <th scope="col" title="Age of its newest event">
              Newest
            </th>
            <th scope="col" title="Unfilled gaps since midnight UTC">
              Gaps today
            </th>
          </tr>
        </thead>
        <tbody>
          {venue.streams.map((stream) => (
            <StreamRow key={stream.stream} stream={stream} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StreamRow({ stream }: { readonly stream: StreamHealth }) {
  const { lastEventAgeMs, gapsToday, state, reason } = stream;
  const isOld = stream.stream === 'trades' && lastEventAgeMs !== null && lastEventAgeMs > OLD_EVENT_MS;
  return (
    <>
      <tr>
        <th scope="row">{STREAM_NAMES[stream.stream]}</th>
        <td>
          <i className="dot" data-tone={toneOfState(state)} /> {state}
        </td>
        <td className={isOld ? 'warned' : undefined}>{formatAge(lastEventAgeMs)}</td>
        <td className={gapsToday !== null && gapsToday > 0 ? 'warned' : undefined}>{gapsToday ?? UNKNOWN}</td>
      </tr>
      {reason !== '' && (
        <tr>
          <td className="stream-reason" colSpan={4}>
            {reason}
          </td>
        </tr>
      )}
    </>
  );
}
