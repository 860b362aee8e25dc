/**
 * What is kept in a closed session's file for the library: title, tags, pin, picture.
 *
 * Invariant: rows are only added to `meta`, in one transaction each: a kill leaves the old label or the new one.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Thumbnail } from '../../../../shared/contract/library';
import { thumbnailOf } from '../../../../shared/market/thumbnail';
import { ok, type Result } from '../../../../shared/model/result';
import { recordedInfo, type SessionFacts, summaryOf } from '../sessionFacts';
import type { SessionLabels } from '../sessionStore';
import { readMeta, writeMeta } from './metaTable';
import { readOverview } from './overviewReader';
import { readFacts } from './sessionFactsReader';
import type { SessionFile } from './sessionFiles';

export async function writeLabels(
  connection: DuckDBConnection,
  path: string,
  { title, tags, pinned }: SessionLabels,
): Promise<Result<void>> {
  const meta = await readMeta(connection, path);
  if (!meta.ok) return meta;
  const { summary } = meta.value;
  await writeMeta(connection, {
    ...(title === undefined ? {} : { title }),
    ...(title === undefined || summary === undefined ? {} : { summary: { ...summary, title } }),
    ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
    ...(pinned === undefined ? {} : { pinned }),
  });
  return ok(undefined);
}

/** Adds what older versions, and a quick close, leave out: the picture and the number of gaps. */
export async function completeMeta(connection: DuckDBConnection, file: SessionFile): Promise<Result<void>> {
  const meta = await readMeta(connection, file.path);
  if (!meta.ok) return meta;
  if (meta.value.state === 'recording' || meta.value.thumbnail !== undefined) return ok(undefined);
  const facts = await readFacts(connection, file);
  if (!facts.ok) return facts;
  const { id: _, bytes: __, ...summary } = summaryOf(facts.value, 0);
  await writeMeta(connection, { thumbnail: await pictureOf(connection, facts.value), summary });
  return ok(undefined);
}

/** Of the instrument with the most trades. */
async function pictureOf(connection: DuckDBConnection, facts: SessionFacts): Promise<Thumbnail | null> {
  const busiest = facts.statistics
    .filter(({ kind }) => kind === 'trade')
    .sort((one, other) => other.rows - one.rows)[0];
  const instrument = facts.instruments[busiest?.instrument ?? -1];
  if (instrument === undefined) return null;
  const columns = (await readOverview(connection, recordedInfo(facts))).columns(instrument.id);
  return columns === undefined ? null : thumbnailOf(columns);
}
