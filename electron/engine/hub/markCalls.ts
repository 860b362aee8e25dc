/** The calls about bookmarks, answered by the session they are about. */
import type { CallHandlers } from '../../../shared/contract/serveEngine';
import { ok, type Result } from '../../../shared/model/result';
import type { MarkBook } from '../marks/markBook';

export type MarkCallHandlers = Pick<
  CallHandlers,
  'addBookmark' | 'editBookmark' | 'deleteBookmark' | 'restoreBookmark'
>;

/** `marksOf` refuses a session that is not open. */
export function markCalls(marksOf: (session: string) => Result<MarkBook>): MarkCallHandlers {
  const change = async <T>(session: string, run: (marks: MarkBook) => Promise<Result<T>>) => {
    const marks = marksOf(session);
    return marks.ok ? run(marks.value) : marks;
  };
  return {
    addBookmark: ({ session, bookmark }) => change(session, (marks) => marks.add(bookmark)),
    editBookmark: ({ session, id, change: changed }) => change(session, (marks) => marks.edit(id, changed)),
    deleteBookmark: ({ session, id }) =>
      change(session, async (marks) => withoutValue(await marks.remove(id))),
    restoreBookmark: ({ session, id }) =>
      change(session, async (marks) => withoutValue(await marks.restore(id))),
  };
}

function withoutValue(result: Result<unknown>): Result<null> {
  return result.ok ? ok(null) : result;
}
