/**
 * Errors at boundaries are values. A function that can fail for a reason the user or the caller can act on
 * returns a `Result`; exceptions are left for bugs.
 */

/** Stable, machine-readable reasons. Add here, never reuse a name for a second meaning. */
export type ErrorCode =
  | 'bad-argument'
  | 'unknown-asset'
  | 'unknown-venue'
  | 'unknown-instrument'
  | 'unknown-session'
  | 'unknown-call'
  | 'not-a-session'
  | 'session-too-new'
  | 'session-damaged'
  | 'session-busy'
  | 'not-supported'
  | 'nothing-found'
  | 'disk-full'
  | 'disk-error'
  | 'port-in-use'
  | 'settings-invalid'
  | 'venue-error'
  | 'cancelled'
  | 'timeout'
  | 'connection-lost'
  | 'version-mismatch'
  | 'not-allowed'
  | 'too-large'
  | 'internal';

export interface AppError {
  readonly code: ErrorCode;
  /** One sentence that names the thing that is wrong. */
  readonly message: string;
  /** What to do about it, when there is something to do. */
  readonly hint?: string;
  /** True when the same request may succeed later without a change. */
  readonly retryable: boolean;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, message: string, hint?: string, retryable = false): Result<never> {
  return { ok: false, error: appError(code, message, hint, retryable) };
}

export function appError(code: ErrorCode, message: string, hint?: string, retryable = false): AppError {
  return hint === undefined ? { code, message, retryable } : { code, message, hint, retryable };
}

/** What an exception says, ending like a sentence. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
