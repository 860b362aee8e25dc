/** What a session's file says for the library: labels, picture, and how many bookmarks there are. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { bookmarkCount } from '../../../../shared/contract/bookmarks';
import { type Library, NO_LIBRARY } from '../../../../shared/contract/library';
import { readMarkFile } from './markFile';
import { readMarkTable } from './markTable';
import type { SessionMeta } from './metaTable';

/** Of a file of which `meta` has been read. */
export async function libraryOf(
  connection: DuckDBConnection,
  meta: SessionMeta,
  path: string,
): Promise<Library> {
  const beside = await readMarkFile(path);
  const marks = [...(await readMarkTable(connection)), ...(beside.ok ? beside.value : [])];
  return {
    tags: meta.tags ?? NO_LIBRARY.tags,
    pinned: meta.pinned ?? NO_LIBRARY.pinned,
    gaps: meta.summary?.gaps ?? null,
    bookmarks: bookmarkCount(marks),
    thumbnail: meta.thumbnail ?? null,
    compacted: meta.compacted !== undefined,
  };
}
