/** One line that always tells: what is shown, how each venue is, what is missing, which keys work. */
import type { Health } from '../../../shared/contract/values';
import { SIMULATED } from '../../../shared/model/venue';
import { formatAge, plural } from '../../../shared/text/format';
import { useConnection, useSession, useSettings } from '../../stores/context';
import { feedWord, toneOfState } from '../../stores/feedWord';
import { selectTimeZone } from '../../stores/settingsStore';
import { formatLag } from '../../ui/lag';
import { SimulatedTag } from '../../ui/SimulatedTag';
import './status.css';

/** On a live market an older newest event is a warning. */
const OLD_EVENT_MS = 10_000;

export function StatusLine({
  keys,
}: {
  readonly keys: readonly { readonly key: string; readonly label: string }[];
}) {
  const connection = useConnection((state) => state.status);
  const transport = useSession((state) => state.transport);
  const health = useSession((state) => state.health);
  const feed = feedWord(connection, transport, health);
  const gaps = transport?.gaps.length ?? null;
  return (
    <footer className="status">
      <span className="status-feed" title={feed.meaning} role="status">
        <i className="dot" data-tone={feed.tone} />
        {feed.word}
        {feed.simulated && feed.word !== SIMULATED && <SimulatedTag />}
        {feed.detail !== '' && <span className="status-detail">{feed.detail}</span>}
      </span>
      {connection.state === 'ready' &&
        health?.venues.map((venue) => (
          <VenueHealth key={venue.id} venue={venue} marketTimeMs={transport?.nowMs ?? null} />
        ))}
      {gaps !== null && (
        <span className={gaps > 0 ? 'status-warn' : undefined} title="Spans of this session without data">
          {plural(gaps, 'gap')}
        </span>
      )}
      <span className="spacer" />
      {keys.map(({ key, label }) => (
        <span key={key} className="status-key">
          <kbd>{key}</kbd> {label}
        </span>
      ))}
    </footer>
  );
}

function VenueHealth(props: {
  readonly venue: Health['venues'][number];
  /** Newest exchange time of the market; null before the first. */
  readonly marketTimeMs: number | null;
}) {
  const { venue } = props;
  const timeZone = useSettings(selectTimeZone);
  const stale = venue.streams.filter((stream) => stream.state === 'stale' || stream.state === 'down');
  const trouble = [
    venue.reason,
    ...stale.map(
      (stream) =>
        `${words(stream.stream)} ${stream.state}${stream.reason === '' ? '' : `: ${stream.reason}`}`,
    ),
  ].filter((part) => part !== '');
  const gaps = venue.gaps > 0 ? [plural(venue.gaps, 'gap')] : [];
  const old = venue.lastEventAgeMs !== null && venue.lastEventAgeMs > OLD_EVENT_MS;
  return (
    <span className="status-venue" title={[...trouble, ...gaps].join(' · ') || 'Every stream delivers'}>
      <i className="dot" data-tone={toneOfState(venue.state)} />
      {venue.title} {venue.state}
      {trouble.length > 0 && <span className="status-trouble">{trouble.join(' · ')}</span>}
      {venue.lastEventAgeMs !== null && (
        <span className={old ? 'status-warn' : undefined} title="Age of the newest event">
          {formatAge(venue.lastEventAgeMs)}
        </span>
      )}
      {venue.lagMs !== null && (
        <span title="Receipt minus exchange time">
          {formatLag(venue.lagMs, props.marketTimeMs, timeZone)}
        </span>
      )}
    </span>
  );
}

/** "openInterest" as "open interest". */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
