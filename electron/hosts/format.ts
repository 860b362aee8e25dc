/** Texts of the command line. */

/** "2026-01-14 17:45:00.123Z" */
export function formatUtc(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ');
}

/** "47 d 3 h", "6 min 12 s", "0.350 s" */
export function formatSpan(spanMs: number): string {
  const parts: readonly [number, string][] = [
    [Math.floor(spanMs / 86_400_000), 'd'],
    [Math.floor(spanMs / 3_600_000) % 24, 'h'],
    [Math.floor(spanMs / 60_000) % 60, 'min'],
    [Math.floor(spanMs / 1000) % 60, 's'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return `${(spanMs / 1000).toFixed(3)} s`;
  return parts
    .slice(first, first + 2)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** "212.4 MB" */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
