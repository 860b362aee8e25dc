/** What a session is written out as: one file to share, or its tables for other programs. */
import { z } from 'zod';

/** Where the browser host offers what was written, by the name of the file. */
export const EXPORT_PATH = '/exports/';

export const EXPORT_KINDS = ['file', 'csv', 'parquet'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Tables by the name users know them by; null for all that have rows. */
export const exportRequestSchema = z.strictObject({
  id: z.string().min(1).max(200),
  kind: z.enum(EXPORT_KINDS),
  table: z.string().min(1).max(40).nullable(),
});
export type ExportRequest = z.output<typeof exportRequestSchema>;

/** The export that runs, or the last one that did; there is one at a time. */
export const exportStatusSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(EXPORT_KINDS),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Tables, or the one file. */
  done: z.number().int(),
  total: z.number().int(),
  /** What is written, or why it failed. */
  detail: z.string(),
  folder: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number() })),
  /** Of the shared file; tells that two files hold the same. */
  contentHash: z.string().nullable(),
});
export type ExportStatus = z.output<typeof exportStatusSchema>;
