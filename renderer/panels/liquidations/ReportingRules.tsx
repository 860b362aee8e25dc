/** Which venue publishes every liquidation, which a sample, which none: what the sums above rest on. */
import type { VenueInfo } from '../../../shared/model/venue';
import { useSession } from '../../stores/context';
import { LIQUIDATION_RULES } from '../../ui/liquidationRules';

const ORDER = { full: 0, sampled: 1, none: 2 } as const;

export function ReportingRules() {
  const venues = useSession((state) => state.description?.venues);
  if (venues === undefined || venues.length === 0) return null;
  const rank = (venue: Pick<VenueInfo, 'liquidationReporting'>) =>
    ORDER[LIQUIDATION_RULES[venue.liquidationReporting].word];
  return (
    <ul className="liquidations-rules" aria-label="What each venue reports">
      {[...venues]
        .sort((one, other) => rank(one) - rank(other))
        .map(({ id, title, liquidationReporting }) => {
          const { word, meaning } = LIQUIDATION_RULES[liquidationReporting];
          return (
            <li key={id} className="badge" data-rule={liquidationReporting} title={`${title}: ${meaning}`}>
              {title} <span className="muted">{word}</span>
            </li>
          );
        })}
    </ul>
  );
}
