/**
 * The files of the built renderer.
 *
 * Invariant: nothing outside the folder is ever read, whatever the path says and wherever a symbolic link
 * inside the folder points.
 */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The bundler puts a hash of the content into the name, so such a file never changes. */
const HASHED_ASSET = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly cacheControl: string;
}

export type StaticAnswer = StaticFile | 'refused' | 'missing';

/** `rawPath` is the path as requested, undecoded; `/` is `index.html`. `root` is a real path. */
export async function readStaticFile(root: string, rawPath: string): Promise<StaticAnswer> {
  const path = decodePath(rawPath);
  if (path === null) return 'refused';
  const wanted = join(root, path === '/' ? 'index.html' : path);
  if (!wanted.startsWith(root + sep)) return 'refused';
  try {
    const file = await realpath(wanted);
    if (!file.startsWith(root + sep)) return 'refused';
    return {
      body: await readFile(file),
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      cacheControl: HASHED_ASSET.test(path) ? 'private, max-age=31536000, immutable' : 'no-cache',
    };
  } catch (error) {
    if (isAbsence(error)) return 'missing';
    throw error;
  }
}

/** Decoded once; null when it cannot be the path of a file we serve. */
function decodePath(rawPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return null;
  }
  // A path of `..` or of a dot file has no business here, even where it would stay inside the folder.
  const segments = path.split('/');
  const plain = segments.every((segment) => !segment.startsWith('.'));
  return path.startsWith('/') && plain && !/[\\\0]/.test(path) ? path : null;
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG';
}
