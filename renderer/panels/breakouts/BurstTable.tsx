/** Bursts of liquidations: when, how much, and how much leverage left the market with them. */
import type { Burst } from '../../../shared/model/structure';
import { formatPrice, formatShare, formatUsd } from '../../../shared/text/format';
import { useSession } from '../../stores/context';
import { burstMove, burstOpenInterest, burstSum } from './breakoutWords';
import { Moment } from './Moment';

const COLUMNS = 7;

export function BurstTable({
  bursts,
  decimals,
}: {
  readonly bursts: readonly Burst[];
  readonly decimals: number;
}) {
  const newestFirst = [...bursts].sort((one, other) => other.fromMs - one.fromMs);
  return (
    <table>
      <caption>Bursts of liquidations</caption>
      <thead>
        <tr>
          <th scope="col">Burst</th>
          <th scope="col">Start – end</th>
          <th scope="col" title="1 … 4">
            Severity
          </th>
          <th scope="col" title="Liquidated of that side, as reported">
            Sum
          </th>
          <th scope="col">Price</th>
          <th scope="col" title="Before → after, in coins">
            Open interest
          </th>
          <th scope="col" title="Share of taker volume that was forced">
            Forced
          </th>
        </tr>
      </thead>
      <tbody>
        {newestFirst.map((burst) => (
          <BurstRow key={burst.id} burst={burst} decimals={decimals} />
        ))}
        {bursts.length === 0 && (
          <tr>
            <td colSpan={COLUMNS} className="breakouts-words muted">
              None since the session began.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function BurstRow({ burst, decimals }: { readonly burst: Burst; readonly decimals: number }) {
  const venues = useSession((state) => state.description?.venues);
  const isShort = burst.positionSide === 'short';
  const names = burst.venues.map((id) => venues?.find((venue) => venue.id === id)?.title ?? id).join(', ');
  const other = `${isShort ? 'longs' : 'shorts'} ${formatUsd(burst.otherSideUsd)}`;
  return (
    <tr>
      <th scope="row" className={isShort ? 'shorts' : 'longs'} title={`Peak ${burst.peakZ.toFixed(1)}σ`}>
        {isShort ? '▲ SHORT SQUEEZE' : '▼ LONG CASCADE'}
      </th>
      <td>
        <Moment timeMs={burst.fromMs} /> –{' '}
        {burst.toMs === null ? <span className="muted">runs</span> : <Moment timeMs={burst.toMs} />}
      </td>
      <td>{burst.severity}</td>
      <td title={`${names}. Of the other side: ${other}.`}>{burstSum(burst)}</td>
      <td title={`${formatPrice(burst.fromPrice, decimals)} → ${formatPrice(burst.toPrice, decimals)}`}>
        {burstMove(burst)}
      </td>
      <td>{burstOpenInterest(burst)}</td>
      <td title={`Of the move its flow explains ${formatShare(burst.explainedShare)}`}>
        {formatShare(burst.forcedShare)}
      </td>
    </tr>
  );
}
