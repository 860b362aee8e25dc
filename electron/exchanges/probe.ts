/** A venue asked for a sign of life, before anything of it is loaded: one request, one short patience. */

import { fail, ok, type Result } from '../../shared/model/result';
import { fetchBy } from './network/proxiedFetch';

const PROBE_PATIENCE_MS = 2_000;

/** Fails with `venue-error` when no good answer comes in time; never rejects. */
export async function probe(
  title: string,
  url: string,
  patienceMs = PROBE_PATIENCE_MS,
): Promise<Result<void>> {
  try {
    const answer = await fetchBy(process.env)(url, { signal: AbortSignal.timeout(patienceMs) });
    await answer.body?.cancel();
    // A venue that turns away this machine's country answers, too, but not with its market.
    if (answer.ok) return ok(undefined);
    return unreachable(title, `it answered ${answer.status}`);
  } catch (error) {
    return unreachable(title, reasonOf(error, patienceMs));
  }
}

function unreachable(title: string, why: string): Result<never> {
  return fail('venue-error', `${title} cannot be reached: ${why}.`, 'Check the network.', true);
}

function reasonOf(error: unknown, patienceMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  // What fetch says itself is "fetch failed"; the cause names the address.
  return error.cause instanceof Error ? error.cause.message || 'no connection' : error.message;
}
