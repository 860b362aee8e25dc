/** Which sessions of the library are listed, and in which order. Pure. */
import type { SessionSummary } from '../../../shared/contract/values';

export const SORTS = {
  newest: 'Newest',
  longest: 'Longest',
  largest: 'Largest',
  name: 'Name',
} as const;

export type Sort = keyof typeof SORTS;

export interface LibraryView {
  /** Words that all must occur in title, feed, assets, venues, tags or date. */
  readonly search: string;
  readonly sort: Sort;
  /** Null for all. */
  readonly tag: string | null;
}

export function librarySessions(
  sessions: readonly SessionSummary[],
  { search, sort, tag }: LibraryView,
): SessionSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return sessions
    .filter((session) => tag === null || session.tags.includes(tag))
    .filter((session) => {
      const text = textOf(session);
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => compare(one, other, sort));
}

/** Every tag there is, most used first. */
export function tagsOf(sessions: readonly SessionSummary[]): string[] {
  const uses = new Map<string, number>();
  for (const tag of sessions.flatMap(({ tags }) => tags)) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  return [...uses].sort(([a, few], [b, many]) => many - few || a.localeCompare(b)).map(([tag]) => tag);
}

/** "squeeze, January" as tags; doubles and empty ones are left out. */
export function parseTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().replace(/\s+/g, ' '));
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

function textOf({
  title,
  feed,
  assets,
  venues,
  tags,
  startedAtMs,
  range,
  simulated,
}: SessionSummary): string {
  const days = [startedAtMs, range?.fromMs ?? startedAtMs].map((ms) =>
    new Date(ms).toISOString().slice(0, 10),
  );
  const words = [title, feed, ...assets, ...venues, ...tags, ...days, simulated ? 'simulated' : ''];
  return words.join(' ').toLowerCase();
}

/** What is equal comes newest first, so that the order is always the same. */
function compare(one: SessionSummary, other: SessionSummary, sort: Sort): number {
  const newest = other.startedAtMs - one.startedAtMs || one.id.localeCompare(other.id);
  switch (sort) {
    case 'newest':
      return newest;
    case 'longest':
      return lengthOf(other) - lengthOf(one) || newest;
    case 'largest':
      return other.bytes - one.bytes || newest;
    case 'name':
      return one.title.localeCompare(other.title) || newest;
  }
}

function lengthOf({ range }: SessionSummary): number {
  return range === null ? 0 : range.toMs - range.fromMs;
}
