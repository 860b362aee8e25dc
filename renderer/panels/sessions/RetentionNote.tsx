/** Says, before it happens, what the limits of size and age will delete. */
import type { SessionSummary } from '../../../shared/contract/values';
import { sessionsToDelete } from '../../../shared/session/retention';
import { plural } from '../../../shared/text/format';
import { useApp, useSettings } from '../../stores/context';

export function RetentionNote({ sessions }: { readonly sessions: readonly SessionSummary[] }) {
  const { wallMs } = useApp();
  const limits = useSettings((state) => state.settings?.recording ?? null);
  if (limits === null) return null;
  const { maxAgeDays, maxTotalGb } = limits;
  const doomed = sessionsToDelete(sessions, limits, wallMs());
  return (
    <p className="sessions-retention muted">
      Kept: {plural(maxAgeDays, 'day')} and {maxTotalGb} GB (see Settings); pinned and open sessions always.
      {doomed.length > 0 &&
        ` To be deleted when recording next starts or within the hour: ${doomed.map(({ title }) => `“${title}”`).join(', ')}.`}
    </p>
  );
}
