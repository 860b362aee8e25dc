/** On a first start: the simulated market runs, and live venues answer. Which of the two shall it be? */
import { PACE_MS } from '../market/frameScheduler';
import { useSettings } from '../stores/context';
import { useTopic } from '../stores/useTopic';
import { VenuesIcon } from '../ui/icons';

const NO_PARAMS = {};

export function FeedOffer() {
  const venues = useTopic('feedOffer', NO_PARAMS, PACE_MS.status).value?.venues ?? [];
  const patch = useSettings((state) => state.patch);
  if (venues.length === 0) return null;
  return (
    <div className="banner" data-tone="offer" role="status">
      <VenuesIcon />
      <p>
        This is a <strong>simulated</strong> market. {listed(venues)}{' '}
        {venues.length === 1 ? 'answers' : 'answer'}.
        <button type="button" className="button primary" onClick={() => void patch({ feed: 'live' })}>
          Switch to live
        </button>
        <button type="button" className="button" onClick={() => void patch({ feed: 'simulated' })}>
          Stay
        </button>
      </p>
    </div>
  );
}

/** "Binance, Bybit and Kraken" */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
