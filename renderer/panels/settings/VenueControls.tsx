/** Which venues to listen to, and where each is reached. */
import { useEffect, useState } from 'react';
import type { CallResult } from '../../../shared/contract/api';
import { useApp, useConnection, useSettings } from '../../stores/context';
import { parseVenueUrl } from './settingFields';
import { TextControl } from './TextControl';
import { usePatch } from './usePatch';

type Venues = CallResult<'listVenues'>;

export function VenueControls() {
  const settings = useSettings((state) => state.settings);
  const patch = usePatch();
  const venues = useVenues();
  if (settings === null || venues === null) return <span className="muted">Loading the list of venues…</span>;
  const choose = (id: string, on: boolean) => {
    // In the order they are listed, whatever the order they were chosen in.
    const chosen = venues.filter((venue) => (venue.id === id ? on : settings.venues.includes(venue.id)));
    patch({ venues: chosen.map((venue) => venue.id) });
  };
  return (
    <ul className="setting-venues">
      {venues.map(({ id, title }) => (
        <li key={id}>
          <label className="setting-switch">
            <input
              type="checkbox"
              checked={settings.venues.includes(id)}
              onChange={(event) => choose(id, event.currentTarget.checked)}
            />
            {title}
          </label>
          <TextControl
            name={`Another address for ${title}`}
            placeholder="Its own address"
            inputMode="url"
            value={settings.venueUrls[id] ?? ''}
            parse={(text) => parseVenueUrl(text, id, settings)}
          />
        </li>
      ))}
    </ul>
  );
}

/** Null until the engine has told. */
function useVenues(): Venues | null {
  const { engine } = useApp();
  const connected = useConnection((state) => state.status.state === 'ready');
  const [venues, setVenues] = useState<Venues | null>(null);
  useEffect(() => {
    if (!connected) return;
    let ended = false;
    void engine.call('listVenues', {}).then((answer) => {
      if (answer.ok && !ended) setVenues(answer.value);
    });
    return () => {
      ended = true;
    };
  }, [engine, connected]);
  return venues;
}
