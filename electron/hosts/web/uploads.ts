/**
 * Files that a window of the browser host sends to be imported: one a request, streamed to disk.
 *
 * Invariant: nothing is read from a request before its Host, Origin and cookie have been checked.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { IMPORT_UPLOAD_PATH, type OfferedFile } from '../../../shared/contract/imports';
import { type ErrorCode, fail, type Result } from '../../../shared/model/result';
import { securityHeaders } from '../../content/securityHeaders';
import type { Access } from './access';

export type ReceiveFile = (
  name: string,
  expectedBytes: number,
  content: AsyncIterable<Uint8Array>,
) => Promise<Result<OfferedFile>>;

/** Longer names are no names. */
const LONGEST_NAME = 1_000;

const STATUS: Partial<Record<ErrorCode, number>> = { 'not-allowed': 403, 'disk-full': 507, cancelled: 499 };

export function isUpload(request: IncomingMessage): boolean {
  return request.method === 'PUT' && pathOf(request) === IMPORT_UPLOAD_PATH;
}

/** Answers with the `Result` as JSON. */
export async function handleUpload(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  receive: ReceiveFile,
): Promise<void> {
  const result = await take(request, access, receive);
  const body = JSON.stringify(result);
  response.writeHead(result.ok ? 200 : (STATUS[result.error.code] ?? 400), {
    ...securityHeaders(),
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    // What is left of a refused file is not worth reading.
    ...(result.ok ? {} : { Connection: 'close' }),
  });
  response.end(body);
}

async function take(
  request: IncomingMessage,
  access: Access,
  receive: ReceiveFile,
): Promise<Result<OfferedFile>> {
  const host = access.hostOf(request);
  if (host === null || !access.isFromUs(request, host) || !access.hasCookie(request)) {
    return fail('not-allowed', 'Only a window of this program may send files.');
  }
  const name = new URL(request.url ?? '', 'http://localhost').searchParams.get('name') ?? '';
  if (name === '' || name.length > LONGEST_NAME) return fail('bad-argument', 'The file has no name.');
  const length = request.headers['content-length'];
  if (length === undefined || !/^\d{1,15}$/.test(length)) {
    return fail('bad-argument', `The size of ${name} is not known.`, 'Send it with its length.');
  }
  return receive(name, Number(length), request);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
