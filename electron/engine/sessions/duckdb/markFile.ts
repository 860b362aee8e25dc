/** Bookmarks beside a session file, for as long as they cannot be written into it. */
import { readFile, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { type BookmarkRow, bookmarkRowSchema } from '../../../../shared/contract/bookmarks';
import { fail, ok, type Result } from '../../../../shared/model/result';
import { writeFileAtomically } from '../../settings/atomicFile';
import { fileError } from './openErrors';

const MOST_BYTES = 64 * 1024 * 1024;

const fileSchema = z.object({ rows: z.array(bookmarkRowSchema) });

/** Begins with the name of the session file, so that it is renamed, moved and deleted with it. */
export function markFileOf(path: string): string {
  return `${path}.bookmarks.json`;
}

/** Nothing when there is no such file. One that is not ours is refused and left as it is. */
export async function readMarkFile(path: string): Promise<Result<readonly BookmarkRow[]>> {
  const file = markFileOf(path);
  try {
    if ((await stat(file)).size > MOST_BYTES) return unreadable(file);
    const parsed = fileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? ok(parsed.data.rows) : unreadable(file);
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable(file);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok([]);
    return { ok: false, error: fileError(file, error) };
  }
}

/** All or nothing, also in a power cut. */
export async function addToMarkFile(path: string, row: BookmarkRow): Promise<Result<void>> {
  const rows = await readMarkFile(path);
  if (!rows.ok) return rows;
  const file = markFileOf(path);
  try {
    await writeFileAtomically(file, `${JSON.stringify({ rows: [...rows.value, row] }, null, 1)}\n`);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(file, error) };
  }
}

export async function deleteMarkFile(path: string): Promise<void> {
  await rm(markFileOf(path), { force: true });
}

function unreadable(file: string): Result<never> {
  return fail(
    'session-damaged',
    `The bookmarks in ${file} cannot be read.`,
    'The file was left as it is; move it elsewhere to begin with none.',
  );
}
