import type { Settings } from '../../shared/contract/values';
import { fail } from '../../shared/model/result';
import type { FetchHistory } from '../engine/imports/jobs/importJobs';

/** History of the venues, from where the settings say they are. */
export function openHistory(_settings: Settings): FetchHistory {
  return async ({ venue }) => fail('not-supported', `Nothing can be downloaded from ${venue} yet.`);
}
