/** What a schema objects to, in words for the user. */
import type { z } from 'zod';

/** `recording.maxAgeDays: Too small: expected number to be >=1; …`, at most three of them. */
export function describeIssues(error: z.ZodError, root = 'value'): string {
  const shown = error.issues.slice(0, 3).map((issue) => `${fieldName(issue.path, root)}: ${issue.message}`);
  const hidden = error.issues.length - shown.length;
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '');
}

/** `assets[0]`, `recording.maxAgeDays`; `root` when the value itself is meant. */
export function fieldName(path: readonly PropertyKey[], root = 'value'): string {
  if (path.length === 0) return root;
  return path
    .map((part, depth) =>
      typeof part === 'number' ? `[${part}]` : `${depth === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
