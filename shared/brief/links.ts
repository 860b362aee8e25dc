/** Where a number of a brief is seen: the session at that second, in whichever Breakwater opens the link. */

/** `breakwater://session/ID?t=2026-01-14T17:45:00.000Z` */
export function replayLink(sessionId: string, timeMs: number): string {
  return `breakwater://session/${encodeURIComponent(sessionId)}?t=${new Date(timeMs).toISOString()}`;
}
