/**
 * What was exported, for a window of the browser host to save.
 *
 * Invariant: only plain files directly in the folder of exports are sent, and only to whom has been let in.
 */
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EXPORT_PATH } from '../../../shared/contract/exports';
import { securityHeaders } from '../../content/securityHeaders';
import type { Access } from './access';

/** What exports are named like. */
const NAME = /^[\w-][\w.-]{0,250}$/;

export function isDownload(request: IncomingMessage): boolean {
  return request.method === 'GET' && (request.url ?? '').startsWith(EXPORT_PATH);
}

/** Never rejects for anything a visitor sends. */
export async function handleDownload(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  folder: string,
): Promise<void> {
  const host = access.hostOf(request);
  if (host === null || !access.isNotForeign(request, host) || !access.hasCookie(request)) {
    return refuse(response, 403, 'This address is not open to you.');
  }
  const name = (request.url ?? '').slice(EXPORT_PATH.length);
  const path = join(folder, name);
  const found = NAME.test(name) ? await lstat(path).catch(() => null) : null;
  if (found === null || !found.isFile()) return refuse(response, 404, 'There is no such file.');
  response.writeHead(200, {
    ...securityHeaders(),
    'Content-Type': 'application/octet-stream',
    'Content-Length': found.size,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
  // A window that goes away in the middle is nobody's fault.
  await pipeline(createReadStream(path), response).catch(() => {});
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    ...securityHeaders(),
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(`${sentence}\n`);
}
