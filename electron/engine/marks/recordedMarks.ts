/** Bookmarks of the running market go into whichever session is being recorded. */
import type { BookmarkRow } from '../../../shared/contract/bookmarks';
import { fail, ok } from '../../../shared/model/result';
import type { Recorder } from '../recorder/recorder';
import type { MarkKeeper } from './markBook';

export function recordedMarks(recorder: Pick<Recorder, 'marks'>): MarkKeeper {
  return {
    readMarks: async () => ok([]),
    appendMark: async (row: BookmarkRow) => {
      if (recorder.marks === null) {
        return fail(
          'not-supported',
          'There is no file to keep a bookmark in while nothing is being recorded.',
          'Start recording, then add it again.',
        );
      }
      recorder.marks.appendMark(row);
      return ok(undefined);
    },
  };
}
