/**
 * What a venue remembers from one run to the next in the same process, so that a change of the selection is
 * an interruption like any other: back-filled where possible, else a recorded gap.
 */
import { MarketTime } from '../../../shared/feed/marketTime';
import type { Stream } from '../../../shared/model/venue';
import type { ConsecutiveIds } from '../trades/consecutiveIds';
import type { RecentAccount } from '../trades/recentTrades';
import { LaneState } from './laneState';

export class VenueMemory {
  readonly time = new MarketTime();
  readonly consecutive = new Map<string, ConsecutiveIds>();
  readonly recent = new Map<string, RecentAccount>();
  readonly #lanes = new Map<string, LaneState>();

  /** The state of a connection; a new one when it now carries other streams. */
  lane(name: string, streams: readonly Stream[]): LaneState {
    const known = this.#lanes.get(name);
    if (known !== undefined && known.streams.length === streams.length) {
      if (streams.every((stream) => known.streams.includes(stream))) return known;
    }
    const lane = new LaneState(streams);
    this.#lanes.set(name, lane);
    return lane;
  }
}
