import { join } from 'node:path';
import type { Settings } from '../../shared/contract/values';
import type { FetchHistory } from '../engine/imports/jobs/importJobs';
import { systemClock } from '../engine/systemClock';
import { downloadHistory } from '../exchanges/history/downloadHistory';

/** Where parts of downloads are kept until they were imported. */
function downloadsFolder(dataDir: string): string {
  return join(dataDir, 'imports', 'downloads');
}

/** History of the venues, from where the settings say they are. */
export function openHistory(dataDir: string, { venueUrls }: Pick<Settings, 'venueUrls'>): FetchHistory {
  return (request, context) =>
    downloadHistory(request, {
      ...context,
      folder: downloadsFolder(dataDir),
      origins: venueUrls,
      clock: systemClock,
      random: Math.random,
    });
}
