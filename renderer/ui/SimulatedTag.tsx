import { SIMULATED } from '../../shared/model/venue';

/** Stands beside whatever came from a simulated market. */
export function SimulatedTag() {
  return (
    <span className="simulated-tag" title="From a made-up market: nothing of it is real">
      {SIMULATED}
    </span>
  );
}
