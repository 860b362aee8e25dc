/** Answers a window's wish for the brief of a saved session. */

import { formatBrief } from '../../../shared/brief/briefFormats';
import { writeBrief } from '../../../shared/brief/writeBrief';
import type { CallParams, CallResult } from '../../../shared/contract/api';
import type { Clock } from '../../../shared/feed/clock';
import { fail, ok, type Result } from '../../../shared/model/result';
import type { SessionStore } from '../sessions/sessionStore';
import { readBriefInput } from './readBriefInput';

/** `mayOpen`: a window cannot choose a path. */
export async function briefOf(
  { store, clock, mayOpen }: { store: SessionStore; clock: Clock; mayOpen: (id: string) => Promise<boolean> },
  { id, atMs, windowMs, format }: CallParams<'writeBrief'>,
): Promise<Result<CallResult<'writeBrief'>>> {
  if (!(await mayOpen(id))) {
    return fail('unknown-session', `There is no session "${id}".`, 'Choose one of the list.');
  }
  const opened = await store.open(id);
  if (!opened.ok) return opened;
  const session = opened.value;
  try {
    const { fromMs, toMs } = session.info.range;
    const asOfMs = Math.min(Math.max(atMs ?? toMs, fromMs), toMs);
    const signal = new AbortController().signal;
    const input = await readBriefInput(session, { asOfMs, windowMs }, clock, signal);
    return ok({ text: formatBrief(writeBrief(input), format), asOfMs });
  } finally {
    await session.close();
  }
}
