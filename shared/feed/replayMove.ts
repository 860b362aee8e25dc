import type { Result } from '../model/result';
import type { MoveTarget } from './replayTargets';

/** A seek or a step of a replay that is still to be made. */
export interface Move {
  /** Seeks tell the listeners before they begin; steps are mostly over before anyone could look. */
  readonly isSeek: boolean;
  /** Null when there is nowhere to go. */
  target(): Promise<MoveTarget | null>;
  readonly nowhere: string;
  done(result: Result<void>): void;
}
