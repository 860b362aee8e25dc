/** What the library of sessions knows of each beside what it holds: the user's labels, and a small picture. */
import { z } from 'zod';
import { isPlainText } from '../model/plainText';

/** Longest tag, and how many a session may have. */
export const MAX_TAG = 30;
export const MAX_TAGS = 12;

const tag = z
  .string()
  .trim()
  .min(1)
  .refine((text) => isPlainText(text, MAX_TAG), `a tag is one line of up to ${MAX_TAG} characters`);

export const tagsSchema = z.array(tag).max(MAX_TAGS);

const MAX_COLUMNS = 100;
const share = z.number().min(0).max(100);

/**
 * Price and liquidations of a session's busiest instrument in a few columns, each value in hundredths of the
 * picture's height; null where it did not trade.
 */
export const thumbnailSchema = z.object({
  price: z.array(share.nullable()).max(MAX_COLUMNS),
  shorts: z.array(share).max(MAX_COLUMNS),
  longs: z.array(share).max(MAX_COLUMNS),
});

export type Thumbnail = z.output<typeof thumbnailSchema>;

/** Part of a session's summary; files from before there was such a thing have the defaults. */
export const libraryFields = {
  tags: tagsSchema.default([]),
  /** Never deleted to stay within the limits of size and age. */
  pinned: z.boolean().default(false),
  /** Stretches of time that something is missing from; null while unknown. */
  gaps: z.number().int().nullable().default(null),
  bookmarks: z.number().int().nullable().default(null),
  thumbnail: thumbnailSchema.nullable().default(null),
  compacted: z.boolean().default(false),
};

/** A folder of this machine by its whole path; whether sessions may go there, the engine says. */
export const libraryFolderSchema = z.string().trim().min(1).max(1_000);

/** Where the sessions are, and how far a move of them has come. */
export const libraryStateSchema = z.object({
  folder: z.string(),
  move: z.object({ to: z.string(), doneBytes: z.number(), totalBytes: z.number() }).nullable(),
});
export type LibraryState = z.output<typeof libraryStateSchema>;

const librarySchema = z.object(libraryFields);

export type Library = z.output<typeof librarySchema>;

/** Of a session that nothing is known of. */
export const NO_LIBRARY: Library = librarySchema.parse({});
