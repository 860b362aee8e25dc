/** Which saved sessions have to go so that recording stays within its budget. */
import type { SessionSummary } from '../contract/values';
import { DAY_MS } from '../model/time';

export interface RetentionBudget {
  readonly maxTotalGb: number;
  readonly maxAgeDays: number;
}

export const BYTES_PER_GB = 1e9;

/**
 * Whole sessions, oldest first. What is being recorded, and what is damaged and may hold the only copy of
 * something, is never among them, nor is what the user has pinned, though their bytes count.
 */
export function sessionsToDelete(
  sessions: readonly SessionSummary[],
  budget: RetentionBudget,
  nowMs: number,
): readonly SessionSummary[] {
  let bytes = sessions.reduce((sum, session) => sum + session.bytes, 0);
  const doomed: SessionSummary[] = [];
  for (const session of [...sessions].sort((a, b) => a.startedAtMs - b.startedAtMs)) {
    if (session.pinned || (session.state !== 'closed' && session.state !== 'recovered')) continue;
    const tooOld = nowMs - session.startedAtMs > budget.maxAgeDays * DAY_MS;
    if (!tooOld && bytes <= budget.maxTotalGb * BYTES_PER_GB) continue;
    doomed.push(session);
    bytes -= session.bytes;
  }
  return doomed;
}
