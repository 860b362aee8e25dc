import { z } from 'zod';

/** Number of bars a study looks back on. */
export function periodSchema(standard: number) {
  return z.number().int().min(2).max(1_000).default(standard);
}
